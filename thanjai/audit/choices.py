"""What an agency chooses for the watch over its officers' looking, and who may do so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.agencies.selectors import head_of
from thanjai.audit.models import Choice
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.watch import MOST, Limits, Odd
from thanjai.kernel.caching import for_seconds, forget
from thanjai.kernel.tenancy import Actor, acting_as, worker_at

FIGURES: Final = (Odd.MANY, Odd.HOURS, Odd.OTHERS, Odd.SEARCH)


def head_at(actor: Actor) -> UUID:
    """The agency whose head acts. Raises Refusal for anybody else."""
    return head_of(actor).agency_id


def chosen_by(agency_id: UUID) -> Choice:
    """What the agency has chosen; the defaults, where it has chosen nothing."""
    with acting_as(worker_at(agency_id)):
        return Choice.objects.filter(agency_id=agency_id).first() or Choice(agency_id=agency_id)


def limits_of(choice: Choice) -> Limits:
    return Limits({odd: getattr(choice, odd.value) for odd in FIGURES})


@for_seconds(60)
def shows_names(agency_id: UUID) -> bool:
    """Whether applicants are shown the names of officers who looked at their cases."""
    return chosen_by(agency_id).shows_names


@transaction.atomic
def choose(*, actor: Actor, guardian_email: str, shows_names: bool, figures: Mapping[Odd, int | None]) -> Choice:
    """Only the head chooses. Raises Refusal that names the part at fault."""
    agency = head_at(actor)
    if guardian_email:
        _must_be_address(guardian_email)
    for odd, figure in figures.items():
        if figure is not None and not 1 <= figure <= MOST:
            raise Refusal(
                "bad_figure",
                Text(
                    th=f"ระบุจำนวน 1 ถึง {MOST:,} หรือเว้นว่างเพื่อใช้ค่าปกติ",
                    en=f"Give a figure from 1 to {MOST:,}, or leave it blank for the usual one.",
                ),
                field=odd.value,
            )
    facts: dict[str, Any] = {odd.value: figures.get(odd) for odd in FIGURES}
    with acting_as(worker_at(agency)):
        choice, _ = Choice.objects.update_or_create(
            agency_id=agency, defaults={"guardian_email": guardian_email, "shows_names": shows_names, **facts}
        )
    forget()
    return choice


def _must_be_address(text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        raise Refusal(
            "bad_email",
            Text(
                th="กรอกอีเมล เช่น dpo@example.go.th หรือเว้นว่าง",
                en="Enter an e-mail address such as dpo@example.go.th, or leave it blank.",
            ),
            field="guardian_email",
        ) from None
