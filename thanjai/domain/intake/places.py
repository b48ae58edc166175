"""Places as people write them in lists: a province by its name, an area by its code or its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import geothai

from thanjai.domain.areas import area_name, codes_within, parts_of, province_called
from thanjai.domain.intake.table import folded
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_BETWEEN_AREAS: Final = re.compile(r"[;|\n]+")
_LEVEL: Final = re.compile(r"(?<!\S)(ต\.|ตำบล|แขวง|อ\.|อำเภอ|เขต|จ\.|จังหวัด)\s+")
_CODE: Final = re.compile(r"(?:\d\d){1,3}")
_LEVELS: Final = re.compile(r"^(?:ต\.|ตำบล|แขวง|อ\.|อำเภอ|เขต|จ\.|จังหวัด)\s*")
_BANGKOK: Final = "10"
"""Its districts are called เขต; none is the capital's."""
_CAPITAL: Final = ("เมือง", "mueang")
_DISTRICT: Final = ("อ.", "อำเภอ", "เขต")
_PROVINCE: Final = ("จ.", "จังหวัด")


def province_code(typed: str) -> str:
    """The code of a province by its name in Thai or English, or its code. Raises Refusal."""
    plain = ascii_digits(typed.strip())
    code = plain if plain in codes_within() else province_called(typed)
    if code is not None:
        return code
    raise Refusal(
        "no_such_province",
        Text(
            th=f"ไม่รู้จักจังหวัด “{typed[:60]}” เขียนชื่อเต็ม เช่น ขอนแก่น",
            en=f"There is no province “{typed[:60]}”. Write its full name, such as Khon Kaen.",
        ),
    )


def _bare(name: str) -> str:
    """A name as names are compared: without the word for its level, signs between words and the size of letters."""
    return folded(_LEVELS.sub("", name.strip()))


def area_codes(typed: str, province: str | None) -> tuple[str, ...]:
    """The codes of areas, by codes or by names from the smallest to the largest, with a semicolon between two.

    `province` is the code of the province of the line, in which names are looked for. Raises Refusal.
    """
    parts = [part.strip() for part in _BETWEEN_AREAS.split(typed) if part.strip()]
    codes = [code for part in parts for code in _of_one(part, province)]
    for code in codes:
        if province is not None and not code.startswith(province):
            raise _elsewhere(code, province)
    return tuple(sorted(set(codes)))


def _of_one(typed: str, province: str | None) -> Iterator[str]:
    plain = ascii_digits(typed)
    if re.fullmatch(r"\d[\d\s,]*", plain):
        yield from map(_known, re.findall(r"\d+", plain))
    else:
        yield _by_names(typed, province)


def _known(code: str) -> str:
    if not _CODE.fullmatch(code) or area_name(code) is None:
        raise Refusal(
            "no_such_area",
            Text(
                th=f"ไม่มีพื้นที่รหัส {code} ใช้รหัสกรมการปกครอง 2, 4 หรือ 6 หลัก เช่น 400104",
                en=f"There is no area with the code {code}. Use the 2, 4 or 6 digits of the Department of Provincial "
                "Administration, such as 400104.",
            ),
        )
    return code


def _by_names(typed: str, province: str | None) -> str:
    joined = _LEVEL.sub(r"\1", typed)
    names = [name.strip() for name in (joined.split(",") if "," in joined else joined.split()) if name.strip()]
    found = sorted(set(_candidates(names, province))) if names else []
    if len(found) == 1:
        return found[0]
    raise _unknown(typed) if not found else _several(typed)


def _candidates(names: Sequence[str], province: str | None) -> list[str]:
    """The codes of all places that the names could mean."""
    if len(names) == 1 and names[0].startswith(_PROVINCE):
        return [province_code(names[0])]
    if names[0].startswith(_DISTRICT):
        return _districts(names[0], province_code(names[1]) if len(names) > 1 else province)
    within = province_code(names[2]) if len(names) > 2 else province
    district = names[1] if len(names) > 1 else None
    known = area_name(within) if within else None
    matches = geothai.match(names[0], district=district, province=known.th if known else None)
    if matches or len(names) > 1:
        return [one.subdistrict.code for one in matches]
    return _districts(names[0], within)


def _districts(name: str, province: str | None) -> list[str]:
    """Districts of that name; the capital's is often called by its first word alone."""
    wanted, inside = _bare(name), [province] if province else list(codes_within())
    if province and wanted in _CAPITAL and province != _BANGKOK:
        return [f"{province}01"]
    return [code for one in inside for code, said in parts_of(one) if wanted in (_bare(said.th), _bare(said.en))]


def _unknown(typed: str) -> Refusal:
    return Refusal(
        "no_such_area",
        Text(
            th=f"ไม่รู้จักพื้นที่ “{typed[:60]}” เขียน ตำบล อำเภอ จังหวัด หรือรหัส เช่น 400104",
            en=f"There is no area “{typed[:60]}”. Write subdistrict, district, province, or a code such as 400104.",
        ),
    )


def _several(typed: str) -> Refusal:
    return Refusal(
        "many_such_areas",
        Text(
            th=f"มีพื้นที่ชื่อ “{typed[:60]}” หลายแห่ง เขียนอำเภอและจังหวัดด้วย หรือใช้รหัส เช่น 400104",
            en=f"Several areas are called “{typed[:60]}”. Add district and province, or use a code such as 400104.",
        ),
    )


def _elsewhere(code: str, province: str) -> Refusal:
    area, home = area_name(code), area_name(province)
    assert area is not None and home is not None
    return Refusal(
        "area_elsewhere",
        Text(
            th=f"พื้นที่ {code} ({area.th}) ไม่อยู่ในจังหวัด{home.th} แก้รหัสหรือจังหวัด",
            en=f"The area {code} ({area.en}) does not lie in {home.en}. Mend the code or the province.",
        ),
    )
