"""Bringing in a bank's statement: the file is kept whole, then read; what an earlier file brought is recognised."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from thanjai.domain.buddhist import bangkok_day, day_in_words
from thanjai.domain.refusals import Refusal
from thanjai.domain.statement import camt, csv_file, model
from thanjai.domain.statement.model import file_refused
from thanjai.domain.text import Text
from thanjai.kernel import files, scanner
from thanjai.kernel.clock import now, today
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import banking, placing
from thanjai.money.desk import cashier_of
from thanjai.money.models import BankAccount, BankLine, Statement

PURPOSE: Final = "statement"
MOST_FILES, MOST_BYTES_KEPT = 5_000, 2_000_000_000
"""Of one account, those that could not be read included. Thirteen years of a file each day."""
_TYPES: Final = {"csv": "text/csv", "camt053": "application/xml"}


@dataclass(frozen=True)
class File:
    """What an officer sent."""

    name: str
    content: bytes


def bring_in(*, actor: Actor, account_id: UUID, file: File) -> Statement:
    """Keep a file and read it. Nothing is booked. Raises Refusal; a file that cannot be read stays kept."""
    member = cashier_of(actor)
    state = _scanned(file.content)
    with acting_as(worker_at(member.agency_id)), transaction.atomic():
        # Whoever brings in the same account's next file waits: lines are recognised by what is there.
        account = banking.account(member.agency_id, account_id, lock=True)
        _check_new(account, file.content)
        kept = _keep(account, file, state)
    with acting_as(worker_at(member.agency_id)), transaction.atomic():
        account = banking.account(member.agency_id, account_id, lock=True)
        said = _read(account, file.content)
        row = _enter(account, said, kept, by=member.person_id, by_name=actor.name, form=_form(file.content))
        placing.recognise(account.agency_id, row.lines.all())
        return row


def _scanned(content: bytes) -> Found:
    if not content:
        raise file_refused("เลือกไฟล์รายการเดินบัญชี", "Choose the file of the statement.")
    if len(content) > csv_file.MOST_BYTES:
        raise file_refused(
            f"ไฟล์ใหญ่เกิน {csv_file.MOST_BYTES // 1_000_000} MB ขอรายการเป็นช่วงที่สั้นลง",
            f"The file is larger than {csv_file.MOST_BYTES // 1_000_000} MB. Ask the bank for a shorter time.",
        )
    found = scanner.scan(content).found
    if found is Found.MALWARE:
        raise Refusal("file_malware", files.MALWARE, field="file")
    if found is Found.NOT_SCANNED and settings.THANJAI_SCANNER_ABSENT == "refuse":
        raise file_refused(
            "ตรวจไวรัสไม่ได้ในขณะนี้ ลองใหม่ภายหลัง", "It cannot be checked for viruses just now. Try again later."
        )
    return found


def _check_new(account: BankAccount, content: bytes) -> None:
    known = Statement.objects.filter(account=account, sha256=hashlib.sha256(content).hexdigest()).first()
    if known is not None:
        on = day_in_words(bangkok_day(known.at))
        raise file_refused(
            f"ไฟล์นี้นำเข้าแล้วเมื่อ {on.th} โดย {known.by_name} ไม่มีรายการใดถูกบันทึกซ้ำ",
            f"This file was brought in already on {on.en} by {known.by_name}. Nothing was entered twice.",
        )


def _keep(account: BankAccount, file: File, state: Found) -> StoredFile:
    """The file as it came; once, however often it is tried."""
    digest = hashlib.sha256(file.content).hexdigest()
    for kept in files.files_of(account.id, PURPOSE):
        if kept.sha256 == digest:
            return kept
    if files.is_full(account.id, MOST_FILES, MOST_BYTES_KEPT):
        raise file_refused(
            "บัญชีนี้มีไฟล์เต็มแล้ว ติดต่อผู้ดูแลระบบ", "This account holds too many files. Ask who runs the platform."
        )
    form = _form(file.content)
    ending = "xml" if form == "camt053" else "csv"
    return files.store_file(
        content=file.content, name=f"{account.number}-{digest[:12]}.{ending}", content_type=_TYPES[form],
        agency=account.agency_id, owner=account.id, purpose=PURPOSE, state=state,
    )  # fmt: skip


def _form(content: bytes) -> str:
    return "camt053" if camt.is_xml(content) else "csv"


def _read(account: BankAccount, content: bytes) -> model.Statement:
    if camt.is_xml(content):
        said = camt.read(content, today())
    elif account.layout is None:
        raise Refusal(
            "no_layout",
            Text(
                th="ตั้งคอลัมน์ของบัญชีนี้ก่อน แล้วนำเข้าไฟล์ CSV อีกครั้ง",
                en="First say which columns this account's files have, then bring in the CSV again.",
            ),
            field="account",
        )
    else:
        said = csv_file.read(content, csv_file.from_data(account.layout), today())
    figures = "".join(sign for sign in said.account if sign.isdecimal())
    if said.account and not figures.endswith(account.number):
        raise Refusal(
            "other_account",
            Text(
                th=f"ไฟล์นี้เป็นของบัญชี {said.account} เลือกบัญชีให้ตรงกัน",
                en=f"This file is of account {said.account}. Choose that account.",
            ),
            field="account",
        )
    return said


def _enter(account: BankAccount, said: model.Statement, kept: StoredFile, **facts: Any) -> Statement:
    """The statement with those of its lines that are new."""
    keys = model.keys(said.movements)
    rows = BankLine.objects.filter(account=account)
    known = set(rows.filter(key__in=keys).values_list("key", flat=True))
    covered = rows.aggregate(last=Max("day"))["last"]
    new: dict[str, tuple[int, model.Movement]] = {}
    for ordinal, (key, one) in enumerate(zip(keys, said.movements, strict=True), 1):
        if key not in known:
            new.setdefault(key, (ordinal, one))
    row = Statement.objects.create(
        agency_id=account.agency_id, account=account, file_id=kept.id, sha256=kept.sha256,
        first_day=said.first, last_day=said.last, opening_satang=said.opening, closing_satang=said.closing,
        lines_read=len(keys), lines_known=len(keys) - len(new),
        lines_late=sum(covered is not None and one.day <= covered for _, one in new.values()),
        at=now(), **facts,
    )  # fmt: skip
    BankLine.objects.bulk_create(_line(row, key, ordinal, one) for key, (ordinal, one) in new.items())
    return row


def _line(row: Statement, key: str, ordinal: int, one: model.Movement) -> BankLine:
    return BankLine(
        agency_id=row.agency_id, account_id=row.account_id, statement=row, ordinal=ordinal, key=key, day=one.day,
        at=one.at, satang=one.satang, references=list(one.references), description=one.description,
        bank_reference=one.bank_reference, balance=one.balance,
    )  # fmt: skip
