"""Fetching from the web, the only part of bilat that makes a connection, and only to what it is given."""

from bilat.fetching.client import Fetched, Fetcher
from bilat.fetching.links import Listed, listed
from bilat.fetching.service import Service

__all__ = ["Fetched", "Fetcher", "Listed", "Service", "listed"]
