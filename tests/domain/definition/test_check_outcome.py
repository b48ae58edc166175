"""What is wrong with a request about a document is found before anybody sends one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.world import pack
from thanjai.domain.definition.checks import check
from thanjai.domain.definition.model import ServiceDefinition

REPLACE, AMEND, TRANSFER = "health-licence-replacement", "health-licence-amendment", "food-premises-transfer"


def faults(id: str, *changes: tuple[str, Any]) -> set[str]:
    """What the checker finds wrong with a pack, some parts of it changed: each a path of names and numbers, and a value."""
    told = deepcopy(pack(id).model_dump(mode="json", exclude_none=True))
    for path, value in changes:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place: Any = told
        for part in way:
            place = place[part]
        place[last] = value
    return {one.code for one in check(ServiceDefinition.model_validate(told)) if one.level == "error"}


@pytest.mark.parametrize("id", [REPLACE, AMEND, TRANSFER])
def test_the_packs_have_none(id: str) -> None:
    assert faults(id) == set()


@pytest.mark.parametrize(
    ("id", "path", "value", "code"),
    [
        (REPLACE, "outcome.document", "email", "outcome_without_document"),
        (REPLACE, "outcome.document", "nothing", "outcome_without_document"),
        (REPLACE, "outcome.of", [], "outcome_of_nothing"),
        (REPLACE, "outcome.of.0.papers", [], "outcome_of_nothing"),
        (REPLACE, "outcome.because", None, "outcome_because"),
        (AMEND, "outcome.because", "what", "outcome_because"),
        (AMEND, "outcome.changes", {}, "outcome_changes"),
        (REPLACE, "outcome.changes", {"premises_name": "how"}, "outcome_changes"),
        (AMEND, "outcome.changes", {"premises_name": "nobody_asks"}, "unknown_name"),
        (REPLACE, "outcome.reason", "nobody_asks", "unknown_name"),
        (REPLACE, "steps.1.kind", "review", "outcome_without_decision"),
        (TRANSFER, "outcome.does", "amendment", "outcome_and_paper"),
        (REPLACE, "outcome", None, "step_incomplete"),
        (REPLACE, "form.pages.0.fields.0.prefill", "document", "prefill_without_document"),
    ],
)
def test_each_fault_is_named(id: str, path: str, value: Any, code: str) -> None:
    assert code in faults(id, (path, value))
