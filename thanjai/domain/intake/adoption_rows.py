"""Lists of adoptions: which agency offers which service with which figures, beside what is offered already."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from thanjai.domain import figures
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.model import ServiceDefinition, Setting
from thanjai.domain.intake.judged import MISSING, Cells, Judged, Verdict, repeated
from thanjai.domain.intake.table import Column, Row, folded
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

COLUMNS: Final = (
    Column("agency", Text(th="หน่วยงาน", en="Agency"), Text(th="รหัส ชื่อในที่อยู่เว็บ หรือชื่อเต็ม", en="Its code, name in addresses, or full name"),
           "KKC", True, ("รหัสหน่วยงาน", "agency code")),
    Column("service", Text(th="บริการ", en="Service"), Text(th="ชื่อบริการ หรือชื่อทางเทคนิค", en="Its title or technical name"),
           "food-premises-licence", True, ("ชื่อบริการ", "รหัสบริการ")),
    Column("figures", Text(th="ค่าของหน่วยงาน", en="Figures"),
           Text(th="ชื่อค่า=ค่า คั่นด้วย ; เว้นว่างได้ถ้าบริการไม่มีค่าที่ต้องกำหนด",
                en="name=figure, a semicolon between two; blank where the service asks for none"),
           "licence_fee=500; pay_days=15", False, ("ค่า", "settings")),
)  # fmt: skip
_YES: Final = ("true", "yes", "ใช่", "มี")
_NO: Final = ("false", "no", "ไม่", "ไม่ใช่", "ไม่มี")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Place:
    """An agency that could take a service on."""

    id: UUID
    code: str
    kind: AgencyKind


@dataclass(frozen=True)
class Known:
    """What a list is judged beside: agencies and services by all their names (`folded`), and the figures with which
    agencies offer services already, by the agency's code and the service."""

    agencies: Mapping[str, Collection[Place]]
    services: Mapping[str, ServiceDefinition]
    offered: Mapping[tuple[str, str], Mapping[str, Any]]


def judged_adoptions(rows: Iterable[Row], known: Known) -> Iterator[Judged]:
    """Each line beside what the agency offers. What it offers already with other figures is its own: a list changes
    none of it."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        cells = Cells(row)
        place = cells.take("agency", lambda typed: _agency(typed, known))
        definition = cells.take("service", lambda typed: _service(typed, known))
        for column in ("agency", "service"):
            if not row.cells.get(column):
                cells.fault(column, MISSING)
        if place is None or definition is None:
            yield cells.judged(row.cells.get("agency", ""), None)
            continue
        given = cells.take("figures", partial(_figures, definition)) or {}
        cells.facts = {"agency": place.code, "service": definition.id, "figures": given}
        key = (place.code, definition.id)
        if first.setdefault(key, row.line) != row.line:
            cells.fault("service", repeated(first[key]))
        yield _beside(cells, place, definition, known.offered.get(key))


def _beside(cells: Cells, place: Place, definition: ServiceDefinition, there: Mapping[str, Any] | None) -> Judged:
    given = cells.facts["figures"]
    key = f"{place.code} {definition.id}"
    if place.kind not in definition.agency_kinds:
        cells.fault("service", _WRONG_KIND)
    elif there is None and not cells.faults:
        for fault in figures.faults(definition, given):
            cells.fault("figures", fault.message)
    elif there is not None and any(there.get(name) != value for name, value in given.items()):
        cells.fault("figures", _ITS_OWN)
    if there is not None and not cells.faults:
        return Judged(cells.row, key, Verdict.SAME)
    return cells.judged(key, None)


def _agency(typed: str, known: Known) -> Place:
    found = known.agencies.get(folded(typed), ())
    if len(found) == 1:
        return next(iter(found))
    raise Refusal("agency", _SEVERAL if found else _no_agency(typed[:60]))


def _service(typed: str, known: Known) -> ServiceDefinition:
    found = known.services.get(folded(typed))
    if found is None:
        raise Refusal("service", _no_service(typed[:60]))
    return found


def _figures(definition: ServiceDefinition, typed: str) -> dict[str, Any]:
    """By the names of the figures or their labels. Whether a figure is within its bounds is judged with all of them."""
    named = {folded(name): one for one in definition.settings for name in (one.id, one.label.th, one.label.en)}
    found: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", typed))):
        name, sign, value = (word.strip() for word in part.partition("="))
        setting = named.get(folded(name))
        if not sign or setting is None:
            raise Refusal("figures", _no_figure(name[:60], [one.id for one in definition.settings]))
        found[setting.id] = _value(setting, value)
    return found


def _value(setting: Setting, typed: str) -> Any:
    plain = ascii_digits(typed).replace(",", "")
    if setting.kind == "text":
        return typed
    if setting.kind == "yes_no":
        return True if plain.casefold() in _YES else False if plain.casefold() in _NO else typed
    if not _NUMBER.fullmatch(plain):
        return typed
    return float(plain) if "." in plain else int(plain)


def _no_agency(name: str) -> Text:
    return Text(
        th=f"ไม่พบหน่วยงาน “{name}” ใช้รหัสหน่วยงาน", en=f"There is no agency “{name}”. Use the agency's code."
    )  # fmt: skip


def _no_service(name: str) -> Text:
    return Text(
        th=f"ไม่พบบริการ “{name}” ที่ท่านเปิดให้หน่วยงานได้ ใช้ชื่อทางเทคนิค เช่น food-premises-licence",
        en=f"There is no service “{name}” that you may bring in. Use its technical name, such as food-premises-licence.",
    )


def _no_figure(name: str, names: list[str]) -> Text:
    known = ", ".join(names) or "–"
    return Text(
        th=f"บริการนี้ไม่มีค่า “{name}” เขียน ชื่อ=ค่า ชื่อที่มี: {known}",
        en=f"This service has no figure “{name}”. Write name=figure. There are: {known}.",
    )


_SEVERAL: Final = Text(th="มีหลายหน่วยงานชื่อนี้ ใช้รหัสหน่วยงาน", en="Several agencies are called so. Use the agency's code.")
_WRONG_KIND: Final = Text(
    th="บริการนี้ไม่ใช่หน้าที่ของหน่วยงานประเภทนี้ ลบบรรทัดนี้", en="This kind of agency does not give this service. Remove the line."
)
_ITS_OWN: Final = Text(
    th="หน่วยงานเปิดบริการนี้ด้วยค่าของตนเองแล้ว ให้หัวหน้าหน่วยงานเป็นผู้แก้ ลบบรรทัดนี้",
    en="The agency offers this already with figures of its own, which its head changes. Remove the line.",
)
