"""Who answers for data protection at an agency, and what the agency has chosen."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.agencies.selectors import head_of, membership
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, Kind
from thanjai.privacy.models import DataOffice

LEAST_NOTICE, MOST_NOTICE = 7, 365
LEAST_DRAFT, MOST_DRAFT = 30, 730


def office_for(agency_id: UUID) -> DataOffice:
    """As the agency has chosen, or as it is until then."""
    return DataOffice.objects.filter(pk=agency_id).first() or DataOffice(agency_id=agency_id)


@transaction.atomic
def choose(*, actor: Actor, name: str, email: str, phone: str, notice_days: int, draft_days: int) -> DataOffice:
    """The head names the data protection officer and sets the times. Raises Refusal."""
    agency_id = head_of(actor).agency_id
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refusal(
                "email.shape", Text(th="กรอกอีเมล เช่น dpo@example.go.th", en="Enter an e-mail address, such as dpo@example.go.th"),
                field="email",
            ) from None  # fmt: skip
    _between(notice_days, LEAST_NOTICE, MOST_NOTICE, "notice_days")
    _between(draft_days, LEAST_DRAFT, MOST_DRAFT, "draft_days")
    chosen = {
        "officer_name": name.strip()[:200], "officer_email": email, "officer_phone": phone.strip()[:40],
        "notice_days": notice_days, "draft_days": draft_days,
    }  # fmt: skip
    return DataOffice.objects.update_or_create(agency_id=agency_id, defaults=chosen)[0]


def _between(days: int, least: int, most: int, field: str) -> None:
    if not least <= days <= most:
        raise Refusal(
            "days.range", Text(th=f"ใส่จำนวนวันตั้งแต่ {least} ถึง {most}", en=f"Enter {least} to {most} days"), field=field
        )


def in_charge(actor: Actor) -> UUID:
    """The agency whose data protection the actor answers for: its head, or the officer it has named.

    Raises Refusal for everybody else.
    """
    if actor.kind is Kind.OFFICER and actor.delegation is None and actor.agency and actor.person:
        member = membership(actor.person, actor.agency)
        named = office_for(actor.agency).officer_email
        if member is not None and (Role.HEAD in member.roles or (named and member.person.email == named)):
            return actor.agency
    raise Refusal(
        "not_allowed",
        Text(
            th="เฉพาะหัวหน้าหน่วยงานหรือเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคลของหน่วยงานเท่านั้น",
            en="Only the head of the agency or its data protection officer may do this.",
        ),
    )
