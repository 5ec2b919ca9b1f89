"""The pages over a workspace: server-rendered, nothing loaded from elsewhere, everything with an address of its own."""

from bilat.web.app import create_app

__all__ = ["create_app"]
