"""Who else proposes records, a language model or a plugin: only what the text bears out is kept.

Nothing is sent anywhere unless somebody names a service. A proposal becomes a record only where its words stand in the
text to the letter, and where the guards find its names, numbers, dates and polarity in them.
"""

from bilat.proposing.kept import Kept
from bilat.proposing.merging import joined
from bilat.proposing.plugged import from_plugins
from bilat.proposing.reader import Cost, Proposer

__all__ = ["Cost", "Kept", "Proposer", "from_plugins", "joined"]
