"""The reliability curve: how often records are right, by how sure they are, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bilat.evaluate.calibration import Bin

_SIZE, _EDGE = 320, 40
_COLOURS = ("#1f5a8a", "#b3541e")


def reliability_svg(sets: Mapping[str, Sequence[Bin]]) -> str:
    """An SVG: confidence to the right, share that is right upwards, a disc for each bin as wide as it has records."""
    side = _SIZE + 2 * _EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" font-family="sans-serif" font-size="12">',
        "<title>How often records are right, by how sure they are</title>",
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#444"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#aaa" stroke-dasharray="4 4"/>',
        f'<text x="{_x(0.5)}" y="{side - 8}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{_y(0.5)}" transform="rotate(-90 12 {_y(0.5)})" text-anchor="middle">right</text>',
    ]
    for place in (0.0, 0.5, 1.0):
        lines.append(f'<text x="{_x(place)}" y="{_y(0) + 16}" text-anchor="middle">{place:g}</text>')
        lines.append(f'<text x="{_x(0) - 6}" y="{_y(place) + 4}" text-anchor="end">{place:g}</text>')
    for number, (name, bins) in enumerate(sets.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        lines.append(f'<text x="{_x(0) + 10}" y="{_y(1) + 16 * number}" fill="{colour}">{name}</text>')
        for b in bins:
            told = f"<title>{b.kind}: {b.records} records</title>"
            radius = max(3.0, b.records**0.5)
            spot = f'cx="{_x(b.sure)}" cy="{_y(b.right)}" r="{radius:.1f}"'
            lines.append(f'<circle {spot} fill="{colour}" fill-opacity=".5">{told}</circle>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _x(share: float) -> float:
    return round(_EDGE + _SIZE * share, 1)


def _y(share: float) -> float:
    return round(_EDGE + _SIZE * (1 - share), 1)
