"""What the bank says became of a roll: pain.002 or CSV, read as often as it comes, each answer taken once."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.domain.bank_xml import NotRead, root_of
from thanjai.domain.payroll import Way
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.payouts.answering import PAID, RETURNED, write
from thanjai.payouts.faults import Fault, UnreadableFile, decoded, of_whole
from thanjai.payouts.models import RollLine
from thanjai.payouts.rolls import locked

COLUMNS: Final = ("end_to_end_id", "status", "code")
_STATES: Final = {"ACSC": PAID, "ACCC": PAID, "RJCT": RETURNED}
"""pain.002: settled, credited, rejected. Any other is on its way, and no answer yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`place` is the line of the file, or the number of the transaction."""

    place: int
    end_to_end: str
    outcome: str
    code: str


@dataclass(frozen=True)
class Taken:
    """What an import has changed. `known` had been answered just so before."""

    paid: int
    returned: int
    known: int


def read(content: bytes, message_id: str) -> list[Answer]:
    """The answers of a file. Raises UnreadableFile with every fault."""
    return list(
        _of_xml(content, message_id) if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _of_csv(content)
    )


def _of_csv(content: bytes) -> Iterator[Answer]:
    rows = csv.DictReader(io.StringIO(decoded(content)))
    if not {"end_to_end_id", "status"} <= set(rows.fieldnames or ()):
        columns = ", ".join(COLUMNS)
        raise of_whole(f"บรรทัดแรกต้องมีชื่อคอลัมน์ {columns}", f"The first line must name the columns {columns}.")
    for place, row in enumerate(rows, 2):
        yield Answer(
            place,
            (row["end_to_end_id"] or "").strip(),
            (row["status"] or "").strip().lower(),
            (row.get("code") or "").strip(),
        )


def _of_xml(content: bytes, message_id: str) -> Iterator[Answer]:
    try:
        root = root_of(content)
    except NotRead:
        raise of_whole(
            "ไฟล์ XML อ่านไม่ได้ หรือมี DOCTYPE ซึ่งไม่ใช่ pain.002 ดาวน์โหลดจากธนาคารใหม่",
            "The XML cannot be read, or has a DOCTYPE, which no pain.002 has: download it from the bank anew.",
        ) from None
    about = root.findtext(".//{*}OrgnlGrpInfAndSts/{*}OrgnlMsgId")
    if about != message_id:
        raise of_whole(
            f"ไฟล์นี้เป็นผลของ {about or '?'} ไม่ใช่ {message_id}", f"This file is about {about or '?'}, not {message_id}."
        )
    for place, one in enumerate(root.iterfind(".//{*}TxInfAndSts"), 1):
        state = one.findtext("{*}TxSts") or ""
        if state in _STATES:
            code = one.findtext("{*}StsRsnInf/{*}Rsn/{*}Cd") or one.findtext("{*}StsRsnInf/{*}Rsn/{*}Prtry") or ""
            yield Answer(place, (one.findtext("{*}OrgnlEndToEndId") or "").strip(), _STATES[state], code)


@transaction.atomic
def take(*, actor: Actor, roll_id: UUID, content: bytes) -> Taken:
    """Take in what the bank says, all of a file or nothing. The same again changes nothing; raises UnreadableFile."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, "sent", "closed", way=Way.BANK)
        answers = read(content, roll.message_id)
        rows = RollLine.objects.filter(roll=roll).select_related("payee__scheme", "roll")
        lines = {row.end_to_end: row for row in rows}
        new = _new(answers, lines)
        if not new:
            return Taken(0, 0, len(answers))
        said = {line: (one.outcome, one.code) for line, one in new.items()}
        result = write(roll, said, member.person_id, actor.name, digest=hashlib.sha256(content).hexdigest())
        return Taken(result.paid, result.returned, len(answers) - len(new))


def _new(answers: Sequence[Answer], lines: dict[str, RollLine]) -> dict[RollLine, Answer]:
    faults: list[Fault] = []
    new: dict[RollLine, Answer] = {}
    said: dict[str, str] = {}
    for one in answers:
        line = lines.get(one.end_to_end)
        if line is None:
            faults.append(
                Fault(one.place, "end_to_end_id", Text(th="ไม่มีรายการนี้ในบัญชี", en="The roll has no such line."))
            )
        elif one.outcome not in (PAID, RETURNED):
            words = Text(th="สถานะต้องเป็น paid หรือ returned", en="The status must be paid or returned.")
            faults.append(Fault(one.place, "status", words))
        elif said.setdefault(one.end_to_end, line.outcome or one.outcome) != one.outcome:
            words = Text(th=f"ผลต่างจากที่แจ้งไว้ก่อน ({said[one.end_to_end]}) สอบถามธนาคาร",
                         en=f"This says otherwise than before ({said[one.end_to_end]}): ask the bank.")  # fmt: skip
            faults.append(Fault(one.place, "status", words))
        elif not line.outcome:
            new.setdefault(line, one)
    if faults:
        raise UnreadableFile(faults)
    return new
