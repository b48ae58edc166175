"""A queued letter brings its own job; and letters that agencies call for."""

from __future__ import annotations

from django.conf import settings

from thanjai.agencies.events import ReviewDue
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
