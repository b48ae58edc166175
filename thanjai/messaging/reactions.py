"""A queued letter brings its own job; and letters that agencies call for."""

from __future__ import annotations

from django.conf import settings

from thanjai.agencies.events import Appointed, ReviewDue
from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.domain.text import Text
from thanjai.kernel.events import subscribe
from thanjai.kernel.ids import digest
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging import jobs
from thanjai.messaging.actions import send_email
from thanjai.messaging.events import MessageQueued


@subscribe(MessageQueued)
def send_soon(queued: MessageQueued) -> None:
    jobs.deliver.defer(agency_id=str(queued.agency_id or ""), message_id=str(queued.message_id))


@subscribe(ReviewDue)
def remind_the_head(due: ReviewDue) -> None:
    """Once a month, until the review is kept."""
    subject = Text(th="ถึงกำหนดทบทวนสิทธิของเจ้าหน้าที่", en="Time to go through who may do what")
    words = Text(
        th=f"การทบทวนสิทธิของเจ้าหน้าที่ครั้งล่าสุดเก่ากว่าที่หน่วยงานกำหนด ตรวจแต่ละคนแล้วยืนยันหรือยุติสิทธิที่\n\n{settings.BASE_URL}/office/people/",
        en="The last review of who may do what is older than your agency chose. Confirm or end the rights of each:"
        f"\n\n{settings.BASE_URL}/en/office/people/",
    )
    with acting_as(worker_at(due.agency_id)):
        for address, language in due.heads:
            key = f"review/{due.agency_id}/{due.month.isoformat()}/{digest(address)[:16]}"
            send_email(
                agency_id=due.agency_id, subject_id=due.agency_id, key=key, to=address,
                subject=subject.in_language(language), body=words.in_language(language),
            )  # fmt: skip


@subscribe(Appointed)
def invite_officer(appointed: Appointed) -> None:
    """Once for each appointment: how one who serves now signs in."""
    agency = name_of(agency_by_id(appointed.agency_id))
    subject = Text(th=f"ท่านปฏิบัติงานที่{agency.th}ในระบบทันใจแล้ว", en=f"You serve at {agency.en} on Thanjai now")
    words = Text(
        th=f"หัวหน้าหน่วยงานให้สิทธิท่านปฏิบัติงานที่{agency.th} เข้าสู่ระบบด้วยอีเมลนี้ แล้วตั้งการยืนยันตัวตนขั้นที่สอง\n\n"
        f"{settings.BASE_URL}/office/\n\nหากท่านไม่ได้ทำงานที่นี่ โปรดแจ้งหน่วยงาน",
        en=f"The head of {agency.en} has given you rights to work there. Sign in with this address, then set up a second "
        f"proof of who you are.\n\n{settings.BASE_URL}/en/office/\n\nIf you do not work there, tell the agency.",
    )
    with acting_as(worker_at(appointed.agency_id)):
        send_email(
            agency_id=appointed.agency_id, subject_id=appointed.change_id, key=f"appointed/{appointed.change_id}",
            to=appointed.email, subject=subject.in_language(appointed.language),
            body=words.in_language(appointed.language),
        )  # fmt: skip
