"""Reading how documents are renewed: for the page behind a reminder's link, the public, and their holders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import ending_of
from thanjai.documents import letters
from thanjai.documents.facts import facts_of
from thanjai.documents.keys import is_secret_of, secret_of
from thanjai.documents.models import Document, Renewal
from thanjai.documents.renewing import CANNOT, FREE, purpose_of
from thanjai.documents.selectors import coded, no_such_document, renewals_of, status_of
from thanjai.documents.terms import price_of, renewal_of, terms_of
from thanjai.domain import renewal
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.fees import Assessment
from thanjai.domain.refusals import Refusal
from thanjai.domain.renewal import Standing, State
from thanjai.domain.retiring import Told
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money import receipts
from thanjai.money import selectors as money

LONGEST_AHEAD = timedelta(days=400)
"""No reminder comes earlier before the end, so no renewal opens earlier."""


@dataclass(frozen=True)
class Renewable:
    """How a document stands with its renewal now. What the page of its link shows; the public sees a part."""

    document: Document
    agency: Any
    title: Text
    status: str
    standing: Standing
    service_id: str
    price: Assessment | None
    invoice: Any
    renewals: tuple[Renewal, ...]
    source: Text | None
    is_unconfirmed: bool
    ending: Told | None
    """Of the service that it is renewed by, where that ends."""

    @property
    def is_open(self) -> bool:
        return self.standing.state is State.OPEN and self.price is not None

    @property
    def version(self) -> str:
        """Changes when the bank has told us of something: a page that waits looks at it."""
        return f"{len(self.renewals)}-{self.invoice.paid_satang if self.invoice else 0}-{self.status}"


def by_link(check_code: str, secret: str) -> Renewable:
    """For whoever has the link. Raises Refusal no_such_document."""
    document = _opened(check_code, secret)
    with acting_as(worker_at(document.agency_id)):
        return _renewable(document, now())


def in_public(check_code: str) -> tuple[Renewable, bool]:
    """For anybody who reads the code of the document; and whether its holder gave an address to write to.

    Raises Refusal no_such_document.
    """
    document = coded(check_code)
    if document is None:
        raise no_such_document()
    with acting_as(worker_at(document.agency_id)):
        return _renewable(document, now()), bool(cases.case(document.case_id).email)


def _renewable(document: Document, at: datetime) -> Renewable:
    row = cases.case(document.case_id)
    terms, said = terms_of(document, row, at), renewal_of(document, row)
    standing = renewal.standing(facts_of(document), terms, at) if terms else Standing(State.BY_APPLICATION, CANNOT)
    price = None
    if standing.state is State.OPEN:
        price, standing = _price(document, row, standing, at)
    invoice = money.invoice_of(document.id, purpose_of(standing.period)) if standing.period else None
    return Renewable(
        document=document, agency=document.agency, title=Text(**document.title), status=status_of(document, at),
        standing=standing, service_id=row.service_id, price=price, invoice=invoice,
        renewals=tuple(renewals_of(document.id)), source=said.source if said else None,
        is_unconfirmed=bool(said and said.unconfirmed), ending=ending_of(document.agency_id, row.service_id),
    )  # fmt: skip


def _price(document: Document, row: Any, standing: Standing, at: datetime) -> tuple[Assessment | None, Standing]:
    """What it costs; or why nobody can pay for it now, said in place of the invitation."""
    try:
        price = price_of(document, row, at)
    except Refusal as refusal:
        return None, Standing(State.BY_APPLICATION, refusal.message, standing.period, standing.opens)
    if not price.total:
        return None, Standing(State.BY_APPLICATION, FREE, standing.period, standing.opens)
    return price, standing


def open_ones(documents: Iterable[Document], row: Any) -> list[tuple[Document, str]]:
    """Those documents of a case that can be renewed by paying now, each with the secret of its link."""
    at = now()
    return [(one, secret_of(one)) for one in documents if _is_open(one, row, at)]


def open_for(person_id: UUID, parties: Collection[UUID] = ()) -> list[tuple[Document, str]]:
    """What somebody who has signed in can renew now, the soonest to run out first; for these parties as well.

    A document is on a public register, so it is asked for by its case, which only those who may act for a party see.
    """
    at, today = now(), bangkok_day(now())
    mine = Q(person_id=person_id) | Q(case__party_id__in=parties) if parties else Q(person_id=person_id)
    found = Document.objects.filter(mine, ended="", valid_until__range=(today, today + LONGEST_AHEAD))
    found = found.select_related("case").order_by("valid_until")
    return [(one, secret_of(one)) for one in found[:100] if _is_open(one, one.case, at)]


def _is_open(document: Document, row: Any, at: datetime) -> bool:
    """Most papers are far from their end, or not renewed by paying: those are told apart before anything is read."""
    last, said = document.valid_until, renewal_of(document, row)
    if last is None or said is None or said.mode != "payment" or document.ended:
        return False
    if not timedelta() <= last - bangkok_day(at) <= timedelta(days=max(said.remind_days, default=0)):
        return False
    terms = terms_of(document, row, at)
    return terms is not None and renewal.standing(facts_of(document), terms, at).state is State.OPEN


def send_link(check_code: str) -> bool:
    """Send the link to the address that the holder gave; whether there is one.

    Raises Refusal no_such_document, or saying why the document cannot be renewed by paying now.
    """
    found, _ = in_public(check_code)
    if not found.is_open:
        raise Refusal("renewal_not_open", found.standing.reason)
    with acting_as(worker_at(found.document.agency_id)):
        return letters.send_link(found.document, cases.case(found.document.case_id))


def evidence_file(check_code: str, secret: str, ordinal: int) -> StoredFile | None:
    """The evidence of one renewal, for whoever has the link; None while it is being made."""
    document = _opened(check_code, secret)
    with acting_as(worker_at(document.agency_id)):
        made = Renewal.objects.filter(document=document, ordinal=ordinal, file_id__isnull=False).first()
        return files.find_file(made.file_id) if made and made.file_id else None


def receipt_file(check_code: str, secret: str, ordinal: int) -> StoredFile | None:
    """The receipt of one renewal, for whoever has the link; None when there is no such renewal."""
    document = _opened(check_code, secret)
    with acting_as(worker_at(document.agency_id)):
        made = Renewal.objects.filter(document=document, ordinal=ordinal).first()
        receipt = money.receipt_numbered(document.id, made.receipt_number) if made else None
        return receipts.paper_of(receipt) if receipt else None


def _opened(check_code: str, secret: str) -> Document:
    document = coded(check_code)
    if document is None or not is_secret_of(document, secret):
        raise no_such_document()
    return document
