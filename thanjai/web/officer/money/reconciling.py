"""Each day three ways: which days agree, and what is done about those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.definition.base import Role
from thanjai.domain.reconciling import Kind, State
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.money import differences, reconciling
from thanjai.money.reconciling import Day, Difference, Place
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.invoice import handles_money
from thanjai.web.officer.money.typed import baht_of
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms
from thanjai.web.sheets import Cell, Sheet, as_csv, plain_baht

SHOWN: Final = 31
"""Days on a page of the list."""
_BACK: Final = 400
"""So far back there are pages; the ledger's own report has what is older."""
KINDS: Final = {
    Kind.AGREES: Text(th="ตรงกัน", en="Agrees"),
    Kind.WAITS: Text(th="ยังรอรายงานหรือรายการเดินบัญชี", en="The report or the statement may still come"),
    Kind.OTHER_DAY: Text(th="วันไม่ตรงกัน", en="The days differ"),
    Kind.NOT_IN_BOOKS: Text(th="ผู้ให้บริการรับแล้ว แต่ไม่มีในบัญชี", en="At the provider, but not in the books"),
    Kind.NOT_AT_PROVIDER: Text(th="มีในบัญชี แต่ไม่มีที่ผู้ให้บริการ", en="In the books, but not at the provider"),
    Kind.AMOUNT: Text(th="จำนวนเงินไม่ตรงกัน", en="The amounts differ"),
    Kind.TWICE: Text(th="ซ้ำ", en="There twice"),
    Kind.NOT_ON_STATEMENT: Text(
        th="ยอดที่โอนมายังไม่อยู่ในรายการเดินบัญชี เกินกำหนด", en="Sent on, but overdue on the statement"
    ),
    Kind.UNKNOWN_LINE: Text(th="อยู่ในรายการเดินบัญชี แต่ไม่ทราบที่มา", en="On the statement, but unknown"),
}
PROPOSALS: Final = {
    Kind.OTHER_DAY: Text(
        th="รายการเดียวกัน ลงบัญชีคนละวัน ต่างกันหนึ่งวันช่วงเที่ยงคืนไม่ต้องทำอะไร นานกว่านั้นให้อธิบาย",
        en="The same payment, booked on another day. One day around midnight needs nothing; explain what is longer.",
    ),
    Kind.NOT_IN_BOOKS: Text(
        th="ข้อความแจ้งน่าจะหาย ถามผู้ให้บริการใหม่และรับเข้าบัญชี",
        en="Its notice was probably lost: ask the provider anew, and take it in.",
    ),
    Kind.NOT_AT_PROVIDER: Text(
        th="อ่านรายงานอีกครั้ง ถ้ายังไม่มี ให้ติดต่อผู้ให้บริการแล้วอธิบาย",
        en="Read the report again. If it is not there either, ask the provider, and explain.",
    ),
    Kind.AMOUNT: Text(
        th="เทียบกับหลักฐานของผู้ให้บริการ แล้วอธิบาย หรือขอคืนเงินหรือยกเว้นหนี้ที่หน้าใบแจ้งชำระ",
        en="Compare with the provider's evidence, and explain; or ask for a refund or a waiver on the invoice's page.",
    ),
    Kind.TWICE: Text(
        th="ตรวจว่าเงินเข้ากี่ครั้ง เงินที่บันทึกเกินขอคืนที่หน้าเงินรอจัดสรร แล้วอธิบาย",
        en="Find out how often the money came. What was booked too much is given back under Money held; then explain.",
    ),
    Kind.NOT_ON_STATEMENT: Text(
        th="นำเข้ารายการเดินบัญชีของวันเหล่านี้ ถ้ายังไม่มี ให้ติดต่อผู้ให้บริการแล้วอธิบาย",
        en="Bring in the statement of these days. If it is not there, ask the provider, and explain.",
    ),
    Kind.UNKNOWN_LINE: Text(
        th="ถ้าเป็นเงินของผู้ชำระ รับไว้รอจัดสรร ถ้าไม่ใช่ เช่น ดอกเบี้ย ให้อธิบาย",
        en="If somebody paid it, hold it until it is known for what. If not, such as interest, explain.",
    ),
}
STATES: Final = {
    State.AGREES: Text(th="ตรงกัน", en="agrees"),
    State.WAITS: Text(th="รอ", en="waits"),
    State.EXPLAINED: Text(th="อธิบายแล้ว", en="explained"),
    State.OPEN: Text(th="มีผลต่าง", en="differs"),
}
COLUMNS: Final = (
    "day", "place", "kind", "state", "references", "booked", "reported", "sent_on", "statement", "explanation", "by", "agreed_by"
)  # fmt: skip
"""Of the file; the same in every language, see the guide."""


@takes_forms
@for_officers
@when_grave
def reconciling_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Days by provider and account, newest first; the head sets up to which sum one explains alone."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") == "set_tolerance":
        try:
            differences.set_tolerance(actor=officer.actor, satang=baht_of(values, "tolerance"))
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_reconciling", "tolerance")
    last = _last(request)
    first = last - timedelta(days=SHOWN - 1)
    rows = reconciling.days_of(officer.agency_id, first, last)
    noted(officer, f"reconciling {first.isoformat()}", shown=len(rows))
    context = {
        "rows": rows, "states": STATES, "first": first, "last": last, "given": values,
        "earlier": first - timedelta(days=1) if today() - first < timedelta(days=_BACK) else None,
        "is_later_page": last < today(), "tolerance": differences.tolerance_of(officer.agency_id),
        "is_head": Role.HEAD in officer.member.roles,
    }  # fmt: skip
    return page(request, officer, "money/reconciling.html", context, refusal)


def _last(request: HttpRequest) -> date:
    """The last day of the page: today, unless an earlier one is asked for."""
    try:
        asked = date.fromisoformat(request.GET.get("until", ""))
    except ValueError:
        return today()
    return min(max(asked, today() - timedelta(days=_BACK)), today())


@takes_forms
@for_officers
@when_grave
def reconciling_day_page(request: HttpRequest, officer: Officer, day: date) -> HttpResponse:
    """What differs on a day, with what may be done about each."""
    values = posted(request) if request.method == "POST" else {}
    refusal, deed = None, _DEEDS.get(values.get("command", ""))
    if deed is not None:
        try:
            deed(officer, day, values)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_reconciling_day", values["command"], day=day)
    found = reconciling.days_of(officer.agency_id, day, day)
    places = found[0].places if found else ()
    noted(officer, f"reconciling {day.isoformat()}", shown=sum(len(one.rows) for one in places))
    groups = [row.group for place in places for row in place.rows]
    context = {
        "day": day, "places": [(place, *_sorted(place)) for place in places], "kinds": KINDS, "proposals": PROPOSALS,
        "states": STATES, "before": reconciling.explained_before(officer.agency_id, day, groups), "given": values,
        "may_act": handles_money(officer), "tolerance": differences.tolerance_of(officer.agency_id), "titles": {
            place.id: place.title for place in places}, "is_head": Role.HEAD in officer.member.roles,
    }  # fmt: skip
    return page(request, officer, "money/reconciling_day.html", context, refusal)


def _sorted(place: Place) -> tuple[list[Difference], list[Difference]]:
    """What somebody must look at, and the rest."""
    first = [row for row in place.rows if row.group.kind not in (Kind.AGREES, Kind.WAITS)]
    return first, [row for row in place.rows if row.group.kind in (Kind.AGREES, Kind.WAITS)]


def _explain(officer: Officer, day: date, values: Typed) -> None:
    differences.explain(actor=officer.actor, day=day, key=values.get("key", ""), words=values.get("words", ""))


def _take(officer: Officer, _day: date, values: Typed) -> None:
    differences.take_lost(
        actor=officer.actor, provider_id=values.get("provider", ""), reference=values.get("reference", "")
    )


def _hold(officer: Officer, _day: date, values: Typed) -> None:
    differences.hold_line(actor=officer.actor, line_id=chosen(values.get("line", ""), "line"))


def _read(officer: Officer, day: date, values: Typed) -> None:
    differences.read_again(actor=officer.actor, provider_id=values.get("provider", ""), day=day)


def _agree(officer: Officer, _day: date, values: Typed) -> None:
    _decide(officer, values, agree=True)


def _refuse(officer: Officer, _day: date, values: Typed) -> None:
    _decide(officer, values, agree=False)


def _decide(officer: Officer, values: Typed, *, agree: bool) -> None:
    explanation: UUID = chosen(values.get("explanation", ""), "explanation")
    differences.decide(actor=officer.actor, explanation_id=explanation, agree=agree)


_DEEDS: Final[dict[str, Callable[[Officer, date, Typed], None]]] = {
    "explain": _explain, "take_lost": _take, "hold_line": _hold, "read_report": _read,
    "agree_difference": _agree, "refuse_difference": _refuse,
}  # fmt: skip


@require_safe
@for_officers
def reconciling_csv(request: HttpRequest, officer: Officer) -> FileResponse:
    """Every group of the days of a page, in the columns that the guide describes."""
    last = _last(request)
    rows = reconciling.days_of(officer.agency_id, last - timedelta(days=SHOWN - 1), last)
    name = f"reconciling-{last.isoformat()}"
    noted(officer, f"csv {name}", shown=len(rows))
    return as_csv(Sheet(name=name, title=name, header=COLUMNS, rows=_lines(rows)))


def _lines(rows: list[Day]) -> Iterator[list[Cell]]:
    for day in rows:
        for place in day.places:
            for row in place.rows:
                yield [day.day, place.title.th, row.group.kind.value, row.state.value, *_cells(row)]


def _cells(row: Difference) -> list[Cell]:
    group, said = row.group, row.said
    references = dict.fromkeys(one.reference for one in (*group.booked, *group.reported, *group.settled))
    sides = (group.booked, group.reported, group.settled, group.lines)
    return [
        " ".join(references), *(plain_baht(sum(one.satang for one in side)) if side else "" for side in sides),
        said.words if said else "", said.by_name if said else "", said.decided_by_name if said else "",
    ]  # fmt: skip
