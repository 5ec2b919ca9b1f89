"""The display names of a pack, in the three languages of the interface."""

from __future__ import annotations

import functools

from bilat.export.labels import Labels
from bilat.languages.script import to_traditional
from bilat.packs import Entity, Pack
from bilat.relate.phases_rules import rules


@functools.lru_cache(maxsize=8)
def labels_of(pack: Pack) -> Labels:
    """The labels of a pack. Traditional forms that the pack does not give are converted from the simplified ones."""
    return Labels(
        sides=tuple(side.code for side in pack.sides),
        side_names={side.code: dict(side.labels) for side in pack.sides},
        issues={issue.id: dict(issue.labels) for issue in pack.issues.values()},
        instruments={instrument.id: dict(instrument.labels) for instrument in pack.instruments.values()}
        | {key: dict(title) for key, title in pack.conduct.titles.items()},
        layers={layer.id: dict(layer.labels) for layer in pack.layers if layer.labels},
        entities={key: names for entity in pack.entities.values() for key, names in _keyed(entity)},
        places={
            key: names for entity in pack.entities.values() if entity.kind == "place" for key, names in _keyed(entity)
        },
        phases={**rules().titles, **rules().told},
        rates=tuple(i.id for i in pack.instruments.values() if i.manner == "rate"),
    )


def _keyed(entity: Entity) -> list[tuple[str, dict[str, str]]]:
    names = {"en": entity.name}
    simplified = entity.labels.get("zh")
    if simplified:
        names |= {"zh-Hans": simplified, "zh-Hant": to_traditional(simplified)}
    return [(entity.id, names), (entity.name, names)]
