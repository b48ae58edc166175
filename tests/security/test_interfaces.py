"""Every operation of the API is driven by its own description: what it says is taken is taken, all else is refused.

Schemathesis makes the requests, in process: examples, the edges of what the description allows, methods and values
that it does not, and a fixed number of drawn ones. All of its checks are on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.web.applicant import FOOD
from tests.world import World, build
from thanjai.api.description import description
from thanjai.config.wsgi import application
from thanjai.domain.numbering import case_number, normalise
from thanjai.domain.refusals import Refusal

DRAWN: Final = 100
"""Requests drawn for each operation, beside those of the edges."""
ASKED: Final = Counter[tuple[str, int]]()
"""How many requests were answered, by operation and status."""

schema = schemathesis.openapi.from_dict(description())
schema.app = application


def arrange(case: Case) -> None:
    """What no schema can say: a case number has a form of its own, and one day is not before another.

    Only what the description allows is changed; what it does not is sent as it was made. Half of the addresses become
    those of something that is there.
    """
    body, query = case.body, case.query
    for name, real in (("slug", "khonkaen"), ("service", FOOD)):
        given = str(case.path_parameters.get(name, ""))
        if re.fullmatch(r"[-a-zA-Z0-9_]{1,60}", given) and len(given) % 2 == 0:
            case.path_parameters = {**case.path_parameters, name: real}
    if case.path.endswith("/track") and isinstance(body, dict) and is_allowed(body.get("number")):
        try:
            normalise(body["number"])
        except Refusal:
            case.body = {**body, "number": case_number(2569, "KKC", 1 + len(body["number"]))}
    if query and case.path.endswith("/calendar"):
        with suppress(KeyError, TypeError, ValueError):
            days = sorted(date.fromisoformat(query[name]).isoformat() for name in ("from", "to"))
            case.query = {**query, "from": days[0], "to": days[1]}


def is_allowed(number: object) -> bool:
    return (
        isinstance(number, str)
        and 0 < len(number) <= 80
        and bool(number.strip())
        and not re.search(r"[\x00-\x1f\x7f]", number)
    )


@pytest.fixture(scope="module", autouse=True)
def _counted() -> Iterator[None]:
    """At the end, how much was asked: `setup/security.py` reads it."""
    yield
    statuses = Counter[str]()
    for (_, status), count in ASKED.items():
        statuses[f"{status // 100}xx"] += count
    told = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    print(f"\n{ASKED.total()} requests to {len({place for place, _ in ASKED})} operations: {told}")  # noqa: T201


@pytest.fixture
def world(db: None, settings: Any) -> Iterator[World]:
    settings.BENCH = True  # Limits are tested where they are; here they are as high as for a measurement.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # As Django's own test client does: the test's transaction goes on.
    yield build(FOOD)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=DRAWN, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_is_true(case: Case, world: World) -> None:
    arrange(case)
    answer = case.call()
    ASKED[case.operation.label, answer.status_code] += 1
    case.validate_response(answer)
