"""In whose place somebody does something to a case. Each event keeps it, sealed in the chain with all else.

`under` is None for whoever acts for themselves and in their own position; otherwise its kind is mandate (an applicant
for a party), assisted (an officer who fills in for somebody who is there), acting (an officer in another position) or
delegation (an officer of another agency).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from thanjai.agencies.letterhead import signatory_of
from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.cases.models import Assistance, Case, CaseEvent, Draft
from thanjai.domain import serving
from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import Signatory
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at
from thanjai.mandates import selectors as mandates

Under = Mapping[str, Any]
Member = Any
"""How a person serves in an agency, as `agencies` has it."""


def of_applicant(actor: Actor, row: Draft | Case) -> Under | None:
    """For whom an applicant acts. Raises Refusal when they may not, or no longer."""
    if row.party_id is not None and actor.kind is Kind.PERSON and actor.person is not None:
        held = mandates.for_party(actor.person, row.party_id, row.service_id, row.agency_id, row.mandate_id)
        return mandates.under(held) if held is not None else None
    if isinstance(row, Draft) and row.channel != "online" and actor.person is not None:
        return _assisted(actor.person, row)
    return None


def _assisted(person: UUID, draft: Draft) -> Under | None:
    """The helper who sends what they filled in. The applicant who goes on alone sends it in their own name."""
    with acting_as(worker_at(draft.agency_id)):
        found = Assistance.objects.filter(draft_id=draft.id, helper_id=person).first()
    if found is None:
        return None
    return {
        "kind": "assisted", "helper": str(found.helper_id), "name": found.helper_name, "channel": found.channel,
        "position": {"th": found.position_th, "en": found.position_en},
    }  # fmt: skip


def of_officer(member: Member, needed: str | None) -> Under | None:
    """In whose place an officer does what needs a role; None in their own."""
    if member.delegation is not None:
        given = member.delegation
        return {
            "kind": "delegation", "delegation": str(given.id), "order": given.order_number,
            "agency": name_of(given.taker).model_dump(),
            "position": {"th": member.position_th, "en": member.position_en},
        }  # fmt: skip
    order = member.capacity(needed)
    if order is None:
        return None
    return {
        "kind": "acting", "form": order.form.value, "position": order.position.model_dump(), "order": order.order,
    }  # fmt: skip


def words_of(under: Under | None) -> Text | None:
    """In whose place something was done, for people."""
    match (under or {}).get("kind"):
        case "mandate":
            assert under is not None
            name = under["name"]
            if not name:
                return Text(th="ทำการแทนผู้อื่นตามที่ได้รับมอบอำนาจ", en="for somebody else, under a mandate")
            number = f" ({under['number']})" if under["number"] else ""
            return Text(th=f"ทำการแทน {name}{number} ตามที่ได้รับมอบอำนาจ", en=f"for {name}{number}, under a mandate")
        case "assisted":
            assert under is not None
            name, position = under["name"], Text(**under["position"])
            return Text(th=f"กรอกให้โดย {name} {position.th}", en=f"filled in by {name}, {position.en}")
        case "acting":
            assert under is not None
            form, position = serving.FORM_WORDS[serving.Form(under["form"])], Text(**under["position"])
            return Text(
                th=f"{form.th}{position.th} ตามคำสั่ง {under['order']}",
                en=f"{form.en} the {position.en}, order {under['order']}",
            )
        case "delegation":
            assert under is not None
            agency, order = Text(**under["agency"]), under["order"]
            return Text(
                th=f"เจ้าหน้าที่ของ{agency.th} ตามการมอบ {order}", en=f"an officer of {agency.en}, delegation {order}"
            )
    return None


def signatory(event: CaseEvent, chosen: UUID | None = None) -> Signatory:
    """Who signs what an event calls for, in the position in which they did it; where no officer did it, whom the agency
    has `chosen` for the service, or the head."""
    under, by_officer = event.under or {}, event.actor_kind == Kind.OFFICER
    if by_officer and under.get("kind") == "delegation":
        giver, taker = name_of(agency_by_id(event.agency_id)), Text(**under["agency"])
        position, words = Text(**under["position"]), serving.FORM_WORDS[serving.Form.ON_BEHALF]
        return Signatory(
            name=Text(th=event.actor_name, en=event.actor_name),
            position=Text(
                th=f"{position.th} {taker.th} {words.th}{giver.th}",
                en=f"{position.en}, {taker.en}, {words.en} {giver.en}",
            ),
        )
    found = (
        signatory_of(event.agency_id, event.actor_id) if by_officer else signatory_of(event.agency_id, chosen=chosen)
    )
    if by_officer and under.get("kind") == "acting":
        words, place = serving.FORM_WORDS[serving.Form(under["form"])], Text(**under["position"])
        position = Text(
            th=f"{found.position.th} {words.th}{place.th}", en=f"{found.position.en}, {words.en} the {place.en}"
        )
        return Signatory(name=found.name, position=position)
    return found
