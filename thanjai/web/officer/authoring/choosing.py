"""What is chosen on a page of its own: conditions, formulas, and of which kind a part is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from thanjai.authoring import actions, selectors
from thanjai.authoring.actions import ChangedMeanwhile
from thanjai.domain.definition.conditions import (
    COMPARISON_WORDS,
    WITHOUT_VALUE,
    Clause,
    Comparison,
    Condition,
    Known,
    composed,
    in_words,
    known_at,
    parsed,
    value_from,
    value_typed,
)
from thanjai.domain.definition.editing import Set, Unset, value_at
from thanjai.domain.definition.outline import Field, Input, fields_of, model_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.expressions import ExpressionError, compiled
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.authoring.addresses import address_of, page_address
from thanjai.web.officer.authoring.choices import Choice
from thanjai.web.officer.authoring.findings import Finding, findings, within
from thanjai.web.officer.entry import Officer, office_page
from thanjai.web.officer.sending import mends_of, status_of
from thanjai.web.requests import typed as posted
from thanjai.web.templating import speech

MOST_CLAUSES = 12


@dataclass(frozen=True)
class Opened:
    """A condition, a formula or a part on a page of its own, as the page that leads to it shows it."""

    field: Field
    words: str
    formula: str
    findings: list[Finding]
    is_there: bool


def opened(part: Any, found: list[Finding]) -> list[Opened]:
    made = []
    for field in part.fields:
        if field.input not in (Input.CONDITION, Input.FORMULA, Input.PAGE):
            continue
        place = (*part.path, field.name)
        value = value_at(part.body, place)
        words, formula = _told(field, value, part.body, place)
        made.append(Opened(field, words, formula, within(found, place), value is not None))
    return made


def _told(field: Field, value: Any, body: Any, place: Where) -> tuple[str, str]:
    if value is None:
        return "", ""
    if field.input is Input.PAGE:
        tag = str(value.get("kind") or value.get("mode") or value.get("does") or "") if isinstance(value, dict) else ""
        return (speech().words(field.choice_words(tag)) if tag else ""), ""
    known = known_at(body, place)
    if field.input is Input.CONDITION:
        words = in_words(str(value), known)
        return (speech().words(words) if words else ""), str(value)
    ready = dict(ready_formulas(known))
    return ready.get(str(value), ""), str(value)


def ready_formulas(known: dict[str, Known]) -> list[Choice]:
    """What a value can simply be: an answer, or a part of one."""
    found: list[Choice] = []
    for name, one in known.items():
        label = speech().words(one.label)
        if one.type == "person":
            whole = f"{name}.title + {name}.given + ' ' + {name}.family"
            found.append((whole, label))
        elif one.type == "company":
            found += [(f"{name}.name", _("%(question)s: its name") % {"question": label}),
                      (f"{name}.number", _("%(question)s: its number") % {"question": label})]  # fmt: skip
        elif one.type == "address":
            place = f"{name}.subdistrict + ' ' + {name}.district + ' ' + {name}.province"
            found.append((place, _("%(question)s: subdistrict, district and province") % {"question": label}))
        elif one.type not in ("file", "map_point", "group", "bank_account", "declaration"):
            found.append((name, label))
    return found


def choosing_page(
    request: HttpRequest,
    officer: Officer,
    draft: Any,
    path: Where,
    field: Field,
    rows: list[dict[str, Any]] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Make a condition or a formula by choosing; whoever wants to types it."""
    known = known_at(draft.body, path)
    value = str(value_at(draft.body, path) or "")
    condition = parsed(value) if value else Condition(())
    if rows is None:
        rows = [_row(clause, known) for clause in condition.clauses] if condition else []
    is_readable = condition is not None and all(clause.name in known for clause in condition.clauses)
    found = findings(draft.body, selectors.reading_of(draft).problems)
    context = {
        "draft": draft, "field": field, "known": list(known.values()), "rows": rows, "value": posted(request).get("typed") or value,
        "is_readable": is_readable, "join": posted(request).get("join") or (condition.join if condition else "and"),
        "ready": ready_formulas(known), "is_condition": field.input is Input.CONDITION, "above": _above(draft, path),
        "findings": within(found, path), "comparison_words": COMPARISON_WORDS, "without_value": WITHOUT_VALUE,
        **mends_of(refusal),
    }  # fmt: skip
    return office_page(request, officer, "authoring/condition.html", context, status=status_of(refusal))


def _above(draft: Any, path: Where) -> str:
    return page_address(draft, draft.body, path[:-1]) if len(path) > 1 else page_address(draft, draft.body, path)


def _row(clause: Clause, known: dict[str, Known]) -> dict[str, Any]:
    one = known.get(clause.name)
    typed = value_typed(clause.value, one) if one else str(clause.value)
    return {"name": clause.name, "known": one, "is": clause.comparison.value, "value": typed}


def _rows(values: dict[str, str], known: dict[str, Known]) -> list[dict[str, Any]]:
    """The lines of the page as they were sent; a line without a question is none."""
    found = []
    for number in range(MOST_CLAUSES):
        name = values.get(f"name.{number}", "")
        if name in known and values.get("drop") != str(number):
            found.append(
                {
                    "name": name,
                    "known": known[name],
                    "is": values.get(f"is.{number}", ""),
                    "value": values.get(f"value.{number}", ""),
                }
            )
    return found


def chosen(request: HttpRequest, officer: Officer, draft: Any, path: Where, field: Field, base: int) -> HttpResponse:
    """Keep what was chosen or typed; or show the page again with one line more or less."""
    if field.input is Input.PAGE:
        return _kind_chosen(request, officer, draft, path, field, base)
    values = posted(request)
    known = known_at(draft.body, path)
    rows = _rows(values, known)
    command = values.get("choosing", "")
    if command == "more" or "drop" in values:
        return choosing_page(request, officer, draft, path, field, rows)
    try:
        source = _source(values, rows, field)
        operation = Set(path=path, value=source) if source else Unset(path=path)
        actions.change(actor=officer.actor, draft_id=draft.id, operation=operation, base=base)
    except ChangedMeanwhile as refusal:
        now = selectors.draft(officer.actor, UUID(str(draft.id)))
        return choosing_page(request, officer, now, path, field, rows, refusal)
    except Refusal as refusal:
        return choosing_page(request, officer, draft, path, field, rows, refusal)
    return HttpResponseRedirect(f"{_above(draft, path)}?done=kept")


def _source(values: dict[str, str], rows: list[dict[str, Any]], field: Field) -> str:
    """The formula to keep; empty for none."""
    command = values.get("choosing")
    if command == "clear":
        return ""
    if command == "typed":
        return _typed(values.get("typed", ""))
    if field.input is Input.FORMULA:
        return values.get("ready", "")
    clauses = [_clause(row, number) for number, row in enumerate(rows)]
    return composed(Condition(tuple(clauses), "or" if values.get("join") == "or" else "and"))


def _typed(source: str) -> str:
    try:
        if source:
            compiled(source)
    except ExpressionError as fault:
        raise Refusal(
            "formula_unreadable",
            Text(th=f"อ่านสูตรนี้ไม่ได้ แก้แล้วส่งใหม่: {fault}", en=f"This formula cannot be read. Mend it: {fault}"),
            field="typed",
        ) from fault
    return source


def _clause(row: dict[str, Any], number: int) -> Clause:
    known: Known = row["known"]
    try:
        comparison = Comparison(row["is"])
    except ValueError:
        comparison = known.comparisons[0]
    if comparison in WITHOUT_VALUE:
        return Clause(known.name, comparison)
    value = value_from(row["value"], known)
    if value is None:
        label = known.label
        raise Refusal(
            "clause_value",
            Text(th=f"ใส่ค่าที่เทียบกับ “{label.th}”", en=f"Give what “{label.en}” is compared with."),
            field=f"value.{number}",
        )
    return Clause(known.name, comparison, value)


def kinds_page(
    request: HttpRequest, officer: Officer, draft: Any, path: Where, field: Field, refusal: Refusal | None = None
) -> HttpResponse:
    """Of which kind a part is to be, or that there is to be one."""
    kinds = (
        [(tag, speech().words(field.choice_words(tag))) for tag, _model in field.models]
        if len(field.models) > 1
        else []
    )
    context = {"draft": draft, "field": field, "kinds": kinds, "above": _above(draft, path), **mends_of(refusal)}
    return office_page(request, officer, "authoring/kind.html", context, status=status_of(refusal))


def _kind_chosen(
    request: HttpRequest, officer: Officer, draft: Any, path: Where, field: Field, base: int
) -> HttpResponse:
    kind = request.POST.get("kind", "")
    try:
        if len(field.models) > 1 and kind not in dict(field.models):
            raise Refusal("choose_kind", Text(th="เลือกหนึ่งอย่าง", en="Choose one."), field="kind")
        value: dict[str, Any] = {"kind": kind} if len(field.models) > 1 else {}
        model = dict(field.models)[kind] if value else field.models[0][1]
        value |= {
            one.name: [] for one in fields_of(model) if one.is_required and one.input in (Input.LIST, Input.TEXTS)
        }
        draft = actions.change(actor=officer.actor, draft_id=draft.id, operation=Set(path=path, value=value), base=base)
    except Refusal as refusal:
        return kinds_page(request, officer, draft, path, field, refusal)
    is_empty = model_at(draft.body, path) is not None and kind == "none"
    return HttpResponseRedirect(_above(draft, path) if is_empty else address_of(draft, path))
