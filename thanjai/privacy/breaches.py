"""The register of breaches: recorded, judged, told within 72 hours or not told for a reason, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, name_of, officers_of
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.selectors import case_by_number
from thanjai.domain import breach as rules
from thanjai.domain.breach import Risk
from thanjai.domain.buddhist import bangkok_day, buddhist_year, format_moment
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.datakeys import new_data_key
from thanjai.kernel.ids import new_id
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.messaging.actions import send_email
from thanjai.privacy.models import Breach, BreachStep
from thanjai.privacy.offices import in_charge, office_for

FACTS: Final = ("what", "data", "cause", "measures")
MOST_LETTERS: Final = 2_000


@dataclass(frozen=True)
class Told:
    """What happened, as whoever found it tells it."""

    title: str
    known_at: datetime
    risk: str
    people: int
    what: str
    data: str
    cause: str = ""
    measures: str = ""


@transaction.atomic
def record(*, actor: Actor, told: Told) -> Breach:
    """Enter a breach. Its 72 hours run from `known_at`. Raises Refusal that names the field."""
    agency_id = in_charge(actor)
    for field in ("title", "what", "data"):
        _given(getattr(told, field), field)
    moment = now()
    if told.known_at > moment:
        raise Refusal(
            "in_future",
            Text(th="เวลาที่ทราบเหตุต้องไม่อยู่ในอนาคต", en="It cannot become known in the future"),
            field="known_at",
        )
    year = buddhist_year(bangkok_day(moment))
    serial = next_number(agency_id, f"breach/{year}")
    breach = Breach(
        id=new_id(), agency_id=agency_id, number=f"BR-{agency_by_id(agency_id).code}-{year}-{serial:03}",
        title=told.title.strip()[:200], known_at=told.known_at, due_at=rules.due(told.known_at), risk=_risk(told.risk),
        people=told.people, sealed_key=new_data_key(),
    )  # fmt: skip
    breach.facts = {name: str(getattr(told, name)).strip()[:5000] for name in FACTS}
    breach.reminded = rules.reminders_by(told.known_at, moment)
    breach.save(force_insert=True)
    _step(breach, actor, "recorded", told.title)
    return breach


@transaction.atomic
def judge(*, actor: Actor, breach_id: UUID, risk: str, people: int, note: str) -> None:
    """The risk, or how many people, is seen otherwise now."""
    breach = _open(actor, breach_id)
    breach.risk, breach.people = _risk(risk), people
    breach.save(update_fields=["risk", "people"])
    _step(breach, actor, "judged", f"{breach.risk}, {people}: {_given(note, 'note')}")


@transaction.atomic
def tell_committee(*, actor: Actor, breach_id: UUID, at: datetime, reference: str, late_reason: str = "") -> None:
    """The Committee's office was told. After the 72 hours the reason for being late goes with it."""
    breach = _open(actor, breach_id)
    if not breach.known_at <= at <= now():
        raise Refusal(
            "told_when",
            Text(th="ต้องไม่ก่อนทราบเหตุและไม่อยู่ในอนาคต", en="Not before it was known, nor in the future"),
            field="at",
        )
    if at > breach.due_at:
        _given(late_reason, "late_reason")
    breach.told_at, breach.told_reference = at, _given(reference, "reference")[:120]
    breach.late_reason = late_reason.strip()[:1000]
    breach.save(update_fields=["told_at", "told_reference", "late_reason"])
    _step(breach, actor, "told", f"{reference} {late_reason}".strip())


@transaction.atomic
def tell_nobody(*, actor: Actor, breach_id: UUID, reason: str) -> None:
    """There is no risk, so the Committee's office is not told: the reason stays."""
    breach = _open(actor, breach_id)
    if breach.risk != Risk.NONE:
        raise Refusal(
            "must_tell",
            Text(th="มีความเสี่ยงจึงต้องแจ้ง ถ้าไม่มีให้แก้การประเมินก่อน", en="There is a risk, so it must be told. If there is none, judge it so first"),
            field="reason",
        )  # fmt: skip
    breach.not_told_reason = _given(reason, "reason")[:1000]
    breach.save(update_fields=["not_told_reason"])
    _step(breach, actor, "not_told", reason)


@dataclass(frozen=True)
class Written:
    """What became of the letters: to how many, and the numbers of cases whose people must be reached otherwise."""

    sent: int
    unreached: tuple[str, ...]


@transaction.atomic
def tell_people(*, actor: Actor, breach_id: UUID, how: str, numbers: Sequence[str] = (), words: str = "") -> Written:
    """The people concerned were told, and those behind these cases are written to now; each once."""
    breach = _open(actor, breach_id)
    if numbers:
        _given(words, "words")
    sent, unreached = 0, []
    for number in list(dict.fromkeys(numbers))[:MOST_LETTERS]:
        if _write(breach, number, words):
            sent += 1
        else:
            unreached.append(number)
    breach.people_told_at, breach.people_told_how = now(), _given(how, "how")[:1000]
    breach.save(update_fields=["people_told_at", "people_told_how"])
    _step(breach, actor, "people_told", f"{how} ({sent})")
    return Written(sent, tuple(unreached))


def _write(breach: Breach, number: str, words: str) -> bool:
    try:
        row = case_by_number(number)
    except Refusal:
        return False
    if row is None or row.agency_id != breach.agency_id or not row.email:
        return False
    subject = Text(th="แจ้งเหตุละเมิดข้อมูลส่วนบุคคลของท่าน", en="A breach of your personal data")
    with acting_as(worker_at(breach.agency_id)):
        write_to_applicant(row, key=f"breach/{breach.id}/{row.id}", subject=subject, words=Text(th=words, en=words))
    return True


@transaction.atomic
def note(*, actor: Actor, breach_id: UUID, text: str) -> None:
    breach = _open(actor, breach_id)
    _step(breach, actor, "noted", _given(text, "note"))


@transaction.atomic
def close(*, actor: Actor, breach_id: UUID, note: str) -> None:
    """Nothing more is to be done. Raises Refusal that says what still is."""
    breach = _open(actor, breach_id)
    missing = rules.missing_to_close(
        Risk(breach.risk), told=breach.told_at is not None, excused=bool(breach.not_told_reason),
        people_told=breach.people_told_at is not None,
    )  # fmt: skip
    if missing is not None:
        raise Refusal("not_done_yet", missing, field="closing")
    breach.closed_at = now()
    breach.save(update_fields=["closed_at"])
    _step(breach, actor, "closed", _given(note, "closing"))


def breaches_of(actor: Actor) -> list[Breach]:
    """The open ones by what is due first, then the closed ones, newest first. Raises Refusal."""
    found = Breach.objects.filter(agency_id=in_charge(actor))
    return [*found.filter(closed_at=None).order_by("due_at"), *found.exclude(closed_at=None).order_by("-closed_at")]


def breach_of(actor: Actor, id: UUID) -> tuple[Breach, list[BreachStep]]:
    """One, with what was done about it. Raises Refusal."""
    breach = Breach.objects.filter(pk=id, agency_id=in_charge(actor)).first()
    if breach is None:
        raise Refusal("no_such_page", Text(th="ไม่มีเหตุนี้ในทะเบียน", en="There is no such breach in the register."))
    return breach, list(breach.steps.order_by("id"))


def remind() -> int:
    """Remind those in charge of breaches that still must be told; how many letters."""
    with acting_as(PLATFORM), transaction.atomic():
        running = list(Breach.objects.filter(closed_at=None, told_at=None, not_told_reason=""))
    return sum(_remind(one.id, one.agency_id) for one in running)


def _remind(id: UUID, agency_id: UUID) -> int:
    with acting_as(worker_at(agency_id)), transaction.atomic():
        breach = Breach.objects.select_for_update(of=("self",)).get(pk=id)
        owed = rules.reminders_by(breach.known_at, now())
        if owed <= breach.reminded:
            return 0
        breach.reminded = owed
        breach.save(update_fields=["reminded"])
        left = rules.left_words(breach.due_at, now())
        agency = name_of(agency_by_id(agency_id))
        body = (
            f"{breach.number} {breach.title}\n{left.th} ({format_moment(breach.due_at, 'th')})\n{rules.SOURCE.th}\n\n"
            f"{left.en} ({format_moment(breach.due_at, 'en')})\n{rules.SOURCE.en}\n\n{agency.th}"
        )
        people = _in_charge_of(agency_id)
        for to in people:
            send_email(
                agency_id=agency_id, subject_id=breach.id, key=f"breach/{breach.id}/{owed}/{to}"[:120], to=to,
                subject=f"เหตุละเมิดข้อมูลส่วนบุคคล {breach.number}: {left.th}", body=body,
            )  # fmt: skip
        return len(people)


def _in_charge_of(agency_id: UUID) -> list[str]:
    heads = [member.person.email for member in officers_of(agency_id, Role.HEAD)]
    named = office_for(agency_id).officer_email
    return list(dict.fromkeys([*([named] if named else []), *heads]))


def _open(actor: Actor, id: UUID) -> Breach:
    agency_id = in_charge(actor)
    breach = Breach.objects.select_for_update(of=("self",)).filter(pk=id, agency_id=agency_id).first()
    if breach is None:
        raise Refusal("no_such_page", Text(th="ไม่มีเหตุนี้ในทะเบียน", en="There is no such breach in the register."))
    if breach.closed_at is not None:
        raise Refusal("closed", Text(th="เหตุนี้ปิดแล้ว", en="This breach is closed."))
    return breach


def _risk(text: str) -> str:
    if text not in {risk.value for risk in Risk}:
        raise Refusal("risk", Text(th="เลือกระดับความเสี่ยง", en="Choose the risk"), field="risk")
    return text


def _given(text: str, field: str) -> str:
    if not text.strip():
        raise Refusal(f"{field}_needed", Text(th="กรอกช่องนี้", en="Fill this in"), field=field)
    return text.strip()


def _step(breach: Breach, actor: Actor, what: str, text: str) -> None:
    BreachStep.objects.create(
        agency_id=breach.agency_id, breach=breach, at=now(), what=what, note=text[:1000], person_name=actor.name
    )
