"""Lists of officers: an officer of the agency asks for all of them, and another, its head, grants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies import people
from thanjai.agencies.selectors import head_of, officer_of, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.intake.judged import Judged, Verdict
from thanjai.domain.intake.officer_rows import COLUMNS, judged_officers
from thanjai.domain.intake.table import Table
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake.models import DONE, KEPT, REFUSED, UNDONE, Intake, Line
from thanjai.kernel.tenancy import Actor, Kind

__all__ = ["COLUMNS", "built_on", "check", "enter", "judged", "take_back"]


def check(actor: Actor) -> None:
    officer_of(actor)


def judged(agency: UUID | None, table: Table) -> list[Judged]:
    assert agency is not None
    there = {email: said for email, (_person, said) in _serving(agency).items()}
    heads = {
        (one.person.email or str(one.person_id)).lower() for one in officers_of(agency) if Role.HEAD in one.granted
    }
    return list(judged_officers(table.rows, there, people.waiting_for(agency), heads))


def _serving(agency: UUID) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Who serves in the agency and what is known of them, by their addresses."""
    return {
        member.person.email.lower(): (
            member.person,
            {
                "email": member.person.email.lower(), "name": member.person.name, "phone": member.phone,
                "unit": member.unit_th, "unit_en": member.unit_en, "position": member.position_th,
                "position_en": member.position_en, "roles": list(member.granted),
            },
        )
        for member in officers_of(agency)
        if member.person.email
    }  # fmt: skip


def enter(intake: Intake, lines: Sequence[Line]) -> None:
    """Each as one who asks and one who grants would do it singly. Raises Refusal where one of the two may no more."""
    asks, grants = _actor(intake, intake.brought_by), _actor(intake, intake.confirmed_by)
    officer_of(asks)
    head_of(grants)
    assert intake.agency_id is not None
    serving = _serving(intake.agency_id)
    for line in lines:
        known = serving.get(line.key, (None, {}))[1]
        if any(known.get(name) != value for name, value in line.before.items()) or (not line.before and known):
            line.over(REFUSED, _CHANGED_MEANWHILE)
            continue
        try:
            with transaction.atomic():
                rights = _rights({**known, **line.facts}, line.key)
                change = people.ask_for_rights(actor=asks, rights=rights, reason=intake.reason)
                people.decide_rights(
                    actor=grants, change_id=change.id, grant=True, exception=intake.exception, is_settled=True
                )
            line.over(DONE)
        except Refusal as refusal:
            line.over(REFUSED, refusal.message)


def _rights(facts: Mapping[str, Any], email: str) -> people.Rights:
    words = {name: facts[name] for name in ("name", "unit", "unit_en", "position", "position_en", "phone")}
    return people.Rights(email=email, roles=tuple(facts["roles"]), **words)


def _actor(intake: Intake, person: UUID | None) -> Actor:
    names = {intake.brought_by: intake.brought_by_name, intake.confirmed_by: intake.confirmed_by_name}
    return Actor(Kind.OFFICER, agency=intake.agency_id, person=person, name=names.get(person, intake.undone_by_name))


def built_on(intake: Intake, lines: Sequence[Line]) -> Mapping[int, Text]:
    """Those who have signed in since, whose rights were changed again, or who served here before."""
    assert intake.agency_id is not None
    serving, found = _serving(intake.agency_id), {}
    for line in lines:
        person, said = serving.get(line.key, (None, {}))
        if line.verdict != Verdict.NEW:
            found[line.id] = _SERVED_BEFORE
        elif person is None or any(said[name] != value for name, value in line.facts.items() if name != "name"):
            found[line.id] = _GONE if person is None else _CHANGED_SINCE
        elif person.last_login and intake.confirmed_at and person.last_login >= intake.confirmed_at:
            found[line.id] = _SIGNED_IN
    return found


def take_back(intake: Intake, lines: Sequence[Line]) -> None:
    """Their rights end, as when the head ends them singly. Raises Refusal where whoever undoes it is no head any more."""
    head = head_of(_actor(intake, intake.undone_by))
    reasons, serving = built_on(intake, lines), _serving(head.agency_id)
    for line in lines:
        if line.id in reasons:
            line.over(KEPT, reasons[line.id])
            continue
        try:
            with transaction.atomic():
                people.end_serving(
                    head, intake.undone_by_name, serving[line.key][0].id, f"ยกเลิกการนำเข้า {intake.file_name}"
                )
            line.over(UNDONE)
        except Refusal as refusal:
            line.over(KEPT, refusal.message)


_CHANGED_MEANWHILE: Final = Text(
    th="สิทธิของผู้นี้เปลี่ยนไปหลังจากตรวจไฟล์ ตรวจไฟล์ใหม่อีกครั้ง",
    en="The rights of this person have changed since the list was judged. Hand the list in again.",
)
_SERVED_BEFORE: Final = Text(
    th="ปฏิบัติงานอยู่ก่อนแล้ว ขอสิทธิเดิมเป็นรายคน", en="They served here before. Ask for their earlier rights singly."
)
_CHANGED_SINCE: Final = Text(
    th="สิทธิเปลี่ยนไปอีกหลังจากนำเข้า ยุติเป็นรายคน", en="Their rights were changed again since. End them singly."
)
_GONE: Final = Text(th="ไม่ได้ปฏิบัติงานแล้ว", en="They serve here no more.")
_SIGNED_IN: Final = Text(
    th="เข้าสู่ระบบแล้วหลังจากนำเข้า ยุติสิทธิเป็นรายคน", en="They have signed in since. End their rights singly."
)
