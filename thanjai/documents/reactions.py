"""What documents do when something has happened to a case or to money."""

from __future__ import annotations

from thanjai.cases import outcomes
from thanjai.cases import selectors as cases
from thanjai.cases.events import DocumentWanted
from thanjai.cases.money_letters import tell_sent_back
from thanjai.documents import counterparts, jobs, renewing
from thanjai.documents.asking import Asking
from thanjai.documents.models import Document
from thanjai.kernel.events import subscribe
from thanjai.money.events import InvoicePaid, MoneySentBack, PaymentHeld

outcomes.kept_by(Asking())


@subscribe(DocumentWanted)
def issue_soon(wanted: DocumentWanted) -> None:
    """A case that has come to its issuing step brings a job."""
    jobs.issue.defer(agency_id=str(wanted.agency_id), case_id=str(wanted.case_id), step=wanted.step)


@subscribe(InvoicePaid)
def renew_when_paid(paid: InvoicePaid) -> None:
    """The renewal stands at once; its evidence follows."""
    if paid.purpose.startswith(renewing.PURPOSE):
        made = renewing.renew(paid)
        jobs.evidence.defer(agency_id=str(paid.agency_id), renewal_id=str(made.id))


@subscribe(InvoicePaid)
def replace_when_paid(paid: InvoicePaid) -> None:
    """The paper follows, unless the document has ended since."""
    if paid.purpose.startswith(counterparts.PURPOSE):
        wanted = counterparts.paid_for(paid.subject, paid.purpose)
        if wanted is not None:
            jobs.replace.defer(agency_id=str(paid.agency_id), replacement_id=str(wanted.id))


@subscribe(PaymentHeld)
def tell_whose_money_is_held(held: PaymentHeld) -> None:
    if held.purpose.startswith(renewing.PURPOSE):
        jobs.tell_held.defer(
            agency_id=str(held.agency_id), document_id=str(held.subject), notice_id=str(held.notice_id),
            satang=held.satang, purpose=held.purpose,
        )  # fmt: skip


@subscribe(MoneySentBack)
def tell_the_holder(sent: MoneySentBack) -> None:
    """Money that was paid for a document's renewal or another paper of it goes back."""
    document = Document.objects.filter(pk=sent.subject).first()
    if document is not None:
        tell_sent_back(cases.case(document.case_id), sent)
