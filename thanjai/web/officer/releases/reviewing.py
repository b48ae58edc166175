"""A review: what is different, what the checks find, comments at their place, the verdict, and when it is published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.authoring.selectors import draft as draft_of
from thanjai.domain.buddhist import BANGKOK
from thanjai.domain.definition.difference import Change
from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.risk import REVIEWS, RiskClass
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.publishing import planning, selectors
from thanjai.publishing import reviewing as actions
from thanjai.web.days import read_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.releases.handing_in import judged
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms

WHOLE: Final = Text(th="ทั้งบริการ", en="The whole service")


@takes_forms
@for_officers
@when_grave
def review_page(request: HttpRequest, officer: Officer, review: UUID) -> HttpResponse:
    """One review. Its forms each name their command; publishing and approving ask for a fresh proof."""
    values = posted(request) if request.method == "POST" else {}
    command, refusal = values.get("command", ""), None
    if request.method == "POST":
        selectors.review(officer.actor, review)
        try:
            deed = _DEEDS.get(command)
            if deed is not None:
                deed(officer, review, values)
            return done("office_release", command if deed else "", review=review)
        except Refusal as raised:
            refusal = raised
    row = selectors.review(officer.actor, review)
    return page(request, officer, "releases/one.html", _context(officer, row, values), refusal)


def _context(officer: Officer, row: Any, values: Typed) -> dict[str, Any]:
    draft = draft_of(officer.actor, row.draft_id)
    said = judged(draft)
    risk = RiskClass(row.risk)
    return {
        "review": row,
        "draft": draft,
        "asked": REVIEWS[risk],
        "lacking": selectors.lacking(row),
        "verdicts": selectors.verdict_rows(row),
        "comments": selectors.comments_of(row),
        "releases": selectors.releases_of(row),
        "places": [(write_where(where), words) for where, words in _places(said)],
        "given": values,
        "command": values.get("command", ""),
        **said,
    }


def _places(said: Mapping[str, Any]) -> list[tuple[Where, Text]]:
    """Where one may comment: every place that is different, or every part where all is new."""
    changes: list[Change] = [change for _section, inside in said.get("sections") or () for change in inside]
    found: dict[Where, Text] = {(): WHOLE} | {change.where: change.at for change in changes}
    if said.get("sections") is None:
        found |= {(key,): key_words("ServiceDefinition", key) for key in ServiceDefinition.model_fields}
    return list(found.items())


def write_where(where: Where) -> str:
    return json.dumps(where)


def _place(officer: Officer, review: UUID, typed: str) -> tuple[Where, Text]:
    """The place that was chosen. Raises Refusal for one that is not there."""
    row = selectors.review(officer.actor, review)
    for where, words in _places(judged(draft_of(officer.actor, row.draft_id))):
        if write_where(where) == typed:
            return where, words
    raise Refusal("choose_where", Text(th="เลือกจากรายการ", en="Choose one from the list."), field="where")


def _comment(officer: Officer, review: UUID, values: Typed) -> None:
    where, place = _place(officer, review, values.get("where", ""))
    actions.comment(actor=officer.actor, review_id=review, where=where, place=place, text=values.get("text", ""))


def _approve(officer: Officer, review: UUID, values: Typed) -> None:
    actions.give_verdict(
        actor=officer.actor, review_id=review, approves=True, legal="legal" in values, reasons=values.get("words", "")
    )  # fmt: skip


def _send_back(officer: Officer, review: UUID, values: Typed) -> None:
    actions.give_verdict(actor=officer.actor, review_id=review, approves=False, reasons=values.get("reasons", ""))


def _take_back(officer: Officer, review: UUID, _values: Typed) -> None:
    actions.take_back(actor=officer.actor, review_id=review)


def _publish(officer: Officer, review: UUID, _values: Typed) -> None:
    planning.plan(actor=officer.actor, review_id=review)


def _publish_at(officer: Officer, review: UUID, values: Typed) -> None:
    planning.plan(actor=officer.actor, review_id=review, at=_moment(values))


def _call_off(officer: Officer, _review: UUID, values: Typed) -> None:
    planning.call_off(actor=officer.actor, release_id=chosen(values.get("release", ""), "release"))


def _reopen(officer: Officer, review: UUID, _values: Typed) -> None:
    planning.reopen(actor=officer.actor, review_id=review)


def _moment(values: Typed) -> datetime:
    """The day and the time of day that were typed, in Bangkok."""
    day = read_day(values, "at")
    try:
        hour = time.fromisoformat(values.get("at_time", "").replace(".", ":"))
    except ValueError:
        raise Refusal(
            "time_of_day", Text(th="พิมพ์เวลา เช่น 09:30", en="Type the time of day, such as 09:30."), field="at_time"
        ) from None
    return datetime.combine(day, hour.replace(tzinfo=None), BANGKOK)


_DEEDS: Final[dict[str, Callable[[Officer, UUID, Typed], None]]] = {
    "comment": _comment, "approve": _approve, "send_back": _send_back, "take_back": _take_back,
    "publish": _publish, "publish_at": _publish_at, "call_off": _call_off, "reopen": _reopen,
}  # fmt: skip
