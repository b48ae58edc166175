"""What a version of a document says otherwise than the case from which it was issued."""

from __future__ import annotations

from typing import Any

from thanjai.cases import selectors as cases
from thanjai.documents.models import Amendment, Document
from thanjai.domain.case import Case


def words_of(document: Document) -> dict[str, Any]:
    """The answers, and the findings by step, that earlier amendments have put in place of those of the case."""
    if document.version == 1:
        return {"answers": {}, "findings": {}}
    order = Amendment.objects.select_related("document__case").get(made_id=document.id)
    return {"answers": {}, "findings": {}, **order.words}


def case_of(document: Document, row: Any) -> Case:
    """The case as this version knows it. `row` is its case."""
    words = words_of(document)
    return told_otherwise(cases.domain_case(row), words["answers"], words["findings"])


def told_otherwise(case: Case, answers: dict[str, Any], findings: dict[str, Any]) -> Case:
    """The case with some answers, and some findings by step, in place of its own."""
    steps = {
        id: step.model_copy(update={"findings": {**step.findings, **findings.get(id, {})}})
        for id, step in case.steps.items()
    }
    return case.model_copy(update={"answers": {**case.answers, **answers}, "steps": steps})
