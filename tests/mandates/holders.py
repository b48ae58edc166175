"""People who hold mandates of a company, as tests of them need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tests.domain.thai_calendars import bangkok
from tests.world import World, complete, examples
from thanjai.accounts.actions import register_person
from thanjai.cases import drafts, submission
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.domain.mandate import Basis
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.mandates import actions as mandates
from thanjai.mandates import paper
from thanjai.mandates.models import Holder, Mandate
from thanjai.money.models import Invoice
from thanjai.web.identity import bearer_of

NOW = bangkok(2026, 3, 4, 10)
TODAY = NOW.date()
SERVICE = "food-premises-licence"
COMPANY = "0403556001230"
KNOWN = {SERVICE, "hazardous-business"}


@dataclass(frozen=True)
class Picture:
    name: str = "mandate.pdf"
    content: bytes = b"%PDF-1.4 mandate"
    content_type: str = "application/pdf"
    state: Found = Found.CLEAN


def person(name: str) -> Actor:
    with acting_as(PLATFORM):
        row = register_person(email=f"{name}@example.com", name=name)
    return Actor(Kind.PERSON, person=row.id, name=name)


def link_of(mandate: UUID, address: str) -> str:
    """The hash that the one-time link of somebody invited opens with."""
    with acting_as(PLATFORM):
        return bearer_of(unseal(Holder.objects.get(mandate_id=mandate, email=address).sealed_code))


def take(actor: Actor, mandate: Mandate) -> None:
    with acting_as(actor):
        mandates.answer(actor=actor, bearer=link_of(mandate.id, f"{actor.name}@example.com"), accepts=True)


def terms(*names: str, until: date = date(2027, 3, 4), **rest: Any) -> mandates.Terms:
    return mandates.Terms(holders=[f"{name}@example.com" for name in names], until=until, **rest)


def checked(**changed: Any) -> paper.Checked:
    facts = {
        "number": COMPANY,
        "name": "บริษัท ครัวไทย จำกัด",
        "basis": Basis.REGISTRY,
        "words": "ต้นฉบับ",
        "paper": Picture(),
    }
    return paper.Checked(**{**facts, **changed})  # type: ignore[arg-type]


def director(world: World, name: str = "director", **rest: Any) -> tuple[Actor, Mandate]:
    """A director whose right an officer has found in the certificate, and who has accepted it."""
    actor = person(name)
    with acting_as(world.officer):
        row, _ = paper.record(
            actor=world.officer, checked=checked(), terms=terms(name, may_grant=True, **rest), known=KNOWN
        )
    take(actor, row)
    return actor, row


def given(by: Actor, source: Mandate, *names: str, **rest: Any) -> Mandate:
    with acting_as(by):
        return mandates.offer(actor=by, source=source.id, terms=terms(*names, **rest), known=KNOWN)


def start(actor: Actor, mandate: Mandate) -> Draft:
    with acting_as(actor):
        begun = drafts.start_draft(actor=actor, agency_slug="khonkaen", service_id=SERVICE, mandate=mandate.id)
        answers = complete(examples(SERVICE)["examples"][0]["answers"])
        return drafts.save_answers(draft=begun.draft, page_id="all", values=answers, is_done=True)


def sent(actor: Actor, mandate: Mandate) -> Case:
    draft = start(actor, mandate)
    with acting_as(actor):
        return submission.submit_draft(actor=actor, draft_id=draft.id)


def sees(actor: Actor, case: Case) -> bool:
    """Whether SQL shows the case, its events, files and invoices to somebody; all or nothing."""
    with acting_as(actor):
        found = {
            Case.objects.filter(pk=case.id).exists(), CaseEvent.objects.filter(case_id=case.id).exists(),
            StoredFile.objects.filter(owner_id=case.id).exists(), Invoice.objects.filter(subject=case.id).exists(),
        }  # fmt: skip
    assert len(found) == 1, found
    return found == {True}


def with_belongings(case: Case) -> Case:
    """The case with a file and an invoice, as the platform makes them."""
    from thanjai.money.actions import raise_invoice

    with acting_as(PLATFORM):
        files.store_file(
            content=b"x", name="x.pdf", content_type="application/pdf", agency=case.agency_id, owner=case.id,
            purpose="letter/1",
        )  # fmt: skip
        lines = [{"title": {"th": "ก", "en": "a"}, "satang": 100}]
        raise_invoice(agency_id=case.agency_id, subject=case.id, purpose="x", payer="x", lines=lines, pay_by=None)
    return case
