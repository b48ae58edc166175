"""Letters about an agency's money, which knows of no letters itself."""

from __future__ import annotations

from django.conf import settings

from thanjai.accounts.selectors import person
from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.models import Case
from thanjai.domain.money import baht
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email
from thanjai.money.billers import biller
from thanjai.money.events import BillerDecided, MoneyNotSent, MoneySentBack
from thanjai.money.looking import instruction

_OUTCOME = {
    "approved": Text(th="อนุมัติให้รับเงินเข้า Biller ID ใหม่แล้ว", en="A new biller was approved"),
    "refused": Text(th="ไม่อนุมัติ Biller ID ที่ขอ", en="A biller was refused"),
}


def tell_of_biller(decided: BillerDecided) -> None:
    """Both who asked and who decided hear of it: if one of them knows nothing of it, somebody used their name."""
    with acting_as(worker_at(decided.agency_id)):
        row = biller(decided.agency_id, decided.biller_row)
        subject = _OUTCOME[row.outcome]
        words = Text(
            th=f"{subject.th}: {row.biller_id} กองทุน {row.fund or 'ทั้งหมดที่ไม่มีของตนเอง'} "
            f"ผู้ขอ {row.asked_by_name} ผู้สั่ง {row.decided_by_name}\n"
            "หากท่านไม่ได้ขอหรือสั่ง แจ้งหัวหน้าหน่วยงานทันที",
            en=f"{subject.en}: {row.biller_id}, {f'fund {row.fund}' if row.fund else 'all funds without their own'}. "
            f"Asked by {row.asked_by_name}, decided by {row.decided_by_name}.\n"
            "If that was not you, tell the head of your agency at once.",
        )
        _write(decided, f"biller/{row.id}", subject, words, "billers/")


def tell_not_sent(told: MoneyNotSent) -> None:
    """Whoever asked for a refund and whoever approved it hear that it was not sent."""
    with acting_as(worker_at(told.agency_id)):
        row = instruction(told.agency_id, told.instruction_id)
        subject = Text(th="ส่งเงินคืนไม่สำเร็จ", en="A refund was not sent")
        amount, why = baht(row.fee_satang), row.answer or {"th": "", "en": ""}
        words = Text(
            th=f"เงินคืน {amount} บาท ที่อนุมัติแล้ว ส่งคืนไม่ได้ และยกเลิกในบัญชีแล้ว\n{why['th']}",
            en=f"The refund of {amount} baht that was approved was not sent, and is undone in the books.\n{why['en']}",
        )
        _write(told, f"not-sent/{row.id}", subject, words, f"asked/{row.id}/")


def _write(about: BillerDecided | MoneyNotSent, key: str, subject: Text, words: Text, place: str) -> None:
    """To both officers, each in their language, with the page of the office to look at."""
    agency = name_of(agency_by_id(about.agency_id))
    for id in about.people:
        officer = person(id)
        if officer.email:
            prefix = "/en" if officer.language == "en" else ""
            link = f"{settings.BASE_URL}{prefix}/office/money/{place}"
            send_email(
                agency_id=about.agency_id, subject_id=about.agency_id, key=f"{key}/{id}", to=officer.email,
                subject=subject.in_language(officer.language),
                body="\n\n".join((words.in_language(officer.language), link, agency.in_language(officer.language))),
            )  # fmt: skip


def tell_sent_back(row: Case, sent: MoneySentBack) -> None:
    """The applicant hears that money goes back to where they paid it from, or to the account that was named."""
    amount = baht(sent.satang)
    to_account = Text(
        th=f"หน่วยงานคืนเงิน {amount} บาท เข้าบัญชีธนาคารที่แจ้งไว้แล้ว ท่านไม่ต้องทำอะไร หากไม่พบยอดในบัญชี ติดต่อหน่วยงาน",
        en=f"We have paid {amount} baht back to the bank account that we were given. You need not do anything. "
        "If you do not find it there, contact us.",
    )
    at_gateway = Text(
        th=f"หน่วยงานคืนเงิน {amount} บาท ไปยังบัตรหรือบัญชีที่ท่านใช้ชำระแล้ว ธนาคารของท่านอาจใช้เวลาหลายวันก่อนแสดงยอด ท่านไม่ต้องทำอะไร",
        en=f"We have sent {amount} baht back to the card or account that you paid from. Your bank may take some days to "
        "show it. You need not do anything.",
    )
    with acting_as(worker_at(sent.agency_id)):
        subject = Text(th="คืนเงินแล้ว", en="Money was sent back to you")
        write_to_applicant(
            row,
            key=f"sent-back/{sent.instruction_id}",
            subject=subject,
            words=to_account if sent.to_account else at_gateway,
        )
