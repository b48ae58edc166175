"""Answering people's requests: what an approval brings by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.accounts.selectors import person as person_by_id
from thanjai.cases import subjects
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.selectors import case_by_number, case_for_update, domain_case
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.payouts.copying import paid_to
from thanjai.privacy import copies, retention
from thanjai.privacy.notice import SERVICE

PURPOSE: Final = "data-copy"
COPY_KEPT: Final = timedelta(days=90)
COPIED: Final = frozenset({"access", "portability"})
PROVEN: Final = frozenset({"card", "account"})
"""Ways of knowing who asks that are enough to give what is known under a national id."""


@transaction.atomic
def answer(*, case_id: UUID) -> None:
    """Do what an approved request asks for; twice does no more than once. The caller acts as the platform."""
    row = case_for_update(case_id)
    case = domain_case(row)
    if row.service_id != SERVICE or case.decision != "approved" or row.erased_at is not None:
        return
    right = case.answers.get("right")
    if right in COPIED and not copies_of(case_id):
        _make_copy(row, case.answers, str(case.steps["check"].findings.get("identity", "")))
    elif right == "erasure":
        for number in str(case.steps["decide"].findings.get("erase_numbers", "")).split():
            _erase(row, case, number)


def _make_copy(row: Any, answers: dict[str, Any], identity: str) -> None:
    found = [one for one in _about(row, answers, identity) if one.id != row.id]
    known = _known(answers, identity)
    payee = paid_to(row.agency_id, case_ids=[one.id for one in found], national_id=known)
    copy = copies.of_cases([*found, row], about=row.applicant, payee=payee)
    with copies.archive(copy, found, reference=row.number) as content:
        files.store_file(
            content=content.read(), name=f"data-{row.number}.zip", content_type="application/zip",
            agency=row.agency_id, owner=row.id, purpose=PURPOSE, person=row.person_id, bearer=row.bearer,
        )  # fmt: skip
    subject = Text(th="สำเนาข้อมูลของท่านพร้อมแล้ว", en="The copy of your data is ready")
    words = Text(
        th=f"ดาวน์โหลดได้ที่หน้าติดตามเรื่อง ภายใน {COPY_KEPT.days} วัน ไฟล์มีเอกสารสำหรับอ่าน ข้อมูลสำหรับเครื่อง และไฟล์ที่ท่านส่งไว้",
        en=f"Download it from the case page within {COPY_KEPT.days} days. It has a paper to read, the data for machines and "
        "the files you sent.",
    )
    write_to_applicant(row, key=f"data-copy/{row.id}", subject=subject, words=words)


def _about(row: Any, answers: dict[str, Any], identity: str) -> list[Any]:
    """Of an account always; of a national id only when it is certain who asks."""
    return subjects.cases_about(row.agency_id, person_id=row.person_id, national_id=_known(answers, identity))


def _known(answers: dict[str, Any], identity: str) -> str:
    """The national id of whoever asks, when it is certain; empty otherwise."""
    return str(answers.get("national_id") or "") if identity in PROVEN else ""


def _erase(row: Any, case: Any, number: str) -> None:
    """A case of the same person, if it has ended; what may not be erased stays, and its plan says nothing of it."""
    try:
        wanted = case_by_number(number)
    except Refusal:
        return
    mine = {one.id for one in _about(row, case.answers, str(case.steps["check"].findings.get("identity", "")))}
    if wanted is None or wanted.id not in mine or wanted.id == row.id or wanted.closed_at is None:
        return
    plan = retention.new_plan(
        agency_id=row.agency_id, case_id=wanted.id, number=wanted.number, service_id=wanted.service_id
    )
    if plan.held_at is None and plan.erased_at is None:
        plan.save()
        retention.carry_out(plan, rule=f"พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล มาตรา 33 ตามคำขอ {row.number}")


def copies_of(case_id: UUID) -> list[StoredFile]:
    """The copies that were made for a request, for whom the row policies show them to."""
    return files.files_of(case_id, PURPOSE)


def own_copy(person_id: UUID) -> tuple[copies.Copy, list[Any]]:
    """Everything under an account, at all agencies; and the cases whose files belong to it."""
    person, rows = person_by_id(person_id), subjects.own_cases(person_id)
    account = copies.Account(name=person.name, email=person.email, phone=person.phone)
    mine = [one.id for one in rows]
    payee = [paid for agency in {one.agency_id for one in rows} for paid in paid_to(agency, case_ids=mine)]
    drafts = subjects.own_drafts(person_id)
    return copies.of_cases(rows, about=person.name, account=account, drafts=drafts, payee=payee), rows


def old_copies(most: int) -> Iterator[StoredFile]:
    """Copies that lay ready long enough. The caller acts as the platform."""
    yield from StoredFile.objects.filter(purpose=PURPOSE, created_at__lt=now() - COPY_KEPT).order_by("created_at")[
        :most
    ]
