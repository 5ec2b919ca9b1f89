"""The reliability curve: a disc a bin, at its confidence and its share."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from bilat.evaluate.calibration import Bin
from bilat.evaluate.reliability import reliability_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_a_disc_for_every_bin() -> None:
    bins = [
        Bin(kind="statement", low=0.6, high=0.8, records=100, sure=0.75, right=0.5),
        Bin(kind="statement", low=0.8, high=1.0, records=4, sure=0.9, right=1.0),
    ]
    drawn = ET.fromstring(reliability_svg({"dev": bins, "held": bins[:1]}))
    discs = list(drawn.iter(f"{SVG}circle"))
    assert len(discs) == 3
    first, second = discs[:2]
    assert float(first.attrib["r"]) > float(second.attrib["r"])
    assert float(first.attrib["cx"]) < float(second.attrib["cx"])
    assert float(first.attrib["cy"]) > float(second.attrib["cy"])  # what is right more often stands higher
