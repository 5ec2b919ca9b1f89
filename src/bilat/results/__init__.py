"""The way in from Python: documents are read, and what was found is at hand as records, tables, frames and pictures.

    import bilat
    result = bilat.read(["articles/"])      # shows itself in a notebook
    result.to_pandas("statement")           # a row a statement, with the words it rests on
    result.compare("2025-11-24")            # the two governments' accounts side by side
    bilat.state("2025-11-10")               # every instrument as it stood that day
"""

from bilat.results.passages import Passage
from bilat.results.result import Result, changes, load, read, state
from bilat.results.table import Table

__all__ = ["Passage", "Result", "Table", "changes", "load", "read", "state"]
