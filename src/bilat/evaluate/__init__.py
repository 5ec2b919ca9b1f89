"""How right bilat is: its records against a careful reader's notes (gold).

Gold is a folder of JSON files, each naming its `document` and listing what stands in it; see docs/quality.md for the
figures. `evaluate` gives a Report, `main` its text for the command line.
"""

from bilat.evaluate.command import main
from bilat.evaluate.scoring import Report, evaluate
from bilat.evaluate.tally import Figure, Miss

__all__ = ["Figure", "Miss", "Report", "evaluate", "main"]
