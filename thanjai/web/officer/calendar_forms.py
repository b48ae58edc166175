"""What the head types about the calendar, read into one proposal, which goes from page to page until it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from thanjai.agencies.calendar_actions import may_change
from thanjai.agencies.calendar_files import KIND_OF, read_file
from thanjai.agencies.calendars import EVERYWHERE, Scope, of_agency
from thanjai.domain.calendar_book import DayKind, DayRule, Effect, Hours, Layer
from thanjai.domain.refusals import Refusal
from thanjai.domain.regions import PROVINCES, Region
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.web.days import is_blank, read_day, typed_day
from thanjai.web.officer.entry import Officer

LONGEST_RUN: Final = 60
"""Days that one line of the form may cover."""
LONGEST_NAME: Final = 200
Values = Mapping[str, str]


class Proposal(BaseModel):
    """A change of the calendar that is looked at before it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layer: Layer
    region: str = ""
    province: str = ""
    days: tuple[DayRule, ...] = ()
    hours: Hours = ()
    reason: str
    source: str = ""

    def scope(self, officer: Officer) -> Scope:
        """Whose calendars it is about. An agency's is always the officer's own."""
        if self.layer is Layer.AGENCY:
            return of_agency(officer.agency_id)
        return Scope(self.layer, region=self.region, province=self.province)


def scopes(officer: Officer) -> list[str]:
    """For whom this officer may change calendars, as the form's choice has it; nothing for most officers."""
    found = ["agency"] if may_change(officer.actor, of_agency(officer.agency_id)) else []
    if found and may_change(officer.actor, EVERYWHERE):
        found += ["country", *(f"region/{region.value}" for region in Region)]
        found += [f"province/{name}" for names in PROVINCES.values() for name in names]
    return found


def asked_before(query: Values) -> dict[str, str]:
    """What a link to the form has filled in already: a day, what becomes of it, and for whom."""
    found = {name: query[name] for name in ("effect", "scope") if name in query}
    try:
        return {**found, **typed_day(date.fromisoformat(query.get("first", "")), "first")}
    except ValueError:
        return found


def read_proposal(officer: Officer, values: Values, file: bytes | None) -> Proposal:
    """The proposal of a form. Raises Refusal that names the input to mend; UnreadableCalendar for a file."""
    reader = _READERS.get(values.get("command", ""))
    if reader is None:
        raise Refusal("no_such_page", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))
    layer, _, place = values.get("scope", "agency").partition("/")
    if layer not in set(Layer):
        raise Refusal("scope", Text(th="เลือกว่าใช้กับหน่วยงานใด", en="Choose whom it is for."), field="scope")
    base = Proposal(
        layer=Layer(layer),
        region=place if layer == Layer.REGION else "",
        province=place if layer == Layer.PROVINCE else "",
        reason=values.get("reason", ""),
        source=values.get("source", ""),
    )
    return reader(officer, values, file, base)


def read_again(text: str) -> Proposal:
    """The proposal that a page sent back. Raises Refusal for one that no page of ours has written."""
    try:
        return Proposal.model_validate_json(text)
    except ValidationError:
        raise Refusal(
            "no_such_page", Text(th="ข้อมูลจากหน้าก่อนไม่ครบ เริ่มใหม่จากหน้าปฏิทิน", en="Start again from the calendar's page.")
        ) from None


def _days(officer: Officer, values: Values, file: bytes | None, base: Proposal) -> Proposal:
    first = read_day(values, "first")
    last = first if is_blank(values, "last") else read_day(values, "last")
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_RUN:
        raise Refusal(
            "run",
            Text(
                th=f"วันสุดท้ายต้องไม่มาก่อนวันแรก และครั้งละไม่เกิน {LONGEST_RUN} วัน",
                en=f"The last day must not come before the first, nor more than {LONGEST_RUN} days after.",
            ),
            field="last.day",
        )
    if values.get("effect") not in set(Effect):
        raise Refusal("effect", Text(th="เลือกว่าวันนั้นปิดหรือเปิด", en="Choose what becomes of the day."), field="effect")
    effect = Effect(values["effect"])
    given = values.get("kind", "")
    kind = DayKind(given) if given in set(DayKind) else KIND_OF[base.layer]
    name = None if effect is Effect.AS_BEFORE else _name(values)
    rules = [
        DayRule(day=first + timedelta(days=days), effect=effect, kind=kind, name=name, source=base.source)
        for days in range(count)
    ]
    return base.model_copy(update={"days": tuple(rules)})


def _name(values: Values) -> Text:
    thai = values.get("name_th", "")[:LONGEST_NAME]
    if not thai:
        raise Refusal(
            "name", Text(th="ตั้งชื่อวัน ผู้ยื่นคำขอจะได้อ่านชื่อนี้", en="Give the day a name; applicants read it."), field="name_th"
        )
    return Text(th=thai, en=values.get("name_en", "")[:LONGEST_NAME] or thai)


def _today(officer: Officer, values: Values, file: bytes | None, base: Proposal) -> Proposal:
    """An emergency: the office closes today. Its reason is its name."""
    if not base.reason:
        raise Refusal(
            "reason_needed",
            Text(th="ระบุเหตุที่ปิดวันนี้ เช่น น้ำท่วมสำนักงาน", en="Say why the office closes today, such as a flood."),
            field="today-reason",
        )
    name = Text(th=base.reason[:LONGEST_NAME], en=base.reason[:LONGEST_NAME])
    rule = DayRule(day=today(), effect=Effect.CLOSED, kind=DayKind.EMERGENCY, name=name, source=base.source)
    return base.model_copy(update={"days": (rule,)})


def _hours(officer: Officer, values: Values, file: bytes | None, base: Proposal) -> Proposal:
    """One span, or a morning and an afternoon."""
    names = [("opens", "closes"), ("opens_again", "closes_again")]
    spans = [(values.get(first, ""), values.get(last, "")) for first, last in names]
    found = tuple((_clock(opens), _clock(closes)) for opens, closes in spans if opens or closes)
    if not found:
        raise _wrong_hours()
    return base.model_copy(update={"hours": found})


def _clock(typed: str) -> time:
    """ "8:30", "08.30" or "08:30"."""
    hour, _, minute = typed.replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise _wrong_hours() from None


def _wrong_hours() -> Refusal:
    return Refusal(
        "hours",
        Text(th="ใส่เวลาเช่น 08:30 ให้ครบทั้งเปิดและปิด", en="Give both opening and closing, such as 08:30."),
        field="opens",
    )


def _file(officer: Officer, values: Values, file: bytes | None, base: Proposal) -> Proposal:
    if file is None:
        raise Refusal("file", Text(th="เลือกแฟ้ม CSV หรือ iCalendar", en="Choose a CSV or iCalendar file."), field="file")
    days = read_file(base.scope(officer), file)
    if not days:
        raise Refusal(
            "nothing_changes",
            Text(th="ทุกวันในแฟ้มเป็นเช่นนั้นอยู่แล้ว ไม่มีสิ่งที่ต้องเปลี่ยน", en="The calendar already says all that the file says."),
            field="file",
        )
    return base.model_copy(update={"days": days})


_Reader = Callable[[Officer, Values, bytes | None, Proposal], Proposal]
_READERS: Final[Mapping[str, _Reader]] = {
    "days": _days, "today": _today, "hours": _hours, "file": _file,
}  # fmt: skip
