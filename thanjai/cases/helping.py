"""Filling in a request for somebody who is there and agrees: at the counter, or out in the field.

The officer never uses the applicant's sign-in. The request is the applicant's: they hold its code from the beginning,
and may go on alone. The officer holds it until it is sent, and prints the code for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.agencies.orders import Paper, keep_paper
from thanjai.agencies.selectors import officer_of
from thanjai.cases import drafts, letters
from thanjai.cases.models import Assistance, Case, Draft
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import seal, unseal
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at

PURPOSE: Final = "consent"
PRINTED_FOR: Final = timedelta(hours=24)
CHANNELS: Final = ("counter", "outreach")


@dataclass(frozen=True)
class Helped:
    """Whom an officer helps with what, and how they agreed: signed on the screen (`drawn`) or on paper."""

    service: str
    name: str
    channel: str
    language: str
    email: str
    consent: str
    signature: Paper | None


@transaction.atomic
def begin(*, actor: Actor, helped: Helped) -> drafts.Started:
    """Begin a request for somebody who is there, who is told by e-mail where they have one. Raises Refusal."""
    member = officer_of(actor)
    if not {Role.FRONT_DESK, Role.HEAD} & set(member.roles):
        raise Refusal(
            "not_allowed",
            Text(
                th="เฉพาะเจ้าหน้าที่รับเรื่องช่วยกรอกคำขอได้", en="Only officers of the front desk fill in requests for others."
            ),
        )
    signature = _checked(helped)
    started = drafts.start_draft(
        actor=actor, agency_slug=member.agency.slug, service_id=helped.service, channel=helped.channel,
        language=helped.language,
    )  # fmt: skip
    Assistance.objects.create(
        draft_id=started.draft.id, agency_id=member.agency_id, helper_id=member.person_id, helper_name=actor.name,
        position_th=member.position_th, position_en=member.position_en, channel=helped.channel,
        sealed_name=seal(helped.name), told_by="email" if helped.email else "slip", consent=helped.consent,
        consent_id=keep_paper(member.agency_id, started.draft.id, signature, PURPOSE), began_at=now(),
    )  # fmt: skip
    if helped.email:
        letters.send_link(started.draft, helped.email, helper=f"{actor.name}, {member.position_th}")
    return started


def _checked(helped: Helped) -> Paper:
    """What they signed. Raises Refusal naming what is missing."""
    if not helped.name:
        raise _refused("name", "กรอกชื่อผู้ยื่นคำขอ", "Enter the applicant's name.")
    if helped.channel not in CHANNELS:
        raise _refused("channel", "เลือกว่าช่วยที่ใด", "Choose where you help.")
    if helped.email:
        try:
            validate_email(helped.email)
        except ValidationError:
            raise _refused(
                "email", "กรอกอีเมลให้ถูกต้อง หรือเว้นว่าง", "Enter an e-mail address, or leave it blank."
            ) from None
    if helped.signature is None:
        raise _refused(
            "consent",
            "ให้ผู้ยื่นลงลายมือชื่อบนหน้าจอ หรือถ่ายภาพเอกสารยินยอมที่ลงลายมือชื่อแล้ว",
            "Let the applicant sign on the screen, or take a picture of the signed paper.",
        )
    return helped.signature


def assistance_of(case_id: UUID) -> Assistance | None:
    return Assistance.objects.filter(draft_id=case_id).first()


def helps(actor: Actor, agency: UUID, draft_id: UUID) -> bool:
    """Whether somebody is the officer who fills in this request for its applicant."""
    if actor.person is None:
        return False
    with acting_as(worker_at(agency)):
        return Assistance.objects.filter(draft_id=draft_id, helper_id=actor.person).exists()


@dataclass(frozen=True)
class Slip:
    """What the applicant takes home."""

    row: Assistance
    draft: Draft
    name: str
    code: str
    number: str
    link: str


def slip(*, actor: Actor, draft_id: UUID) -> Slip:
    """The applicant's code, for the officer who helps them, within a day. Raises Refusal no_such_page."""
    found = Assistance.objects.filter(
        draft_id=draft_id, helper_id=actor.person, began_at__gt=now() - PRINTED_FOR
    ).first()
    if found is None or actor.kind is not Kind.OFFICER or actor.delegation is not None:
        raise Refusal("no_such_page", Text(th="ไม่พบหน้านี้", en="There is no such page."))
    with acting_as(worker_at(found.agency_id)):
        draft = Draft.objects.get(pk=draft_id)
    return Slip(
        row=found, draft=draft, name=unseal(found.sealed_name), code=drafts.code_of(draft),
        number=_number(draft_id), link=letters.link_of(draft),
    )  # fmt: skip


def _number(draft_id: UUID) -> str:
    return Case.objects.filter(pk=draft_id).values_list("number", flat=True).first() or ""


def helped_lately(actor: Actor) -> list[tuple[Assistance, str, bool]]:
    """What an officer began for others within a day: for whom, and whether it was sent."""
    found = Assistance.objects.filter(helper_id=actor.person, began_at__gt=now() - PRINTED_FOR).order_by("-began_at")[
        :50
    ]
    rows = list(found)
    sent = set(Case.objects.filter(pk__in=[row.draft_id for row in rows]).values_list("pk", flat=True))
    return [(row, unseal(row.sealed_name), row.draft_id in sent) for row in rows]


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"help_{field}", Text(th=th, en=en), field=field)
