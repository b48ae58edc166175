"""Letters about an agency's money, which knows of no letters itself."""

from __future__ import annotations

from django.conf import settings

from thanjai.accounts.selectors import person
from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email
from thanjai.money.billers import biller
from thanjai.money.events import BillerDecided

_OUTCOME = {
    "approved": Text(th="อนุมัติให้รับเงินเข้า Biller ID ใหม่แล้ว", en="A new biller was approved"),
    "refused": Text(th="ไม่อนุมัติ Biller ID ที่ขอ", en="A biller was refused"),
}


def tell_of_biller(decided: BillerDecided) -> None:
    """Both who asked and who decided hear of it: if one of them knows nothing of it, somebody used their name."""
    with acting_as(worker_at(decided.agency_id)):
        row, agency = biller(decided.agency_id, decided.biller_row), name_of(agency_by_id(decided.agency_id))
        subject = _OUTCOME[row.outcome]
        for id in decided.people:
            officer = person(id)
            if not officer.email:
                continue
            prefix = "/en" if officer.language == "en" else ""
            link = f"{settings.BASE_URL}{prefix}/office/money/billers/"
            words = Text(
                th=f"{subject.th}: {row.biller_id} กองทุน {row.fund or 'ทั้งหมดที่ไม่มีของตนเอง'} "
                f"ผู้ขอ {row.asked_by_name} ผู้สั่ง {row.decided_by_name}\n"
                f"หากท่านไม่ได้ขอหรือสั่ง แจ้งหัวหน้าหน่วยงานทันที\n\n{link}\n\n{agency.th}",
                en=f"{subject.en}: {row.biller_id}, {f'fund {row.fund}' if row.fund else 'all funds without their own'}. "
                f"Asked by {row.asked_by_name}, decided by {row.decided_by_name}.\n"
                f"If that was not you, tell the head of your agency at once.\n\n{link}\n\n{agency.en}",
            )
            send_email(
                agency_id=decided.agency_id, subject_id=row.id, key=f"biller/{row.id}/{id}", to=officer.email,
                subject=subject.in_language(officer.language), body=words.in_language(officer.language),
            )  # fmt: skip
