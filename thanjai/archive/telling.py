"""Letters about papers to which no new time stamp could be added: to the operator, and in need to the agency's heads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from thanjai.agencies.selectors import all_agencies
from thanjai.archive.readers import readers_of
from thanjai.archive.selectors import URGENT, Fault, faults
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.actions import send_email

AFTER: Final = timedelta(hours=20)
"""Of trying in vain; what was away for an hour is nothing to write about."""
_ABOUT: Final = UUID("6f1d2f0a-5d0e-5c7b-9f0b-8a3f1c1f7a55")


def tell() -> int:
    """Write once a week while papers cannot be stamped; how many letters that is."""
    with acting_as(PLATFORM), transaction.atomic():
        letters = _tell(None, _lasting(faults()))
        agencies = all_agencies()
    for agency in agencies:
        with acting_as(worker_at(agency.id)), transaction.atomic():
            letters += _tell(agency, [one for one in _lasting(faults(agency.id)) if _presses(one)])
    return letters


def _lasting(found: list[Fault]) -> list[Fault]:
    return [one for one in found if now() - one.since >= AFTER]


def _presses(fault: Fault) -> bool:
    return fault.first_end is None or fault.first_end - now() <= URGENT


def _tell(agency: Any, found: list[Fault]) -> int:
    if not found:
        return 0
    subject, body = _words(agency, found)
    year, week, _ = bangkok_day(now()).isocalendar()
    readers = readers_of(agency)
    for address, language in readers.items():
        about = uuid5(_ABOUT, f"{year}/{week}/{agency.code if agency else ''}")
        send_email(
            agency_id=agency.id if agency else None, subject_id=about, key=f"unstamped/{about}/{address}"[:120],
            to=address, subject=subject.in_language(language), body=body.in_language(language),
        )  # fmt: skip
    return len(readers)


def _words(agency: Any, found: list[Fault]) -> tuple[Text, Text]:
    papers = sum(one.papers for one in found)
    ends = min((one.first_end for one in found if one.first_end), default=None)
    until = {one: format_day(bangkok_day(ends), one) if ends else "–" for one in ("th", "en")}
    whose = Text(th=agency.name_th, en=agency.name_en) if agency else Text(th="ระบบ", en="the platform")
    reasons = "\n".join(f"– {one.papers:,}: {one.words}" for one in found[:10])
    subject = Text(
        th=f"ประทับเวลาใหม่ให้เอกสารของ{whose.th}ไม่ได้ {papers:,} ฉบับ",
        en=f"{papers:,} papers of {whose.en} could not be given a new time stamp",
    )
    do = Text(
        th="แจ้งผู้ดูแลระบบให้แก้ไขก่อนวันดังกล่าว",
        en="Ask whoever runs the platform to mend it before that day.",
    ) if agency else Text(
        th="ตรวจว่าผู้ให้บริการประทับเวลาตอบ แล้วสั่ง thanjai archive status และ thanjai archive renew",
        en="See that the authority for time stamps answers, then run thanjai archive status and thanjai archive renew.",
    )  # fmt: skip
    body = Text(
        th=f"เอกสารเหล่านี้ตรวจสอบได้ด้วยตัวเองถึงวันที่ {until['th']} (ฉบับที่สิ้นสุดก่อน) ระบบจะลองใหม่ทุกคืน\n\n{reasons}\n\n{do.th}",
        en=f"By themselves they can be checked until {until['en']} (the first of them). It is tried again every night.\n\n"
        f"{reasons}\n\n{do.en}",
    )
    return subject, body
