"""Who may do what in an agency: rights are asked for by one and granted by another, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.accounts.actions import register_person
from thanjai.accounts.selectors import person_by_email
from thanjai.agencies.actions import appoint
from thanjai.agencies.events import Appointed
from thanjai.agencies.models import Membership, RightsChange
from thanjai.agencies.selectors import head_of, officer_of, officers_of
from thanjai.domain import separation
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as


@dataclass(frozen=True)
class Rights:
    """Which rights somebody is to have, under which title."""

    email: str
    name: str
    roles: tuple[str, ...]
    unit: str
    position: str
    unit_en: str = ""
    position_en: str = ""
    phone: str = ""


@transaction.atomic
def ask_for_rights(*, actor: Actor, rights: Rights, reason: str) -> RightsChange:
    """Ask that somebody may serve in these roles, new to the agency or not. The head grants it."""
    member = officer_of(actor)
    _check(rights, reason)
    facts = {
        "email": rights.email.strip().lower(), "name": rights.name.strip()[:200], "roles": list(rights.roles),
        "unit_th": rights.unit.strip()[:120], "unit_en": (rights.unit_en or rights.unit).strip()[:120],
        "position_th": rights.position.strip()[:120], "phone": rights.phone.strip()[:40],
        "position_en": (rights.position_en or rights.position).strip()[:120], "reason": reason.strip()[:500],
    }  # fmt: skip
    with acting_as(PLATFORM):
        return RightsChange.objects.create(
            agency_id=member.agency_id, kind="grant", asked_by=member.person_id, asked_by_name=actor.name,
            asked_at=now(), **facts,
        )  # fmt: skip


def _check(rights: Rights, reason: str) -> None:
    try:
        validate_email(rights.email.strip())
    except ValidationError:
        raise refused(
            "email", "กรอกอีเมล เช่น somsri@example.go.th", "Enter an e-mail address, like somsri@example.go.th."
        ) from None
    if not rights.name.strip():
        raise refused("name", "กรอกชื่อและนามสกุล", "Enter the person's name.")
    if not rights.roles or not set(rights.roles) <= {role.value for role in Role}:
        raise refused("roles", "เลือกหน้าที่อย่างน้อยหนึ่งอย่าง", "Choose at least one role.")
    if not rights.unit.strip():
        raise refused("unit", "กรอกชื่อกองหรือฝ่าย", "Enter the unit.")
    if not rights.position.strip():
        raise refused("position", "กรอกชื่อตำแหน่ง ซึ่งจะปรากฏใต้ลายมือชื่อ", "Enter the position; it stands under signatures.")
    if not reason.strip():
        raise refused("reason", "ระบุเหตุผลที่ต้องมีสิทธินี้", "Say why these rights are needed.")


@transaction.atomic
def decide_rights(*, actor: Actor, change_id: UUID, grant: bool, words: str = "", exception: str = "",
                  is_settled: bool = False) -> RightsChange:  # fmt: skip
    """Grant rights that were asked for, or refuse them with a reason; as the head.

    Whoever asked does not grant. Where the agency has no other head, its head may, saying why: `exception`. `is_settled`:
    that there was no other was seen when these rights were granted together with others, which may have made one.
    """
    head = head_of(actor)
    with acting_as(PLATFORM):
        row = (
            RightsChange.objects.select_for_update(of=("self",)).filter(pk=change_id, agency_id=head.agency_id).first()
        )
        if row is None or row.kind != "grant":
            raise Refusal("no_such_request", Text(th="ไม่พบคำขอสิทธินี้", en="There is no such request for rights."))
        if row.outcome:
            raise Refusal("decided_already", Text(th="คำขอนี้สั่งไปแล้ว", en="This request was decided already."))
        if grant:
            row.exception = separated(head, row.asked_by, exception, is_settled=is_settled)
            _appoint(row)
        elif not words.strip():
            raise refused("words", "ระบุเหตุผลที่ไม่อนุมัติ", "Say why not.")
        row.outcome, row.words = ("granted" if grant else "refused"), words.strip()[:500]
        row.decided_by, row.decided_by_name, row.decided_at = head.person_id, actor.name, now()
        row.save()
    return row


def separated(head: Membership, asked_by: UUID, exception: str, *, is_settled: bool = False) -> str:
    """Why the rule that one asks and another grants is set aside; empty where it is kept. With `is_settled` that there
    is no other head was seen before. Raises Refusal."""
    done = {separation.Duty.ASKED_RIGHTS: {str(asked_by)}}
    rule = separation.broken(separation.Duty.GRANTS_RIGHTS, str(head.person_id), done)
    if rule is None:
        return ""
    others = [one.person.name for one in officers_of(head.agency_id, Role.HEAD) if one.person_id != head.person_id]
    if others and not is_settled:
        raise Refusal(
            "separate_duties",
            Text(
                th=f"{rule.words.th} ให้ {', '.join(others)} เป็นผู้อนุมัติ",
                en=f"{rule.words.en} This can be granted by {', '.join(others)}.",
            ),
        )
    if not exception.strip():
        raise Refusal(
            "separate_duties",
            Text(
                th=f"{rule.words.th} หน่วยงานไม่มีหัวหน้าคนอื่น ให้เจ้าหน้าที่อื่นเป็นผู้ขอ หรือระบุเหตุผลที่ต้องยกเว้น",
                en=f"{rule.words.en} There is no other head here: let somebody else ask, or say why an exception is needed.",
            ),
            field="exception",
        )
    return exception.strip()[:500]


def _appoint(row: RightsChange) -> None:
    """Raises Refusal where it would leave the agency without a head."""
    person = person_by_email(row.email) or register_person(email=row.email, name=row.name)
    serves = Membership.objects.filter(agency_id=row.agency_id, person=person, ended_at__isnull=True).first()
    is_no_more = serves is not None and Role.HEAD in serves.granted and Role.HEAD not in row.roles
    if is_no_more and not _heads(row.agency_id) - {person.id}:
        raise _last_head()
    appoint(
        agency=row.agency_id, person=person.id, roles=[Role(role) for role in row.roles],
        unit=Text(th=row.unit_th, en=row.unit_en), position=Text(th=row.position_th, en=row.position_en),
        phone=row.phone,
    )  # fmt: skip
    forget()
    if not serves:
        publish(Appointed(row.agency_id, row.id, person.email, person.language))


def _heads(agency_id: UUID) -> set[UUID]:
    """The people who are head of an agency in their own right. They stay so until the transaction is over: of two who
    take each other's rights away at once, the second sees what the first has done."""
    heads = Membership.objects.filter(agency_id=agency_id, ended_at__isnull=True, granted__contains=[Role.HEAD.value])
    return set(heads.order_by("id").select_for_update(no_key=True).values_list("person_id", flat=True))


def _last_head() -> Refusal:
    return Refusal(
        "last_head",
        Text(
            th="หน่วยงานต้องมีหัวหน้าอย่างน้อยหนึ่งคน แต่งตั้งหัวหน้าคนใหม่ก่อน",
            en="An agency keeps at least one head. Appoint the new one first.",
        ),
    )


@transaction.atomic
def end_rights(*, actor: Actor, person: UUID, reason: str) -> Membership:
    """End somebody's serving in the agency, at once; as the head. An agency keeps at least one head."""
    head = head_of(actor)
    if not reason.strip():
        raise refused("reason", "ระบุเหตุผล", "Give the reason.")
    with acting_as(PLATFORM):
        return end_serving(head, actor.name, person, reason)


def end_serving(head: Membership, by: str, person: UUID, reason: str) -> Membership:
    """As the platform, for a head whose name is `by`. Raises Refusal for a stranger and for the last head."""
    if not _heads(head.agency_id) - {person}:
        raise _last_head()
    found = Membership.objects.select_for_update(of=("self",)).select_related("person")
    member = found.filter(agency_id=head.agency_id, person_id=person, ended_at__isnull=True).first()
    if member is None:
        raise no_such_colleague()
    member.ended_at = now()
    member.save(update_fields=["ended_at"])
    keep_change(member, kind="end", outcome="ended", by=head.person_id, by_name=by, reason=reason.strip()[:500])
    forget()
    return member


def keep_change(member: Membership, *, kind: str, outcome: str, by: UUID, by_name: str, reason: str) -> None:
    """Among the changes of rights: what the head did on their own."""
    RightsChange.objects.create(
        agency_id=member.agency_id, kind=kind, email=member.person.email or "", name=member.person.name,
        roles=list(member.granted), unit_th=member.unit_th, unit_en=member.unit_en, position_th=member.position_th,
        position_en=member.position_en, reason=reason, asked_by=by, asked_by_name=by_name, asked_at=now(),
        outcome=outcome, decided_by=by, decided_by_name=by_name, decided_at=now(),
    )  # fmt: skip


def no_such_colleague() -> Refusal:
    return Refusal("no_such_colleague", Text(th="ไม่มีผู้นี้ในหน่วยงาน", en="Nobody of that name serves here now."))


def waiting_for(agency_id: UUID) -> set[str]:
    """The addresses of those for whom rights were asked that nobody has decided yet."""
    found = RightsChange.objects.filter(agency_id=agency_id, kind="grant", outcome="")
    return set(found.values_list("email", flat=True))


def changes_of(agency_id: UUID, limit: int = 100) -> list[RightsChange]:
    """Rights asked for, granted, refused and ended; those that wait first, then the newest."""
    found = RightsChange.objects.filter(agency_id=agency_id).order_by("-asked_at")[:limit]
    return sorted(found, key=lambda one: bool(one.outcome))


def change(agency_id: UUID, id: UUID) -> RightsChange:
    """Raises Refusal no_such_request."""
    found = RightsChange.objects.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal("no_such_request", Text(th="ไม่พบคำขอสิทธินี้", en="There is no such request for rights."))
    return found


def refused(field: str, th: str, en: str) -> Refusal:
    """What is wrong with one field of the forms about rights."""
    return Refusal(f"rights_{field}", Text(th=th, en=en), field=field)
