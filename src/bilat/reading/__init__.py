"""Files, pages and rows to documents: clean text, language, provenance."""

from bilat.reading.reader import read

__all__ = ["read"]
