"""Who said what in a language written without spaces, for everybody who speaks, whether a pack knows them or not.

A paragraph is read sentence by sentence (`layout`); signs of speech are found in it (`signs`), each is given its
subject (`subjects`), and a stack of open speeches tells what lies within what and where it ends (`reader`).
"""

from bilat.extract.speech.desk import Speech
from bilat.extract.speech.reader import read_speech

__all__ = ["Speech", "read_speech"]
