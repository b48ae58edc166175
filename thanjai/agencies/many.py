"""Many agencies at once, as lists bring them in: entered, changed, and undone again. The platform does it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from thanjai.agencies.models import Agency, Membership
from thanjai.domain.intake.agency_rows import slug_for
from thanjai.domain.regions import region_of
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.ids import new_id

Facts = Mapping[str, Any]
NAMES: Final = (
    "code", "kind", "name_th", "name_en", "province_th", "province_en", "address_th", "address_en", "phone", "email",
    "website", "tax_id", "areas", "latitude", "longitude", "opens_at", "closes_at",
)  # fmt: skip
"""What a list says of an agency."""
THERE_MEANWHILE: Final = Text(
    th="มีหน่วยงานรหัสหรือชื่อในที่อยู่เว็บนี้แล้วหลังจากตรวจไฟล์ ตรวจไฟล์ใหม่อีกครั้ง",
    en="An agency of this code was entered since the list was judged. Hand the list in again.",
)
CHANGED_MEANWHILE: Final = Text(
    th="ข้อมูลของหน่วยงานเปลี่ยนไปหลังจากตรวจไฟล์ ตรวจไฟล์ใหม่อีกครั้ง",
    en="The agency has changed since the list was judged. Hand the list in again.",
)
CHANGED_SINCE: Final = Text(
    th="ข้อมูลเปลี่ยนไปอีกหลังจากนำเข้า แก้เป็นรายหน่วยงาน", en="It was changed again since then. Mend it by itself."
)
GONE: Final = Text(th="ไม่มีหน่วยงานนี้แล้ว", en="This agency is no longer there.")
REFERRED_TO: Final = Text(th="มีข้อมูลอื่นในระบบที่อ้างถึงหน่วยงานนี้", en="Something else on the platform refers to this agency.")


@dataclass(frozen=True)
class Entry:
    """What is to become of one agency. `before` is what there was of the same; without it the agency is new."""

    code: str
    facts: Facts
    before: Facts


def facts_by_code(codes: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """What is known of agencies, those of some codes or all, as lists say it."""
    found = Agency.objects.all() if codes is None else Agency.objects.filter(code__in=codes)
    return {row["code"]: _said(row) for row in found.values(*NAMES)}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in row.items()}


def enter(entries: Sequence[Entry]) -> list[UUID | Text]:
    """Enter or change agencies, in the caller's transaction: the id of each, or why nothing was done."""
    locked = Agency.objects.select_for_update(no_key=True).filter(code__in=[one.code for one in entries])
    there = {row.code: row for row in locked}
    slugs = set(Agency.objects.values_list("slug", flat=True))
    outcomes: list[UUID | Text] = []
    fresh, changed = [], []
    for one in entries:
        row = there.get(one.code)
        if not one.before and row is None:
            slug = slug_for(one.facts["name_en"], one.code, slugs)
            slugs.add(slug)
            fresh.append(_written(Agency(id=new_id(), slug=slug), one.facts))
            outcomes.append(fresh[-1].id)
        elif one.before and row is not None and _has(row, one.before):
            changed.append(_written(row, one.facts))
            outcomes.append(row.id)
        else:
            outcomes.append(CHANGED_MEANWHILE if one.before else THERE_MEANWHILE)
    Agency.objects.bulk_create(fresh)
    _save(changed)
    return outcomes


def _has(row: Agency, facts: Facts) -> bool:
    said = _said({name: getattr(row, name) for name in facts})
    return said == dict(facts)


def _written(row: Agency, facts: Facts) -> Agency:
    for name, value in facts.items():
        setattr(row, name, time.fromisoformat(value) if name in ("opens_at", "closes_at") else value)
    row.region = region_of(row.province_th) or ""
    return row


def _save(rows: Sequence[Agency]) -> None:
    if rows:
        Agency.objects.bulk_update(rows, [*(name for name in NAMES if name != "code"), "region"])
    forget()


def put_back(entries: Mapping[UUID, Entry]) -> dict[UUID, Text]:
    """Undo changes, in the caller's transaction: what was there is there again; why not, of those that changed since."""
    there = Agency.objects.select_for_update(no_key=True).in_bulk(list(entries))
    kept: dict[UUID, Text] = {}
    rows = []
    for id, one in entries.items():
        row = there.get(id)
        if row is None or not _has(row, one.facts):
            kept[id] = GONE if row is None else CHANGED_SINCE
        else:
            rows.append(_written(row, one.before))
    _save(rows)
    return kept


def remove(ids: Sequence[UUID]) -> dict[UUID, Text]:
    """Remove agencies that nothing refers to, in the caller's transaction: why not, of the others."""
    if not _removed(ids):
        return {id: REFERRED_TO for id in ids if not _removed([id])}
    return {}


def _removed(ids: Sequence[UUID]) -> bool:
    """All of them or none. The database itself knows of every reference; each is asked about at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DELETE FROM agencies_agency WHERE id = ANY(%s)", [list(ids)])
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        return False
    forget()
    return True


def with_officers(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these agencies in which somebody serves or served."""
    return set(Membership.objects.filter(agency_id__in=list(ids)).values_list("agency_id", flat=True).distinct())
