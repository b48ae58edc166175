"""The register from a CSV file: all of it or nothing, with every fault by line and field."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.domain.bank_accounts import Account
from thanjai.domain.payroll import born
from thanjai.domain.refusals import Refusal
from thanjai.domain.spreadsheet import QUOTE
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.payouts.faults import Fault, UnreadableFile, decoded, of_whole
from thanjai.payouts.models import AccountChange, Payee, Scheme
from thanjai.payouts.register import Entry, account_key, add, change_asked, person_key
from thanjai.payouts.schemes import scheme_at

COLUMNS: Final = (
    "national_id", "name", "birth", "bank", "account", "account_name", "confirmed_on", "died_on", "email",
)  # fmt: skip
NEEDED: Final = COLUMNS[:3]
"""Whoever has no account in the file is paid in cash."""
MOST_LINES: Final = 20_000


@dataclass(frozen=True)
class Imported:
    """What a file has changed. Another account is only asked for, and waits for the head."""

    entered: int
    changed: int
    same: int
    accounts_asked: int


@dataclass(frozen=True, slots=True)
class _Row:
    place: int
    entry: Entry
    died_on: date | None


def read(content: bytes) -> list[_Row]:
    """The checked rows of a file. Raises UnreadableFile with every fault."""
    rows = csv.DictReader(io.StringIO(decoded(content)))
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        columns = ", ".join(missing)
        raise of_whole(f"บรรทัดแรกขาดชื่อคอลัมน์ {columns}", f"The first line lacks the columns {columns}.")
    found: list[_Row] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for place, row in enumerate(rows, 2):
        if place > MOST_LINES:
            raise of_whole(f"ไฟล์ยาวเกิน {MOST_LINES} บรรทัด แบ่งไฟล์", f"More than {MOST_LINES} lines: split the file.")
        try:
            one = _row(place, {name: _plain(row.get(name)) for name in COLUMNS})
            first = seen.setdefault(one.entry.national_id, place)
            if first != place:
                words = Text(th=f"ซ้ำกับบรรทัด {first}", en=f"The same as in line {first}.")
                raise Refusal("twice", words, field="national_id")
            found.append(one)
        except Refusal as refusal:
            faults.append(Fault(place, refusal.field or "", refusal.message))
    if faults:
        raise UnreadableFile(faults)
    return found


def _plain(cell: object) -> str:
    text = cell.strip() if isinstance(cell, str) else ""
    return text.removeprefix(QUOTE)


def _row(place: int, cells: dict[str, str]) -> _Row:
    account = Account(cells["bank"], cells["account"], cells["account_name"])
    entry = Entry(
        cells["national_id"], cells["name"], cells["birth"], account, _day(cells, "confirmed_on"), cells["email"]
    ).checked()
    return _Row(place, entry, _day(cells, "died_on"))


def _day(cells: dict[str, str], name: str) -> date | None:
    if not cells[name]:
        return None
    try:
        birth = born(cells[name])
        day = date(birth.year, birth.month or 0, birth.day or 0)
    except (Refusal, ValueError):
        day = None
    if day is None or day > today():
        words = Text(
            th="กรอกวันที่ที่ผ่านมาแล้วเป็น ปี-เดือน-วัน เช่น 2569-11-01",
            en="Enter a past day as year-month-day, such as 2026-11-01.",
        )
        raise Refusal("day", words, field=name)
    return day


@transaction.atomic
def take(*, actor: Actor, scheme_id: UUID, content: bytes) -> Imported:
    """Enter who is new, bring up to date who is there, and ask for accounts that differ; as a cashier.

    Whoever is on the register and not in the file stays as they are. The same file again changes nothing.
    """
    member = cashier_of(actor)
    rows = read(content)
    with acting_as(worker_at(member.agency_id)):
        scheme = scheme_at(member.agency_id, scheme_id)
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        there = {bytes(one.person_key): one for one in Payee.objects.select_for_update().filter(scheme=scheme)}
        asked = set(AccountChange.objects.filter(payee__scheme=scheme, outcome="").values_list("payee_id", flat=True))
        entered = changed = accounts = 0
        for row in rows:
            payee = there.get(person_key(row.entry.national_id))
            if payee is None:
                payee = add(scheme, row.entry, member.person_id, actor.name)
                _update(payee, row)
                entered += 1
                continue
            has_changed = _update(payee, row)
            has_account = not row.entry.account.is_none
            if has_account and payee.id not in asked and bytes(payee.account_key) != account_key(row.entry.account):
                reason = f"CSV {today().isoformat()}"
                change_asked(payee, row.entry.account, reason, member.person_id, actor.name)
                accounts += 1
            changed += has_changed
        return Imported(entered, changed, len(rows) - entered - changed, accounts)


def _update(payee: Payee, row: _Row) -> bool:
    """What the file says of somebody, where it says something. An empty cell leaves what is known."""
    entry = row.entry
    said = {
        "name": entry.name,
        "birth": entry.birth,
        "email": entry.email,
        "confirmed_on": entry.confirmed_on,
        "died_on": row.died_on,
    }
    new = {name: value for name, value in said.items() if value and getattr(payee, name) != value}
    for name, value in new.items():
        setattr(payee, name, value)
    if new:
        payee.save(update_fields=list(new))
    return bool(new)
