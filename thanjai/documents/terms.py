"""How a document is renewed, by its service's definition and the agency's settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from thanjai.catalogue.selectors import definition_of, rules_for
from thanjai.documents.models import Document
from thanjai.documents.otherwise import case_of
from thanjai.domain import fees
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.papers import Renewal, Replacement
from thanjai.domain.renewal import Terms
from thanjai.domain.text import Text


def rules_of(document: Document, row: Any) -> Rules:
    """What the document is judged by. `row` is its case."""
    return rules_for(row.version_id, document.agency_id)


def renewal_of(document: Document, row: Any) -> Renewal | None:
    """What the definition says of renewing this paper; None where it cannot be renewed."""
    return definition_of(row.version_id).paper(document.paper).renewal


def replacement_of(document: Document, row: Any) -> Replacement | None:
    """What the definition says of replacing this paper; None where it says nothing, and so asks for nothing."""
    return definition_of(row.version_id).paper(document.paper).replacement


def terms_of(document: Document, row: Any, at: datetime) -> Terms | None:
    """The terms of renewal at this agency; None where the paper cannot be renewed."""
    rules, renewal = rules_of(document, row), renewal_of(document, row)
    if renewal is None or document.valid_until is None:
        return None
    mode: Literal["application", "payment"] = renewal.mode
    if mode == "payment" and not rules.holds(renewal.when, case_of(document, row), bangkok_day(at)):
        mode = "application"
    term = rules.definition.paper(document.paper).validity
    return Terms(mode, term, renewal.remind_days, _late(rules, renewal))


def _late(rules: Rules, renewal: Renewal) -> Text | None:
    """What the law adds to a fee paid late, with the law that says so."""
    late = next((fee.late for fee in rules.definition.fees if fee.id == renewal.fee), None)
    if late is None:
        return None
    return Text(
        th=f"ร้อยละ {late.percent} ({late.source.th})",
        en=f"{late.percent} per cent ({late.source.en})",
    )


def price_of(document: Document, row: Any, at: datetime) -> fees.Assessment:
    """What another period costs, by the agency's present figures. Raises Refusal when it cannot be worked out."""
    renewal = renewal_of(document, row)
    return _fee(document, row, at, renewal.fee if renewal else None)


def replacement_price(document: Document, row: Any, at: datetime) -> fees.Assessment:
    """What a replacement costs, by the agency's present figures. Raises Refusal when it cannot be worked out."""
    told = replacement_of(document, row)
    return _fee(document, row, at, told.fee if told else None)


def _fee(document: Document, row: Any, at: datetime, fee: str | None) -> fees.Assessment:
    if fee is None:
        return fees.Assessment(())
    rules = rules_of(document, row)
    environment = rules.environment(case_of(document, row), bangkok_day(at))
    return fees.assess(rules.definition, [fee], environment, rules.settings)
