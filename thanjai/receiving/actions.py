"""Recording that a document was taken or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.agencies.selectors import officer_of
from thanjai.documents import selectors as documents
from thanjai.domain import reception
from thanjai.domain.reception import Asked
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.scanner import Found as Scanned
from thanjai.kernel.tenancy import Actor
from thanjai.receiving.checks import Found
from thanjai.receiving.models import Reception
from thanjai.receiving.selectors import may_record
from thanjai.receiving.slips import Slip

PURPOSE: Final = "received"
_ONE_AFTER_THE_OTHER: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True)
class Brought:
    """The file to keep with the record. `sha256` is of the file as it was sent, `content` is harmless."""

    sha256: str
    name: str
    content: bytes
    content_type: str
    state: Scanned


@dataclass(frozen=True)
class Typed:
    """What the officer chose and wrote."""

    outcome: str
    purpose: str
    why: str = ""
    words: str = ""


@transaction.atomic
def record(*, actor: Actor, slip: Slip, typed: Typed, brought: Brought | None = None) -> Reception:
    """Once for each check, however often it is sent. Raises Refusal."""
    member = officer_of(actor)
    if not may_record(member.roles):
        raise Refusal("not_allowed", _NOT_ALLOWED)
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AFTER_THE_OTHER, [str(slip.id)])
    there = Reception.objects.filter(pk=slip.id).first()
    if there is not None:
        return there
    found = slip.found
    decided = reception.decision(
        outcome=typed.outcome, purpose=typed.purpose, why=typed.why, words=typed.words, lines=found.lines
    )
    _must_stand_as_checked(found)
    if found.known and documents.is_held_by(found.check_code, member.person_id):
        raise Refusal("own_document", _OWN, field="outcome")
    if brought is not None and brought.sha256 != found.sha256:
        raise Refusal("other_file", _OTHER_FILE, field="file")
    facts = {
        "agency_id": member.agency_id, "document_id": found.document_id, "check_code": found.check_code,
        "sha256": found.sha256, "lines": [[one.asked, one.answer, one.code] for one in found.lines],
        "outcome": decided.outcome, "why": decided.why or "", "words": decided.words, "purpose": decided.purpose,
        "person_id": member.person_id, "person_name": actor.name, "at": now(),
    }  # fmt: skip
    file_id = _kept(member.agency_id, slip.id, brought) if brought else None
    return Reception.objects.create(pk=slip.id, file_id=file_id, **facts)


def _kept(agency: UUID, owner: UUID, brought: Brought) -> UUID:
    stored = files.store_file(
        content=brought.content, name=brought.name, content_type=brought.content_type, agency=agency,
        owner=owner, purpose=PURPOSE, state=brought.state,
    )  # fmt: skip
    return stored.id


def _must_stand_as_checked(found: Found) -> None:
    """Raises Refusal when the document stands otherwise than when it was checked."""
    said = next(line.code for line in found.lines if line.asked is Asked.REGISTER)
    if found.known is not None and found.known.status != said:
        raise Refusal("check_again", _CHANGED, field="code")


_NOT_ALLOWED = Text(
    th="ผู้รับเงินบันทึกการรับเอกสารไม่ได้ ให้เจ้าหน้าที่รับคำขอหรือผู้พิจารณาบันทึก",
    en="A cashier cannot record this. Ask an officer of the front desk, or one who reviews requests.",
)
_CHANGED = Text(
    th="สถานะของเอกสารเปลี่ยนไปหลังจากที่ตรวจ ตรวจอีกครั้งแล้วจึงบันทึก",
    en="How the document stands has changed since it was checked. Check it again, then record it.",
)
_OWN = Text(
    th="เอกสารนี้เป็นของท่านเอง ให้เจ้าหน้าที่อื่นเป็นผู้รับ",
    en="This document is your own. Another officer must take or refuse it.",
)
_OTHER_FILE = Text(
    th="ไฟล์ที่จะเก็บไม่ใช่ไฟล์ที่ตรวจ เลือกไฟล์เดิม หรือไม่เก็บไฟล์",
    en="This is not the file that was checked. Choose that one, or keep none.",
)
