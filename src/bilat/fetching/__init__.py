"""Fetching from the web, the only part of bilat that makes a connection, and only to what it is given."""

from bilat.fetching.client import Fetched, Fetcher
from bilat.fetching.links import Listed, listed

__all__ = ["Fetched", "Fetcher", "Listed", "listed"]
