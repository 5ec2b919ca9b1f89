"""The dataset in the field's formats: one module a format, one registry, one account of what was left out."""

from bilat.export.formats.dataset import Dataset
from bilat.export.formats.leftout import LeftOut
from bilat.export.formats.registry import FORMATS, Outcome, Written, export

__all__ = ["FORMATS", "Dataset", "LeftOut", "Outcome", "Written", "export"]
