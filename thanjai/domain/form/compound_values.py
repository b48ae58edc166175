"""One stored form for each answer that has several parts. Every part is there, empty when not given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from thanjai.domain import identity
from thanjai.domain.definition.fields import PARTS, FileField
from thanjai.domain.form.plain_values import Cleaner, by_identity, decimal_of, words
from thanjai.domain.form.result import Fault, Unfit, unfit
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.text import Text

PART_LABELS: Final = {
    "title": Text(th="คำนำหน้า", en="Title"),
    "given": Text(th="ชื่อ", en="Given name"),
    "family": Text(th="นามสกุล", en="Family name"),
    "house": Text(th="บ้านเลขที่", en="House number"),
    "moo": Text(th="หมู่ที่", en="Moo (village number)"),
    "soi": Text(th="ซอย", en="Soi (lane)"),
    "road": Text(th="ถนน", en="Road"),
    "subdistrict": Text(th="ตำบล/แขวง", en="Subdistrict"),
    "district": Text(th="อำเภอ/เขต", en="District"),
    "province": Text(th="จังหวัด", en="Province"),
    "postcode": Text(th="รหัสไปรษณีย์", en="Postcode"),
    "bank": Text(th="ธนาคาร", en="Bank"),
    "number": Text(th="เลขบัญชี", en="Account number"),
    "name": Text(th="ชื่อบัญชี", en="Account name"),
    "lat": Text(th="ละติจูด", en="Latitude"),
    "lon": Text(th="ลองจิจูด", en="Longitude"),
}
COMPANY_LABELS: Final = {
    "number": Text(th="เลขทะเบียนนิติบุคคล", en="Registration number"),
    "name": Text(th="ชื่อตามหนังสือรับรอง", en="Registered name"),
}

_POSTCODE: Final = re.compile(r"[1-9][0-9]{4}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LENGTHS: Final = {"title": 40, "given": 100, "family": 100, "name": 200, "bank": 100}
_SOUTH, _NORTH, _WEST, _EAST = 5.5, 20.6, 97.2, 105.8
"""Thailand with its islands, in degrees of WGS 84."""
_KINDS: Final = {
    "pdf": "application/pdf", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
    "application/pdf": "application/pdf", "image/jpeg": "image/jpeg", "image/png": "image/png",
}  # fmt: skip


def part_label(type: str, part: str) -> Text:
    """What a part of a compound field is called."""
    return COMPANY_LABELS[part] if type == "company" else PART_LABELS[part]


def _parts(type: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise unfit("parts", "กรอกข้อมูลให้ครบทุกช่อง", "fill in the parts of this answer")
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for part in PARTS[type]:
        given = value.get(part)
        try:
            found[part] = "" if given is None else words(given, _LENGTHS.get(part, 100), part)
        except Unfit as error:
            faults += error.faults
    if faults:
        raise Unfit(*faults)
    return found


def _need(type: str, found: Mapping[str, str], *parts: str) -> list[Fault]:
    missing = [part for part in parts if not found[part]]
    return [_missing(part_label(type, part), part) for part in missing]


def _missing(label: Text, part: str) -> Fault:
    return Fault("required", Text(th=f"กรอก{label.th}", en=f"enter the {label.en.lower()}"), part)


def _raise_any(faults: list[Fault]) -> None:
    if faults:
        raise Unfit(*faults)


def person(value: Any) -> dict[str, str]:
    """`{title, given, family}`. Somebody without a family name writes "-"."""
    found = _parts("person", value)
    faults = _need("person", found, "given")
    if not found["family"]:
        remedy = Text(th="กรอกนามสกุล ถ้าไม่มีให้ใส่ -", en="enter the family name, or - where there is none")
        faults.append(Fault("required", remedy, "family"))
    _raise_any(faults)
    return found


def company(value: Any) -> dict[str, str]:
    found = _parts("company", value)
    faults = _need("company", found, "number", "name")
    if found["number"]:
        found["number"] = _part(by_identity(identity.juristic_number, "number"), found["number"], faults)
    _raise_any(faults)
    return found


def bank_account(value: Any) -> dict[str, str]:
    found = _parts("bank_account", value)
    faults = _need("bank_account", found, "bank", "number", "name")
    if found["number"]:
        found["number"] = _part(by_identity(identity.bank_account_number, "number"), found["number"], faults)
    _raise_any(faults)
    return found


def _part(clean: Cleaner, value: str, faults: list[Fault]) -> str:
    try:
        return str(clean(value))
    except Unfit as error:
        faults += error.faults
        return value


def address(value: Any) -> dict[str, str]:
    """A Thai address. House, subdistrict, district, province and a postcode of five digits are needed."""
    found = _parts("address", value)
    for part in ("house", "moo", "postcode"):
        found[part] = ascii_digits(found[part]).strip()
    faults = _need("address", found, "house", "subdistrict", "district", "province", "postcode")
    if found["postcode"] and not _POSTCODE.fullmatch(found["postcode"]):
        remedy = Text(th="กรอกรหัสไปรษณีย์ 5 หลัก เช่น 50200", en="enter the postcode in 5 digits, such as 50200")
        faults.append(Fault("postcode", remedy, "postcode"))
    _raise_any(faults)
    return found


def map_point(value: Any) -> dict[str, float]:
    """`{lat, lon}` in degrees, rounded to about ten centimetres, somewhere in Thailand."""
    if not isinstance(value, dict):
        raise _mark_the_place()
    try:
        lat, lon = (round(float(decimal_of(value.get(part))), 6) for part in ("lat", "lon"))
    except Unfit:
        raise _mark_the_place() from None
    if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
        raise unfit(
            "outside_thailand",
            "จุดนี้อยู่นอกประเทศไทย เลือกจุดบนแผนที่ใหม่",
            "this place is outside Thailand. Mark the place again",
        )
    return {"lat": lat, "lon": lon}


def _mark_the_place() -> Unfit:
    return unfit(
        "map_point",
        "เลือกจุดบนแผนที่ หรือกรอกละติจูดและลองจิจูด",
        "mark the place on the map, or enter latitude and longitude",
    )


def files_cleaner(field: FileField) -> Cleaner:
    """A list of `{id, name, type, size, sha256}`; what they hold is looked at when they are uploaded."""
    kinds = frozenset(_KINDS[kind] for kind in field.accept)
    largest = field.max_megabytes * 1_000_000

    def clean(value: Any) -> list[dict[str, Any]]:
        given = [value] if isinstance(value, dict) else value
        if not isinstance(given, list):
            raise _upload_again()
        if len(given) > field.max_files:
            count = field.max_files
            raise unfit("too_many", f"แนบไม่เกิน {count} ไฟล์", f"attach at most {count} files")
        return [_file(one, kinds, largest, field) for one in given]

    return clean


def _file(given: Any, kinds: frozenset[str], largest: int, field: FileField) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _upload_again()
    texts = {name: given.get(name) for name in ("id", "name", "type", "sha256")}
    size = given.get("size")
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise _upload_again()
    if not all(isinstance(text, str) and text for text in texts.values()):
        raise _upload_again()
    kind = _KINDS.get(str(texts["type"]).lower())
    if kind not in kinds:
        accepted = ", ".join(one.upper() for one in field.accept)
        raise unfit("file_type", f"แนบไฟล์ชนิด {accepted}", f"attach a file of type {accepted}")
    if size > largest:
        limit = field.max_megabytes
        raise unfit("file_size", f"แนบไฟล์ขนาดไม่เกิน {limit} เมกะไบต์", f"attach a file of at most {limit} megabytes")
    if not _SHA256.fullmatch(str(texts["sha256"])):
        raise _upload_again()
    name, id = words(texts["name"], 1000)[-255:], words(texts["id"], 100)
    if not name or not id:
        raise _upload_again()
    return {"id": id, "name": name, "type": kind, "size": size, "sha256": texts["sha256"]}


def _upload_again() -> Unfit:
    return unfit("file", "แนบไฟล์ใหม่อีกครั้ง", "attach the file again")
