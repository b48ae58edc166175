"""Lines of agencies: each as what it says of one agency, beside what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from thanjai.domain.areas import area_name
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.identity import juristic_number
from thanjai.domain.intake import agency_cells as cell
from thanjai.domain.intake.judged import MISSING, Cells, Facts, Judged, repeated, text_of
from thanjai.domain.intake.places import area_codes, province_code
from thanjai.domain.intake.table import Row
from thanjai.domain.text import Text

_LONGEST_NAME: Final = 200
_LONGEST_ADDRESS: Final = 300
_LONGEST_SLUG: Final = 60
_FIRST_HOURS: Final = ("08:30", "16:30")


def judged_agencies(rows: Iterable[Row], there: Mapping[str, Facts]) -> Iterator[Judged]:
    """Each line beside the agency of its code; `there` are all agencies by their codes, as `facts` say them."""
    first: dict[str, int] = {}
    called = {(facts["province_th"], facts["name_th"]): code for code, facts in there.items()}
    for row in rows:
        cells = _read(row)
        code = str(cells.facts.get("code", ""))
        if code and first.setdefault(code, row.line) != row.line:
            cells.fault("code", repeated(first[code]))
        known = there.get(code)
        if known is None:
            _complete(cells)
        elif known["kind"] == AgencyKind.OVERSIGHT:
            cells.fault("code", _OVERSEER)
        name = cells.facts.get("province_th", (known or {}).get("province_th")), cells.facts.get("name_th")
        if all(name) and code and called.setdefault(name, code) != code:
            cells.fault("name_th", _called(called[name]))
        yield cells.judged(code or row.cells.get("code", ""), known)


def _read(row: Row) -> Cells:
    cells = Cells(row)
    cells.take("code", cell.code)
    cells.take("kind", cell.kind)
    for name, longest in (("name", _LONGEST_NAME), ("address", _LONGEST_ADDRESS)):
        for language in ("th", "en"):
            cells.take(f"{name}_{language}", text_of(longest))
    _read_place(cells)
    cells.take("phone", cell.phone)
    cells.take("email", cell.email)
    cells.take("website", cell.website)
    cells.take("tax_id", juristic_number)
    if (hours := cells.take("hours", cell.hours)) is not None:
        del cells.facts["hours"]
        cells.facts |= {"opens_at": hours[0], "closes_at": hours[1]}
    stands = [cells.take("latitude", cell.latitude), cells.take("longitude", cell.longitude)]
    if stands.count(None) == 1 and not any(one.column in ("latitude", "longitude") for one in cells.faults):
        cells.fault("latitude" if stands[0] is None else "longitude", _HALF_A_PLACE)
    return cells


def _read_place(cells: Cells) -> None:
    province = cells.take("province", province_code)
    areas = cells.take("areas", lambda typed: area_codes(typed, province))
    if areas is not None:
        cells.facts["areas"] = list(areas)
    provinces = {area[:2] for area in areas or ()}
    if province is None and not cells.row.cells.get("province") and len(provinces) == 1:
        (province,) = provinces
    cells.facts.pop("province", None)
    name = area_name(province) if province else None
    if name is not None:
        cells.facts |= {"province_th": name.th, "province_en": name.en}


def _complete(cells: Cells) -> None:
    """What a new agency needs; what nobody has said of it is left blank, and its hours are the usual ones."""
    wrong = {fault.column for fault in cells.faults}
    for column in ("code", "kind", "name_th", "name_en"):
        if column not in cells.facts and column not in wrong:
            cells.fault(column, MISSING)
    if "province_th" not in cells.facts and not wrong & {"province", "areas"}:
        cells.fault("province", MISSING)
    blank = dict.fromkeys(("address_th", "address_en", "phone", "email", "website", "tax_id"), "")
    usual: dict[str, Any] = {
        "opens_at": _FIRST_HOURS[0],
        "closes_at": _FIRST_HOURS[1],
        "areas": [],
        "latitude": None,
        "longitude": None,
    }
    cells.facts = {**blank, **usual, **cells.facts}


def slug_for(name_en: str, code: str, taken: Iterable[str]) -> str:
    """The place in addresses of a new agency: its English name, with its code where others are called so."""
    plain = re.sub(r"[^a-z0-9]+", "-", name_en.casefold().encode("ascii", "ignore").decode()).strip("-")
    short = plain[:_LONGEST_SLUG].rstrip("-")
    if short and short not in taken:
        return short
    return f"{plain[: _LONGEST_SLUG - len(code) - 1].rstrip('-')}-{code.lower()}".lstrip("-")


def _called(code: str) -> Text:
    return Text(
        th=f"จังหวัดนี้มีหน่วยงานชื่อนี้แล้ว รหัส {code} ใช้รหัสนั้น หรือแก้ชื่อให้ต่างกัน",
        en=f"An agency of this province is called so already, with the code {code}. Use that code, or mend the name.",
    )


_OVERSEER: Final = Text(
    th="รหัสนี้เป็นของหน่วยงานผู้กำกับดูแล ซึ่งแก้จากไฟล์ไม่ได้ ลบบรรทัดนี้",
    en="This is the code of the agency that watches over the others; no list changes it. Remove the line.",
)
_HALF_A_PLACE: Final = Text(th="กรอกทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งสอง", en="Give latitude and longitude, or neither.")
