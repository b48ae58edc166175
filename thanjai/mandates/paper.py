"""Mandates on paper: an officer checks a written authority, or the certificate that names a company's directors.

It is valid at the agency that checked it. The agency's head may let it hold everywhere, after looking at it as well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from thanjai.agencies.orders import Paper, keep_paper
from thanjai.agencies.selectors import head_of, officer_of
from thanjai.domain import separation
from thanjai.domain.identity import juristic_number
from thanjai.domain.mandate import Basis
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.mandates.actions import Terms, invite, wanted_on_paper
from thanjai.mandates.models import Holder, Mandate, Party

PURPOSE = "mandate"


@dataclass(frozen=True)
class Checked:
    """What an officer has seen: the company's number and name, the kind of paper, what was compared, its picture."""

    number: str
    name: str
    basis: Basis
    words: str
    paper: Paper | None


@transaction.atomic
def record(*, actor: Actor, checked: Checked, terms: Terms, known: Collection[str]) -> tuple[Mandate, list[Holder]]:
    """Record a paper mandate that the officer has checked. Whoever is to act accepts it by a link. Raises Refusal."""
    member = officer_of(actor)
    number = _number(checked.number)
    _must_be_said(checked)
    wanted = wanted_on_paper(terms, known, member.agency_id)
    assert checked.paper is not None
    with acting_as(PLATFORM):
        party, is_new = Party.objects.get_or_create(
            number=number, defaults={"name": checked.name.strip()[:200], "created_at": now()}
        )
        if not is_new and checked.basis is Basis.REGISTRY and party.name != checked.name.strip():
            party.name = checked.name.strip()[:200]
            party.save(update_fields=["name"])
        row = Mandate(
            party=party, basis=checked.basis.value, services=sorted(wanted.reach.services), agencies=[member.agency_id],
            until=wanted.reach.until, needed=terms.needed, may_grant=terms.may_grant, agency_id=member.agency_id,
            checked=checked.words.strip()[:500], given_by=member.person_id, given_by_name=actor.name, given_at=now(),
        )  # fmt: skip
        row.file_id = keep_paper(member.agency_id, row.id, checked.paper, PURPOSE)
        row.save(force_insert=True)
        return row, invite(row, wanted.holders)


def _number(typed: str) -> str:
    try:
        return juristic_number(typed)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="number") from None


def _must_be_said(checked: Checked) -> None:
    if not checked.name.strip():
        raise _refused("name", "กรอกชื่อนิติบุคคลตามหนังสือรับรอง", "Enter the company's name as the certificate has it.")
    if not checked.words.strip():
        raise _refused(
            "checked",
            "บันทึกสิ่งที่ตรวจ เช่น ต้นฉบับ ลายมือชื่อ วันที่ออกหนังสือ",
            "Say what you checked: the original, the signatures, the day of issue.",
        )
    if checked.paper is None:
        raise _refused("file", "แนบภาพหรือ PDF ของหนังสือ", "Attach a picture or PDF of the paper.")


@transaction.atomic
def let_hold_everywhere(*, actor: Actor, mandate_id: UUID) -> Mandate:
    """Let a mandate hold at every agency: as the head of the agency that checked it, who is not who checked it."""
    head = head_of(actor)
    with acting_as(PLATFORM):
        row = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate_id, agency_id=head.agency_id).first()
        if row is None or row.ended_at is not None:
            raise Refusal("no_such_mandate", Text(th="ไม่พบการมอบอำนาจนี้", en="There is no such mandate."))
        done = {separation.Duty.CHECKED_MANDATE: {str(row.given_by)}}
        rule = separation.broken(separation.Duty.WIDENS_MANDATE, str(head.person_id), done)
        if rule is not None:
            raise Refusal("separate_duties", rule.words)
        row.agencies = []
        row.save(update_fields=["agencies"])
    return row


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"mandate_{field}", Text(th=th, en=en), field=field)
