"""Reads a pack's files into a Pack. Every rule it relies on is checked by `bilat packs check`."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bilat.errors import PackError
from bilat.languages.compiled_yaml import words_of
from bilat.languages.resources import collector_paused
from bilat.packs.schema import (
    Conduct,
    ContactWords,
    Entity,
    Instrument,
    Issue,
    Layer,
    Office,
    Pack,
    Phrase,
    Side,
    StatusWords,
    Tenure,
    Term,
)
from bilat.plugins import PACKS, plugins

_LANGUAGES = ("en", "zh")
_FILES = ("people", "bodies", "outlets", "thinktanks", "places", "forums")


def available() -> tuple[str, ...]:
    """The ids of the packs that bilat brings along."""
    folder = resources.files("bilat.packs")
    return tuple(sorted(item.name for item in folder.iterdir() if item.joinpath("pack.yaml").is_file()))


def folder_of(pack: str) -> Traversable:
    """The folder of a pack: a bundled or a plugin's one by its id, or one of one's own by its path.

    Raises PackError where there is none, UsageError for a plugin that cannot be loaded.
    """
    if pack in available():
        return resources.files("bilat.packs").joinpath(pack)
    if pack in plugins(PACKS):
        return resources.files(plugins(PACKS)[pack].load())
    own = Path(pack)
    if own.name == "pack.yaml":
        own = own.parent
    if own.joinpath("pack.yaml").is_file():
        return own
    if own.is_dir():
        raise PackError(f"{pack}: there is no pack.yaml in this folder; `bilat packs new` writes one")
    known = ", ".join((*available(), *plugins(PACKS)))
    raise PackError(f"no pack {pack!r}; there are: {known}; or name a folder that holds a pack.yaml")


@functools.cache
def load(pack: str) -> Pack:
    """The pack of an id, or in a folder of one's own; what bilat does not bring itself is checked first.

    Raises PackError where there is no such pack or its data is broken.
    """
    folder = folder_of(pack)
    if pack not in available():
        from bilat.packs.checks import check  # the checks read packs themselves

        problems = check(pack)
        if problems:
            more = f" (1 of {len(problems)}; `bilat packs check {pack}` tells them all)" if len(problems) > 1 else ""
            raise PackError(f"pack {pack}: {problems[0]}{more}")
    return build(pack, folder)


def build(pack: str, folder: Traversable) -> Pack:
    """The pack in a folder. Raises PackError where its data cannot be read."""
    try:
        with collector_paused():
            return _build(folder)
    except (KeyError, TypeError, ValueError, _no_yaml()) as broken:
        raise PackError(f"pack {pack!r}: {type(broken).__name__} {broken}; run `bilat packs check {pack}`") from broken


def _no_yaml() -> type[Exception]:
    from yaml import YAMLError  # asked for where there was an error: the packs at hand are compiled

    return YAMLError


def _read(folder: Traversable, name: str) -> Any:
    if not folder.joinpath(f"{name}.yaml").is_file():
        return {"places": [], "countries": [], "phrases": []}
    return words_of(folder.joinpath(f"{name}.yaml"))


def _there(file: Traversable) -> Traversable | None:
    return file if file.is_file() else None


def _build(folder: Traversable) -> Pack:
    head = _read(folder, "pack")
    files = {name: _read(folder, name) for name in _FILES}
    vocabulary = _read(folder, "issues")
    machinery = _read(folder, "instruments")
    offices = {
        o["id"]: Office(
            id=o["id"],
            name=o["en"][0],
            side=_null(o.get("side")),
            level=_null(o.get("level")),
            body=o.get("body"),
            titles=tuple(word for key in (*_LANGUAGES, "needs_side") for word in _flat(o.get(key))),
        )
        for o in files["bodies"]["offices"]
    }
    entities = {entity.id: entity for entity in _entities(head, files)}
    return Pack(
        id=head["id"],
        labels=head["title"],
        sides=_sides(head),
        entities=entities,
        offices=offices,
        terms=tuple(_terms(head, files)),
        issues={i["id"]: _issue(i) for i in vocabulary["issues"]},
        not_issues=tuple(vocabulary.get("not_issues", ())),
        instruments={i["id"]: _instrument(i) for i in machinery["instruments"]},
        layers=tuple(_layer(layer) for layer in machinery["layers"]),
        statuses=_statuses(machinery["statuses"]),
        contacts=tuple(
            ContactWords(kind=c["kind"], form=c["form"], level=_null(c.get("level")), words=_words(c))
            for c in head.get("contacts", ())
        ),
        targets={side: _words(words) for side, words in machinery["targets"].items()},
        phrases={p["id"]: _phrase(p) for p in _read(folder, "phrases")["phrases"]},
        register={name: _table(folder, name) for name in ("interactions", "instruments", "commitments", "moves")},
        conduct=_conduct(folder),
        issue_weights=_there(folder.joinpath("issue_weights.tsv")),
    )


def _sides(head: Mapping[str, Any]) -> tuple[Side, Side]:
    first, second = (
        Side(
            code=s["code"],
            name=s["name"],
            unnamed_official=s["unnamed_official"],
            languages=tuple(s["languages"]),
            adjectives=tuple(s.get("adjectives", ())),
            labels=s.get("title", {"en": s["name"]}),
        )
        for s in head["sides"]
    )
    return first, second


def _null(value: str | None) -> str | None:
    return None if value in (None, "", "null", "~") else value


def _listed(item: Any, key: str) -> list[Any]:
    found = item[key] if isinstance(item, Mapping) and key in item else item
    return found if isinstance(found, list) else []


def _entities(head: Mapping[str, Any], files: Mapping[str, Any]) -> Iterable[Entity]:
    for side in head["sides"]:
        yield Entity(id=f"side/{side['code']}", name=side["name"], kind="side", side=side["code"], voice="official")
    for number, joint in enumerate(head["joint"]):
        yield Entity(
            id=f"joint/{number}",
            name="both",
            kind="joint",
            side="both",
            voice="official",
            level=_null(joint.get("level")),
            event=_null(joint.get("kind")),
        )
    for person in _listed(files["people"], "people"):
        tenures = tuple(
            Tenure(office=o["id"], start=_null(o.get("from")), end=_null(o.get("to")))
            for o in person.get("offices", ())
        )
        voice = _null(person.get("voice")) or ("business" if person.get("kind") == "business" else None)
        yield _entity(person, "person", voice=voice or "official", tenures=tenures)
    for body in files["bodies"]["bodies"]:
        yield _entity(body, "body", voice=_null(body.get("voice")) or "official")
    for outlet in _listed(files["outlets"], "outlets"):
        kind = outlet["kind"]
        yield _entity(
            outlet,
            "outlet",
            voice={"state_media": "state_media", "official": "official"}.get(kind, "media"),
            outlet_kind=kind,
            hosts=tuple(outlet.get("hosts", ())),
        )
    for tank in _listed(files["thinktanks"], "thinktanks"):
        yield _entity(tank, "thinktank", voice="expert")
    for place in files["places"]["places"]:
        yield _entity(place, "place")
    for country in files["places"]["countries"]:
        yield Entity(
            id=f"country/{country['code']}", name=country["en"][0], kind="place", country=country["code"], labels={}
        )
    for forum in _listed(files["forums"], "forums"):
        yield _entity(forum, "forum")


def _entity(item: Mapping[str, Any], kind: str, **more: Any) -> Entity:
    labels = {"en": item["name"], **({"zh": item["zh"][0]} if item.get("zh") else {})}
    return Entity(
        id=item["id"],
        name=item["name"],
        kind=kind,
        side=_null(item.get("side")),
        country=_null(item.get("country")),
        family=_null(item.get("family")),
        parent=_null(item.get("parent")),
        level=_null(item.get("level")),
        pronoun=_null(item.get("pronoun")),
        labels=labels,
        **more,
    )


def _terms(head: Mapping[str, Any], files: Mapping[str, Any]) -> Iterable[Term]:
    found: dict[tuple[str, str], dict[str, bool]] = {}

    def add(kind: str, entity: str, words: Iterable[str], *, weak: bool = False) -> None:
        for word in words:
            found.setdefault((word, kind), {})[entity] = weak

    for side in head["sides"]:
        add("side", f"side/{side['code']}", side["names"])
        add("side", f"side/{side['code']}", side.get("delegation", ()))
        add("officials", f"side/{side['code']}", side.get("officials", ()))
        # One-character adjectives stand inside too many other words to be found by form alone.
        add("adjective", f"side/{side['code']}", [word for word in side.get("adjectives", ()) if len(word) > 1])
    for language in _LANGUAGES:
        add("none", "none", head.get("not_names", {}).get(language, ()))
    for number, joint in enumerate(head["joint"]):
        add("joint", f"joint/{number}", [word for key in _LANGUAGES for word in joint.get(key, ())])
    for kind, name in (("person", "people"), ("outlet", "outlets"), ("thinktank", "thinktanks"), ("forum", "forums")):
        for item in _listed(files[name], name):
            weak = set(item.get("weak", ()))
            names = [word for key in _LANGUAGES for word in item.get(key, ())]
            add(kind, item["id"], [word for word in names if word not in weak])
            add(kind, item["id"], weak, weak=True)
    for body in files["bodies"]["bodies"]:
        add("body", body["id"], [word for key in (*_LANGUAGES, "bare") for word in body.get(key, ())])
    for office in files["bodies"]["offices"]:
        add("office", office["id"], [word for key in (*_LANGUAGES, "needs_side") for word in _flat(office.get(key))])
    for place in files["places"]["places"]:
        add("place", place["id"], [word for key in _LANGUAGES for word in place.get(key, ())])
    for country in files["places"]["countries"]:
        words = [word for key in (*_LANGUAGES, "demonym") for word in _flat(country.get(key))]
        add("place", f"country/{country['code']}", words)
    for (word, kind), entities in found.items():
        language = "en" if word.isascii() else "zh"
        yield Term(surface=word, language=language, kind=kind, ids=tuple(entities), weak=all(entities.values()))


def _flat(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) and value not in ("true", "false", "null") else []


def _words(item: Mapping[str, Any], suffix: str = "") -> dict[str, tuple[str, ...]]:
    return {language: tuple(item.get(language + suffix, ())) for language in _LANGUAGES}


def _issue(item: Mapping[str, Any]) -> Issue:
    return Issue(
        id=item["id"],
        labels=item["title"],
        broad=item.get("broad") == "true",
        aspect=item.get("aspect") == "true",
        general=item.get("general") == "true",
        narrows=tuple(item.get("narrows", ())),
        words=_words(item),
        weak=_words(item, "_weak"),
    )


def _phrase(item: Mapping[str, Any]) -> Phrase:
    return Phrase(
        id=item["id"],
        labels=item["title"],
        side=_null(item.get("side")),
        words=_words(item),
        first=item.get("first"),
        first_by=item.get("first_by"),
        first_source=item.get("first_source"),
    )


def _instrument(item: Mapping[str, Any]) -> Instrument:
    return Instrument(
        id=item["id"],
        labels=item["title"],
        imposed_by=_null(item.get("imposed_by")),
        target=_null(item.get("target")),
        valued=tuple(item.get("valued", ())),
        words=_words(item),
        needs=_words(item, "_needs"),
        loose=_words(item, "_loose"),
        loose_needs=_words(item, "_loose_needs"),
        exceptions=tuple(item.get("except", ())),
        share=tuple(item.get("share", ())),
        status=_null(item.get("status")),
        manner=_null(item.get("manner")),
        undoes=_null(item.get("undoes")),
        act=item.get("act") == "true",
        statuses=_statuses(item.get("statuses", ())),
    )


def _statuses(items: Iterable[Mapping[str, Any]]) -> tuple[StatusWords, ...]:
    return tuple(StatusWords(status=item["status"], words=_words(item)) for item in items)


def _layer(item: Mapping[str, Any]) -> Layer:
    return Layer(
        id=item["id"],
        on_all=item.get("on_all") == "true",
        imposed_by=_null(item.get("imposed_by")),
        labels=item.get("title", {}),
        words=_words(item),
    )


def _conduct(folder: Traversable) -> Conduct:
    if not folder.joinpath("phases.yaml").is_file():
        return Conduct()
    data = _read(folder, "phases")
    return Conduct(
        complete_since=_null(data.get("complete_since")),
        effects={item["id"]: item["effect"] for item in data.get("effects", ())},
        titles={item["id"]: item["title"] for item in data.get("effects", ()) if "title" in item},
        summaries=frozenset(data.get("summaries", ())),
        readings={item["id"]: item["effect"] for item in data.get("readings", ())},
    )


def _table(folder: Traversable, name: str) -> tuple[Mapping[str, str], ...]:
    path = folder.joinpath("register", f"{name}.csv")
    if not path.is_file():
        return ()
    return tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
