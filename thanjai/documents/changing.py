"""What a holder's request for an amendment would have their document say otherwise, judged as an officer's is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thanjai.cases.submission import InvalidAnswers
from thanjai.documents.amendable import Amendable
from thanjai.documents.models import Document
from thanjai.documents.otherwise import words_of
from thanjai.documents.versions import says_otherwise
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.expressions import value_of
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now


def changes_of(document: Document, rules: Rules, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers behind the document that become others. `rules` and `answers` are those of the request.

    Raises InvalidAnswers, each error at the question of the request from which the answer comes; Refusal
    nothing_changes.
    """
    definition = rules.definition
    assert definition.outcome is not None
    names = form.environment(definition, answers, today=bangkok_day(now()), settings=rules.settings)
    wanted = {id: value_of(source, names) for id, source in definition.outcome.changes.items()}
    found = Amendable.of(document.agency_id, document.id)
    assert found is not None
    judged = found.judged({**found.values, **{id: value for id, value in wanted.items() if value is not None}})
    if judged.errors:
        raise InvalidAnswers([_at_home(error, definition) for error in judged.errors])
    words = {**words_of(document), "answers": {**words_of(document)["answers"], **judged.answers}}
    if not says_otherwise(document, found.row, words):
        raise nothing_changes()
    return dict(judged.answers)


def _at_home(error: FieldError, definition: ServiceDefinition) -> FieldError:
    """The error at the question that was answered here; at the one that names the document where there is none."""
    assert definition.outcome is not None
    name, _dot, part = error.path.partition(".")
    source = definition.outcome.changes.get(name, "").strip()
    asked = {field.id: page.id for page in definition.form.pages for field in page.fields}
    here = source if source in asked else definition.outcome.document
    path = f"{here}.{part}" if part and here == source else here
    return FieldError(path, error.code, error.message, asked[here])


def nothing_changes() -> Refusal:
    return Refusal(
        "nothing_changes",
        Text(
            th="รายการในเอกสารยังเหมือนเดิม แก้รายการที่ต้องการก่อนแล้วส่งอีกครั้ง",
            en="The document would say the same. Change what shall be said otherwise, then send again.",
        ),
    )
