"""Changing calendars: each change is a row with who, when, why and by what source, and makes a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from thanjai.agencies.calendars import FIRST_YEAR, Scope, calendar_for, in_scope, last_year, of_agency, said
from thanjai.agencies.events import CalendarChanged
from thanjai.agencies.models import Agency, CalendarChange
from thanjai.agencies.selectors import membership
from thanjai.domain.calendar_book import DayKind, DayRule, Effect, Hours, HoursRule, Layer, computed, new_in
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.holidays_base import SOURCE as BASE_SOURCE
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, today
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

DAYS_BACK: Final = 30
"""How long ago a day may lie that an office changes: an emergency is entered late, but nobody rewrites last year."""
MOST_DAYS: Final = 400
LONGEST_REASON: Final = 500
LONGEST_SOURCE: Final = 300
_LOCK: Final = 4712
"""One change at a time gets a number, so that numbers follow the order of commits."""


def may_change(actor: Actor, scope: Scope) -> bool:
    """The head for the own agency; the head of the oversight agency for all, a region or a province; the platform."""
    if actor.kind is Kind.WORKER:
        return actor.agency is None
    if actor.kind is not Kind.OFFICER or actor.agency is None or actor.person is None:
        return False
    member = membership(actor.person, actor.agency)
    if member is None or Role.HEAD not in member.roles:
        return False
    if scope.layer is Layer.AGENCY:
        return scope.agency == actor.agency
    return scope.layer is not Layer.BASE and member.agency.kind == AgencyKind.OVERSIGHT


def proposal(
    *, actor: Actor, scope: Scope, days: Sequence[DayRule] = (), hours: Hours = (), reason: str, source: str = ""
) -> tuple[tuple[DayRule, ...], HoursRule | None]:
    """What a change would bring that is new: its days and its hours. Raises Refusal when it may not be made."""
    if not may_change(actor, scope):
        raise Refusal(
            "not_allowed",
            Text(
                th="เฉพาะหัวหน้าหน่วยงานเปลี่ยนปฏิทินได้ โปรดแจ้งหัวหน้าหน่วยงานของท่าน",
                en="Only the head of the agency may change its calendar. Ask the head of your agency.",
            ),
        )
    _check_words(scope, reason, source)
    _check_days(actor, days)
    new_days, new_hours = new_in(said(scope), days), _new_hours(scope, hours)
    if not new_days and new_hours is None:
        raise Refusal(
            "nothing_changes",
            Text(
                th="ปฏิทินเป็นเช่นนี้อยู่แล้ว ไม่มีสิ่งที่ต้องเปลี่ยน ตรวจวันที่และผลที่เลือก",
                en="The calendar says this already. Check the days and what they become.",
            ),
            field="day",
        )
    return new_days, new_hours


@transaction.atomic
def change_calendar(
    *, actor: Actor, scope: Scope, days: Sequence[DayRule] = (), hours: Hours = (), reason: str, source: str = ""
) -> CalendarChange:
    """Change the calendars of a scope. Open cases are counted anew by jobs. Raises Refusal; then nothing changed."""
    new_days, new_hours = proposal(actor=actor, scope=scope, days=days, hours=hours, reason=reason, source=source)
    with acting_as(PLATFORM):
        row = _write(actor, scope, new_days, reason.strip(), source.strip(), hours=new_hours)
        if new_hours is not None and scope.agency is not None:
            opens, closes = new_hours.after[0][0], new_hours.after[-1][1]
            Agency.objects.filter(pk=scope.agency).update(opens_at=opens, closes_at=closes)
    forget()
    publish(CalendarChanged(row.number, scope, tuple(rule.day for rule in new_days)))
    return row


def set_calendar_day(*, agency: UUID | None, day: date, name: Text, source: str, is_open: bool = False) -> None:
    """As the platform: close a day, or keep it open; for one agency, or for all when `agency` is None."""
    scope = Scope(Layer.COUNTRY) if agency is None else of_agency(agency)
    kind = DayKind.SPECIAL if agency is None else DayKind.LOCAL
    effect = Effect.OPEN if is_open else Effect.CLOSED
    rule = DayRule(day=day, effect=effect, kind=kind, name=name, source=source)
    if new_in(said(scope), [rule]):
        change_calendar(actor=PLATFORM, scope=scope, days=[rule], reason=name.th, source=source)


@transaction.atomic
def take_base_years() -> CalendarChange | None:
    """Write down the base of years not yet written, and what a new edition of the library says of days to come.

    From then on these years are data: an edition that changes its mind makes a change that everybody sees, and
    days gone by stay as they were counted. None when there is nothing new.
    """
    scope = Scope(Layer.BASE)
    years = range(FIRST_YEAR, last_year() + 1)
    with acting_as(PLATFORM):
        written = {year for row in in_scope(scope) for year in row.years}
        before = said(scope)
        wanted = {day: ruling for year in years for day, ruling in computed(year).items()}
        rules = [
            DayRule(day=day, effect=Effect.CLOSED, kind=DayKind.BASE, name=ruling.name, source=BASE_SOURCE)
            for day, ruling in sorted(wanted.items())
            if day.year not in written or (day >= today() and (day not in before or before[day].name != ruling.name))
        ]
        rules += [DayRule(day=day, effect=Effect.AS_BEFORE) for day in before if day >= today() and day not in wanted]
        if not rules:
            return None
        brought = [year for year in years if year not in written]
        reason = "วันหยุดราชการตามปฏิทินพื้นฐาน (base years)"
        row = _write(PLATFORM, scope, tuple(rules), reason, BASE_SOURCE, years=brought)
    forget()
    moved = tuple(rule.day for rule in rules if rule.day.year in written)
    if moved:
        publish(CalendarChanged(row.number, scope, moved))
    return row


def _check_words(scope: Scope, reason: str, source: str) -> None:
    if not reason.strip():
        raise Refusal(
            "reason_needed",
            Text(
                th="ระบุเหตุผล ผู้ยื่นคำขอที่กำหนดเวลาเลื่อนจะได้อ่าน", en="Give the reason; applicants whose dates move read it."
            ),
            field="reason",
        )
    if len(reason) > LONGEST_REASON or len(source) > LONGEST_SOURCE:
        raise Refusal("too_long", Text(th="ข้อความยาวเกินไป", en="The text is too long."), field="reason")
    if scope.layer is not Layer.AGENCY and not source.strip():
        raise Refusal(
            "source_needed",
            Text(
                th="ระบุมติคณะรัฐมนตรีหรือประกาศที่กำหนดวันเหล่านี้",
                en="Name the resolution or announcement that gives these days.",
            ),
            field="source",
        )


def _check_days(actor: Actor, days: Sequence[DayRule]) -> None:
    first, last = date(FIRST_YEAR, 1, 1), date(last_year(), 12, 31)
    if len(days) > MOST_DAYS:
        raise Refusal(
            "too_many_days",
            Text(th=f"เปลี่ยนได้ครั้งละไม่เกิน {MOST_DAYS} วัน", en=f"At most {MOST_DAYS} days can be changed at once."),
            field="day",
        )
    if actor.kind is Kind.OFFICER:
        first = today() - timedelta(days=DAYS_BACK)
    outside = next((rule.day for rule in days if not first <= rule.day <= last), None)
    if outside is not None:
        raise Refusal(
            "day_outside",
            Text(
                th=f"เปลี่ยนวันที่ {outside.isoformat()} ไม่ได้ เลือกวันตั้งแต่ {first.isoformat()} ถึง {last.isoformat()}",
                en=f"{outside.isoformat()} cannot be changed. Choose days from {first.isoformat()} to {last.isoformat()}.",
            ),
            field="day",
        )


def _new_hours(scope: Scope, hours: Hours) -> HoursRule | None:
    """The change of hours, where there is one. Only an agency has hours."""
    if not hours or scope.agency is None:
        return None
    before = calendar_for(scope.agency).hours
    if before == hours:
        return None
    try:
        Calendar("hours", hours=hours)
    except ValueError:
        raise Refusal(
            "hours_order",
            Text(
                th="เวลาเปิดต้องมาก่อนเวลาปิด และช่วงบ่ายต้องเริ่มหลังช่วงเช้า เช่น 08:30–12:00 และ 13:00–16:30",
                en="Opening comes before closing, and the afternoon after the morning: 08:30–12:00 and 13:00–16:30.",
            ),
            field="hours",
        ) from None
    return HoursRule(before=before, after=hours)


def _write(
    actor: Actor,
    scope: Scope,
    days: tuple[DayRule, ...],
    reason: str,
    source: str,
    *,
    hours: HoursRule | None = None,
    years: Sequence[int] = (),
) -> CalendarChange:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    number = (CalendarChange.objects.aggregate(Max("number"))["number__max"] or 0) + 1
    return CalendarChange.objects.create(
        number=number, layer=scope.layer.value, agency_id=scope.agency, region=scope.region, province=scope.province,
        days=[rule.model_dump(mode="json") for rule in days],
        hours=None if hours is None else hours.model_dump(mode="json"), years=list(years),
        reason=reason, source=source, actor_id=actor.person, actor_name=actor.name, at=now(),
    )  # fmt: skip
