"""Letters to a document's holder: before it runs out, when something has happened to it or to their money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.catalogue.selectors import arrangement_of, ending_of
from thanjai.documents.keys import link_of
from thanjai.documents.models import Amendment, Document, Renewal, Replacement
from thanjai.domain.buddhist import format_day, format_moment
from thanjai.domain.money import baht
from thanjai.domain.renewal import Outcome, Reminder, Standing, State
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.messaging.actions import send_email


def remind(document: Document, row: Any, standing: Standing, owed: Reminder) -> None:
    """It runs out soon: what to do, and where."""
    last = document.valid_until
    assert last is not None
    where = _where_to_renew(document, row, standing)
    _send(
        document, row, f"renew/{document.id}/{owed.key}",
        Text(
            th=f"ใบอนุญาตของท่านจะหมดอายุ {format_day(last, 'th')}",
            en=f"Your licence runs out on {format_day(last, 'en')}",
        ),
        Text(
            th=f"เอกสารเลขที่ {document.number} ใช้ได้ถึงสิ้นวันที่ {format_day(last, 'th')}\n{standing.reason.th}\n\n{where.th}",
            en=f"Document no. {document.number} is valid until the end of {format_day(last, 'en')}.\n"
            f"{standing.reason.en}\n\n{where.en}",
        ),
    )  # fmt: skip


def _where_to_renew(document: Document, row: Any, standing: Standing) -> Text:
    place, ending = _where(document, row, standing), ending_of(document.agency_id, row.service_id)
    if ending is None:
        return place
    return Text(
        th=f"{place.th}\n\n{ending.whole(settings.BASE_URL).th}",
        en=f"{place.en}\n\n{ending.whole(settings.BASE_URL).en}",
    )


def _where(document: Document, row: Any, standing: Standing) -> Text:
    if standing.state is State.OPEN:
        link = link_of(document, row.language)
        return Text(
            th=f"ชำระด้วย Thai QR ได้ที่ลิงก์นี้ โดยไม่ต้องเข้าสู่ระบบ: {link}",
            en=f"Pay by Thai QR at this link, without signing in: {link}",
        )
    agency = agency_by_id(document.agency_id)
    prefix = "/en" if row.language == "en" else ""
    link = f"{settings.BASE_URL}{prefix}/a/{agency.slug}/{row.service_id}/"
    return Text(th=f"ดูวิธีและยื่นคำขอได้ที่ {link}", en=f"How to, and where to apply: {link}")


def send_link(document: Document, row: Any) -> bool:
    """Send the holder the way to their payment page, to the address they gave; whether there is one."""
    if not row.email:
        return False
    link = link_of(document, row.language)
    _send(
        document, row, f"renewal-link/{document.id}/{now().isoformat()}",
        Text(th="ลิงก์ต่ออายุใบอนุญาต", en="The link to renew your licence"),
        Text(
            th=f"เปิดหน้าต่ออายุเอกสารเลขที่ {document.number} ได้ที่ลิงก์นี้ ผู้ที่มีลิงก์ชำระแทนท่านได้: {link}",
            en=f"Renew document no. {document.number} at this link. Whoever has it can pay for you: {link}",
        ),
    )  # fmt: skip
    return True


def renewed(made: Renewal, row: Any, attachments: Sequence[UUID]) -> None:
    """It was renewed: until when, with the evidence and the receipt."""
    document, link = made.document, link_of(made.document, row.language)
    until = made.period_until
    _send(
        document, row, f"renewed/{made.id}",
        Text(th=f"ต่ออายุแล้วถึง {format_day(until, 'th')}", en=f"Renewed until {format_day(until, 'en')}"),
        Text(
            th=f"ได้รับชำระ {baht(made.satang)} บาท เมื่อ {format_moment(made.paid_at, 'th')} เอกสารเลขที่ {document.number} "
            f"ใช้ได้ต่อถึงสิ้นวันที่ {format_day(until, 'th')}\nหลักฐานการต่ออายุและใบเสร็จแนบมาพร้อมนี้ "
            f"QR บนใบอนุญาตเดิมแสดงวันใหม่แล้ว\n{link}",
            en=f"We received {baht(made.satang)} baht, paid on {format_moment(made.paid_at, 'en')}. "
            f"Document no. {document.number} is valid until the end of {format_day(until, 'en')}.\n"
            f"The evidence of renewal and the receipt are attached; the QR code of the licence shows the new date.\n{link}",
        ),
        attachments,
    )  # fmt: skip


def money_held(document: Document, row: Any, notice: Any, satang: int, outcome: Outcome) -> None:
    """Money came that renews nothing. It is kept for the payer; why, and what to do instead."""
    agency = agency_by_id(document.agency_id)
    _send(
        document, row, f"held/{notice.id}",
        Text(th="เงินที่ชำระยังไม่ได้ใช้ต่ออายุ หน่วยงานเก็บไว้คืนท่าน", en="Your payment renewed nothing; it is kept for you"),
        Text(
            th=f"ธนาคารแจ้งว่าท่านชำระเมื่อ {format_moment(notice.paid_at, 'th')} สำหรับเอกสารเลขที่ {document.number} "
            f"เงิน {baht(satang)} บาทนี้ไม่ได้ใช้ต่ออายุ เพราะ: {outcome.reason.th}\n"
            f"หน่วยงานเก็บเงินไว้คืนท่าน แจ้งบัญชีรับเงินคืนได้ที่ {agency.name_th} {agency.phone} "
            f"โดยอ้างเลขอ้างอิงธนาคาร {notice.outside_reference}",
            en=f"The bank says that you paid on {format_moment(notice.paid_at, 'en')} for document no. {document.number}. "
            f"These {baht(satang)} baht renewed nothing, because: {outcome.reason.en}\n"
            f"The agency keeps the money for you. Tell {agency.name_en} {agency.phone} where to send it, "
            f"with the bank's reference {notice.outside_reference}.",
        ),
    )  # fmt: skip


def amended(order: Amendment, new: Document, row: Any) -> None:
    """There is a new version: why, and that the old paper counts no more."""
    reason, page = order.words["reason"], f"{settings.BASE_URL}/v/{new.check_code}/"
    _send(
        new, row, f"amended/{order.id}",
        Text(th="เอกสารของท่านมีฉบับแก้ไข", en="Your document has a new version"),
        Text(
            th=f"หน่วยงานออกฉบับที่ {new.version} ของเอกสารเลขที่ {new.number} แล้ว แนบมาพร้อมนี้ เหตุผล: {reason}\n"
            f"เลขที่ เงื่อนไข และวันที่อื่นคงเดิม ฉบับก่อนใช้ไม่ได้อีก เลิกแสดงและใช้ฉบับนี้แทน\nหน้าตรวจสอบ: {page}",
            en=f"The agency has issued version {new.version} of document no. {new.number}; it is attached. "
            f"The reason: {reason}\nNumber, conditions and other days stay. The version before it is no longer good: take "
            f"it down and use this one.\nIts check page: {page}",
        ),
        [new.file_id],
    )  # fmt: skip


def handed_over(document: Document, row: Any) -> None:
    """Their document is another's now: the old paper counts no more."""
    page = f"{settings.BASE_URL}/v/{document.check_code}/"
    _send(
        document, row, f"handed-over/{document.id}",
        Text(th="โอนเอกสารของท่านแล้ว", en="Your document was handed over"),
        Text(
            th="หน่วยงานอนุญาตให้โอนตามที่ท่านยินยอม และออกเอกสารใหม่ให้ผู้รับโอนแล้ว เอกสารของท่านใช้ไม่ได้อีก "
            f"เลิกแสดงและคืนฉบับกระดาษให้หน่วยงาน\nหน้าตรวจสอบ: {page}",
            en="The agency has approved the transfer that you agreed to, and issued a new document to the new holder. Yours is "
            f"no longer good: take it down and return the paper to the agency.\nIts check page: {page}",
        ),
    )  # fmt: skip


def replacement_owed(wanted: Replacement, row: Any) -> None:
    """What it costs, and where to pay."""
    document = wanted.document
    prefix = "/en" if row.language == "en" else ""
    page = f"{settings.BASE_URL}{prefix}/case/{row.id}/documents/{document.id}/"
    _send(
        document, row, f"replacement-owed/{wanted.id}",
        Text(th="ชำระค่าใบแทน", en="Pay for your replacement"),
        Text(
            th=f"ใบแทนของเอกสารเลขที่ {document.number} มีค่าธรรมเนียม {baht(wanted.satang)} บาท "
            f"ชำระได้ที่หน้าเอกสารของท่าน {page} หรือที่หน่วยงาน เมื่อชำระแล้วจะส่งใบแทนให้",
            en=f"The replacement of document no. {document.number} costs {baht(wanted.satang)} baht. Pay on the page of your "
            f"document, {page}, or at the agency; the replacement is sent when it is paid.",
        ),
    )  # fmt: skip


def replaced(made: Replacement, row: Any, attachments: Sequence[UUID]) -> None:
    """The replacement, and that the paper before it counts no more."""
    document, page = made.document, f"{settings.BASE_URL}/v/{made.check_code}/"
    _send(
        document, row, f"replaced/{made.id}",
        Text(th="ใบแทนของท่าน", en="Your replacement"),
        Text(
            th=f"ใบแทนฉบับที่ {made.ordinal} ของเอกสารเลขที่ {document.number} แนบมาพร้อมนี้ ใบอนุญาตยังใช้ต่อตามเดิม "
            f"แต่กระดาษและไฟล์ฉบับก่อนใช้แสดงไม่ได้อีก หากพบฉบับเดิมให้คืนหน่วยงาน\nหน้าตรวจสอบ: {page}",
            en=f"Replacement no. {made.ordinal} of document no. {document.number} is attached. The licence goes on as it was, "
            f"but the paper and file before it may not be shown any more. If you find the old one, return it to the "
            f"agency.\nIts check page: {page}",
        ),
        attachments,
    )  # fmt: skip


def _send(document: Document, row: Any, key: str, subject: Text, words: Text, attachments: Sequence[UUID] = ()) -> None:
    """In the language of the request. Without an address there is nobody to write to."""
    if not row.email:
        return
    agency, speak = agency_by_id(document.agency_id), row.language
    title = Text(**document.title).in_language(speak)
    said = arrangement_of(document.agency_id, row.service_id)
    usual = Text(th=f"เรียน {document.holder}", en=f"Dear {document.holder},")
    greeting, we = said.greeting(document.holder, usual), said.we or name_of(agency)
    foot = Text(
        th=f"{title} เลขที่ {document.number}\n{we.th} {agency.phone}",
        en=f"{title} no. {document.number}\n{we.en} {agency.phone}",
    )
    send_email(
        agency_id=document.agency_id, subject_id=document.id, key=key, to=row.email,
        subject=f"{subject.in_language(speak)} · {document.number}",
        body="\n\n".join(part.in_language(speak) for part in (greeting, words, foot)), attachments=attachments,
    )  # fmt: skip
