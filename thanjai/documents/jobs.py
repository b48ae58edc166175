"""Papers being made, and the clock at work on those that will run out."""

from __future__ import annotations

from uuid import UUID

from thanjai.documents import deeds, holding, reminding
from thanjai.documents.counterparts import make_replacement
from thanjai.documents.editions import make_edition
from thanjai.documents.evidence import issue_evidence
from thanjai.documents.issuing import issue_document
from thanjai.documents.log import heads
from thanjai.documents.versions import make_version
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.documents.jobs.issue", retry=PATIENT)
def issue(agency_id: str, case_id: str, step: str) -> None:
    """Issue the paper of a case's step, or do what it asks about another, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        if not deeds.carry_out(agency_id=UUID(agency_id), case_id=UUID(case_id), step=step):
            issue_document(agency_id=UUID(agency_id), case_id=UUID(case_id), step=step)


@task(name="thanjai.documents.jobs.evidence", retry=PATIENT)
def evidence(agency_id: str, renewal_id: str) -> None:
    """Make and send the evidence of a renewal, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        issue_evidence(renewal_id=UUID(renewal_id))


@task(name="thanjai.documents.jobs.amend", retry=PATIENT)
def amend(agency_id: str, amendment_id: str) -> None:
    """Make the version that an amendment ordered, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        make_version(amendment_id=UUID(amendment_id))


@task(name="thanjai.documents.jobs.replace", retry=PATIENT)
def replace(agency_id: str, replacement_id: str) -> None:
    """Make a paper in place of one lost or damaged, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        make_replacement(replacement_id=UUID(replacement_id))


@task(name="thanjai.documents.jobs.edition", retry=PATIENT)
def edition(agency_id: str, edition_id: str) -> None:
    """Make a paper in one language, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        make_edition(edition_id=UUID(edition_id))


@task(name="thanjai.documents.jobs.tell_held", retry=PATIENT)
def tell_held(agency_id: str, document_id: str, notice_id: str, satang: int, purpose: str) -> None:
    """Tell the holder, once, that money of theirs renewed nothing."""
    with acting_as(worker_at(UUID(agency_id))):
        holding.tell(document_id=UUID(document_id), notice_id=UUID(notice_id), satang=satang, purpose=purpose)


@app.periodic(cron="* * * * *")
@task(name="thanjai.documents.jobs.sweep", queueing_lock="documents_sweep")
def sweep(timestamp: int) -> None:
    """Every minute: queue the documents whose time has come."""
    reminding.SWEEP.all()


@task(name="thanjai.documents.jobs.attend", retry=PATIENT)
def attend(agency_id: str, document_id: str) -> None:
    """Do what the clock owes one document."""
    with acting_as(worker_at(UUID(agency_id))):
        reminding.attend(document_id=UUID(document_id))


@app.periodic(cron="*/5 * * * *")
@task(name="thanjai.documents.jobs.sign_log", queueing_lock="documents_sign_log")
def sign_log(timestamp: int) -> None:
    """Every five minutes: sign what the public log of documents is, when it has grown."""
    heads.sign()
