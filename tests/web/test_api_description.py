"""The API keeps what /api/openapi.json says of it: requests made from that description, fitting and not fitting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bilat.web import create_app
from tests.web.served import TODAY

# `python bench/pages.py` sends a thousand of each kind.
EXAMPLES = 3
schemathesis = pytest.importorskip("schemathesis")


def requests_of(operation: Any, fitting: bool, sent: Callable[[Any], None], examples: int) -> None:
    """Send so many requests for an operation, each checked against all that the description says of its answer."""
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode
    from schemathesis.checks import CHECKS

    def send(case: Any) -> None:
        # What fits may still be refused: an opaque place in a list that no answer ever gave, a side that there is not.
        case.call_and_validate(excluded_checks=[CHECKS.get_one("positive_data_acceptance")], timeout=120)
        sent(case)

    mode = GenerationMode.POSITIVE if fitting else GenerationMode.NEGATIVE
    checked = given(case=operation.as_strategy(generation_mode=mode))(send)
    try:
        settings(
            max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(checked)()  # fmt: skip
    except Unsatisfiable:
        assert not fitting, operation.label  # an operation of one free text: nothing is unfitting


def test_answers_are_as_described(workspace: Path) -> None:
    app = create_app(str(workspace), today=lambda: TODAY, hosts=None)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    sent: list[Any] = []
    labels = []
    for found in schema.get_all_operations():
        operation = found.ok()
        labels.append(operation.label)
        for fitting in (True, False):
            # Where one text is all that there is to get wrong, nothing is unfitting, and to find that out takes long.
            if fitting or list(operation.query):
                requests_of(operation, fitting, sent.append, EXAMPLES)
    assert len(labels) >= 16
    assert len(sent) >= 2 * len(labels)
