"""A statement as a message of ISO 20022: camt.053, BankToCustomerStatement, of any version.

Elements by their published names; namespaces are left aside, for each version has its own. Only booked entries count.
What a document type could do (entities, files of ours, addresses) is refused before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from thanjai.domain.bank_xml import NotRead, root_of
from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.csv_file import MOST_BYTES
from thanjai.domain.statement.model import Movement, Statement, file_refused, shortened

_OPENING: Final = ("OPBD", "PRCD")
_WRITTEN: Final = re.compile(r"[0-9]{1,18}(\.[0-9]{1,5})?")


def is_xml(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<"))


def read(content: bytes, today: date) -> Statement:
    """The statement in a file; several of the same account are one. Raises Refusal."""
    root = _root(content)
    statements = _all(root, "BkToCstmrStmt/Stmt")
    if not statements:
        raise _not_camt()
    accounts = {_account(one) for one in statements}
    if len(accounts) > 1:
        raise file_refused(
            "ไฟล์นี้มีหลายบัญชี ขอไฟล์แยกบัญชีจากธนาคาร", "Several accounts are in this file. Ask the bank for one each."
        )
    try:
        movements = tuple(one for statement in statements for one in _movements(statement))
        opening = _balance(statements[0], _OPENING)
        closing = _balance(statements[-1], ("CLBD",))
    except ValueError:
        raise _not_camt() from None
    if any(one.day > today for one in movements):
        raise file_refused(
            "มีรายการหลังวันนี้ ขอไฟล์ใหม่จากธนาคาร", "A line is of a day after today. Ask the bank for a new file."
        )
    return Statement(movements, opening, closing, accounts.pop())


def _root(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise file_refused("ไฟล์ใหญ่เกินไป ขอรายการเป็นช่วงที่สั้นลง", "The file is too large. Ask the bank for a shorter time.")
    try:
        return root_of(content)
    except NotRead:
        raise _not_camt() from None


def _not_camt() -> Refusal:
    return file_refused(
        "ไฟล์ XML นี้ไม่ใช่ CAMT.053 ที่อ่านได้ ขอไฟล์ใหม่จากธนาคาร หรือใช้ไฟล์ CSV",
        "This XML is no CAMT.053 that can be read. Ask the bank for a new file, or take its CSV.",
    )


def _all(element: Any, path: str) -> list[Any]:
    found = [element]
    for name in path.split("/"):
        found = [child for one in found for child in one.iterchildren("{*}" + name)]
    return found


def _text(element: Any, *paths: str) -> str:
    """The text of the first of these that there is."""
    for path in paths:
        for one in _all(element, path):
            if one.text and one.text.strip():
                return shortened(one.text)
    return ""


def _account(statement: Any) -> str:
    return _text(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id")


def _balance(statement: Any, kinds: tuple[str, ...]) -> int | None:
    for kind in kinds:
        for one in _all(statement, "Bal"):
            if _text(one, "Tp/CdOrPrtry/Cd") == kind:
                return _signed(one)
    return None


def _signed(element: Any) -> int:
    """The amount with its direction. Raises ValueError."""
    amounts = _all(element, "Amt")
    if not amounts:
        raise ValueError("no amount")
    return _amount(amounts[0], _text(element, "CdtDbtInd"))


def _amount(amount: Any, direction: str) -> int:
    if amount.get("Ccy") != "THB":
        raise file_refused("บัญชีต้องเป็นสกุลเงินบาท (THB)", "The account must be in baht (THB).")
    written = (amount.text or "").strip()
    if not _WRITTEN.fullmatch(written) or direction not in ("CRDT", "DBIT"):
        raise ValueError("no amount")
    satang = Decimal(written) * 100
    if satang != satang.to_integral_value():
        raise ValueError("a part of a satang")
    return int(satang) if direction == "CRDT" else -int(satang)


def _movements(statement: Any) -> Iterator[Movement]:
    for entry in _all(statement, "Ntry"):
        if _text(entry, "Sts/Cd", "Sts") != "BOOK":
            continue
        details = _all(entry, "NtryDtls/TxDtls")
        total = _signed(entry)
        parts = _parts(details, total)
        if parts is None:
            yield _movement(entry, details[0] if len(details) == 1 else None, total)
        else:
            yield from (_movement(entry, one, satang, f"/{n}") for n, (one, satang) in enumerate(parts, 1))


def _parts(details: list[Any], total: int) -> list[tuple[Any, int]] | None:
    """The payments of an entry that is several of them together; None where they do not say how it divides."""
    if len(details) < 2:
        return None
    found = []
    for one in details:
        amounts = _all(one, "Amt") or _all(one, "AmtDtls/TxAmt/Amt")
        if not amounts:
            return None
        found.append((one, _amount(amounts[0], _text(one, "CdtDbtInd") or ("CRDT" if total > 0 else "DBIT"))))
    return found if sum(satang for _, satang in found) == total else None


def _movement(entry: Any, detail: Any, satang: int, part: str = "") -> Movement:
    """`part` goes after the bank's mark of the entry, where the payment in it has none of its own."""
    day, at = _when(entry)
    inner = detail if detail is not None else entry
    structured = [one.text for one in _all(inner, "RmtInf/Strd/CdtrRefInf/Ref") if one.text]
    named = [_text(inner, f"Refs/{name}") for name in ("EndToEndId", "TxId")]
    free = [one.text for one in _all(inner, "RmtInf/Ustrd") if one.text]
    payer = _text(inner, "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm")
    whole = _text(entry, "AcctSvcrRef", "NtryRef")
    own = _text(inner, "Refs/AcctSvcrRef") if detail is not None else ""
    return Movement(
        day=day, satang=satang, at=at,
        references=tuple(shortened(text) for text in (*structured, *named) if text and text != "NOTPROVIDED"),
        description=shortened(" ".join([*free, payer, _text(entry, "AddtlNtryInf")])),
        bank_reference=own or (whole and f"{whole}{part}"),
    )  # fmt: skip


def _when(entry: Any) -> tuple[date, time | None]:
    """When it was booked, in Bangkok. Raises ValueError."""
    told = _text(entry, "BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt")
    if "T" not in told:
        return date.fromisoformat(told[:10]), None
    moment = datetime.fromisoformat(told)
    local = in_bangkok(moment) if moment.tzinfo else moment
    return local.date(), local.time().replace(microsecond=0)
