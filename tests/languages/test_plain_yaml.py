"""The quick reader of YAML gives what the base loader gives, and refuses what it refuses."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.plain_yaml import strings

SRC = Path(str(resources.files("bilat")))
VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcde ", max_size=4), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("path", sorted(SRC.rglob("languages/**/*.yaml")), ids=lambda path: path.name)
def test_files_read_as_by_the_base_loader(path: Path) -> None:
    text = path.read_text("utf-8")
    assert strings(text) == yaml.load(text, Loader=yaml.BaseLoader)


@given(VALUES, st.booleans())
def test_what_is_written_is_read(value: object, flow: bool) -> None:
    assert strings(yaml.dump(value, allow_unicode=True, default_flow_style=flow)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a: &x [no, 1]\nb: *x\n", {"a": ["no", "1"], "b": ["no", "1"]}),
        ("a: &x on\nb: *x\n", {"a": "on", "b": "on"}),
        ("a: !!int 1\na: 2\n", {"a": "2"}),
        ("a:\n", {"a": ""}),
        ("- |\n  x\n  y\n- >\n  x\n  y\n", ["x\ny\n", "x y\n"]),
    ],
)
def test_corners(text: str, value: object) -> None:
    assert strings(text) == value
    assert yaml.load(text, Loader=yaml.BaseLoader) == value


@pytest.mark.parametrize("text", ["a: *b\n", "a: [1\n", "--- a\n--- b\n", "? [a]\n: b\n", "a: 'x\n", "\x01"])
def test_refusals(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml.load(text, Loader=yaml.BaseLoader)
    with pytest.raises(yaml.YAMLError):
        strings(text)
