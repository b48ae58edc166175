"""Lists of officers of one agency: their columns, and each line beside how somebody serves there now."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from thanjai.domain.definition.base import Role
from thanjai.domain.intake import agency_cells as cell
from thanjai.domain.intake.judged import MISSING, Cells, Facts, Judged, repeated, text_of
from thanjai.domain.intake.table import Column, Row, folded
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_LONGEST: Final = 120
_LONGEST_NAME: Final = 200
_BETWEEN: Final = re.compile(r"[,;/+\n]+")
_NEEDED: Final = ("email", "name", "unit", "position", "roles")


def _column(id: str, heading: tuple[str, str], hint: tuple[str, str], example: str, *also: str) -> Column:
    th, en = heading
    return Column(id, Text(th=th, en=en), Text(th=hint[0], en=hint[1]), example, id in _NEEDED[:2], also)


COLUMNS: Final = (
    _column("email", ("อีเมล", "E-mail"), ("ใช้เข้าสู่ระบบ ผู้ที่ปฏิบัติงานอยู่แล้วหาจากอีเมลนี้",
            "They sign in with it, and who serves here already is found by it"), "somsri@example.go.th", "อีเมล์",
            "mail", "email address"),
    _column("name", ("ชื่อและนามสกุล", "Name"), ("พร้อมคำนำหน้า", "With the title"), "นางสาวสมศรี ใจดี", "ชื่อ", "ชื่อ-นามสกุล",
            "ชื่อสกุล", "full name"),
    _column("unit", ("กองหรือฝ่าย", "Unit"), ("ภาษาไทย", "In Thai"), "กองสาธารณสุขและสิ่งแวดล้อม", "สังกัด", "กอง", "unit (Thai)"),
    _column("unit_en", ("กองหรือฝ่าย (อังกฤษ)", "Unit (English)"), ("เว้นว่างได้", "May be left blank"),
            "Public health and environment division"),
    _column("position", ("ตำแหน่ง", "Position"), ("ภาษาไทย ปรากฏใต้ลายมือชื่อ", "In Thai; it stands under signatures"),
            "นักวิชาการสุขาภิบาล", "position (Thai)"),
    _column("position_en", ("ตำแหน่ง (อังกฤษ)", "Position (English)"), ("เว้นว่างได้", "May be left blank"),
            "Sanitation officer"),
    _column("roles", ("หน้าที่", "Roles"),
            ("รับเรื่อง ตรวจ ตรวจสถานที่ การเงิน อนุญาต หัวหน้า จัดทำบริการ คั่นด้วย ;",
             "front desk, reviewer, inspector, cashier, approver, head, author; a semicolon between two"),
            "ตรวจ; ตรวจสถานที่", "บทบาท", "สิทธิ", "role"),
    _column("phone", ("โทรศัพท์", "Telephone"), ("เว้นว่างได้", "May be left blank"), "043 000 002", "เบอร์โทรศัพท์"),
)  # fmt: skip

_WORDS: Final = {
    Role.FRONT_DESK: "รับเรื่อง|รับคำขอ|เจ้าหน้าที่รับเรื่อง|ธุรการ|desk",
    Role.REVIEWER: "ตรวจ|ตรวจคำขอ|ผู้ตรวจ|ตรวจสอบ",
    Role.INSPECTOR: "ตรวจสถานที่|ผู้ตรวจสถานที่",
    Role.CASHIER: "การเงิน|เจ้าหน้าที่การเงิน|รับเงิน",
    Role.APPROVER: "อนุญาต|ผู้อนุญาต|อนุมัติ|ผู้อนุมัติ",
    Role.HEAD: "หัวหน้า|หัวหน้าหน่วยงาน|head of the agency",
    Role.AUTHOR: "จัดทำบริการ|ผู้จัดทำบริการ|author of services",
}
_ROLES: Final = {folded(name): role for role, names in _WORDS.items() for name in (role.value, *names.split("|"))}


def judged_officers(
    rows: Iterable[Row], there: Mapping[str, Facts], waiting: Collection[str], heads: Collection[str]
) -> Iterator[Judged]:
    """Each line beside who has its address: `there` are those who serve in the agency, by their addresses in small
    letters; for those in `waiting` rights were asked that nobody has decided yet. `heads` are the agency's: their
    addresses, or another mark of those who have none. Lines count in their order, and one head stays at each."""
    first: dict[str, int] = {}
    left = set(heads)
    for row in rows:
        cells = _read(row)
        email = str(cells.facts.get("email", ""))
        known = there.get(email)
        if email and first.setdefault(email, row.line) != row.line:
            cells.fault("email", repeated(first[email]))
        if email in waiting:
            cells.fault("email", _WAITS)
        if known is None:
            _complete(cells)
        elif cells.facts.get("name", known["name"]) != known["name"]:
            cells.fault("name", _called(str(known["name"])))
        _keep_a_head(cells, email, left)
        yield cells.judged(email or row.cells.get("email", ""), known)


def _keep_a_head(cells: Cells, email: str, heads: set[str]) -> None:
    """Who is head after this line; a fault where nobody would be."""
    if "roles" not in cells.facts or cells.faults:
        return
    if Role.HEAD in cells.facts["roles"]:
        heads.add(email)
    elif heads == {email}:
        cells.fault("roles", _LAST_HEAD)
    else:
        heads.discard(email)


def _read(row: Row) -> Cells:
    cells = Cells(row)
    cells.take("email", cell.email)
    cells.take("name", text_of(_LONGEST_NAME))
    for column in ("unit", "unit_en", "position", "position_en"):
        cells.take(column, text_of(_LONGEST))
    cells.take("roles", _roles)
    cells.take("phone", cell.phone)
    return cells


def _complete(cells: Cells) -> None:
    """What somebody new needs; without English words the Thai ones stand for them."""
    wrong = {fault.column for fault in cells.faults}
    for column in _NEEDED:
        if column not in cells.facts and column not in wrong:
            cells.fault(column, MISSING)
    for name in ("unit", "position"):
        cells.facts.setdefault(f"{name}_en", cells.facts.get(name, ""))
    cells.facts.setdefault("phone", "")


def _roles(typed: str) -> list[str]:
    """In the order in which roles are shown."""
    names = [name.strip() for name in _BETWEEN.split(typed) if name.strip()]
    unknown = [name for name in names if folded(name) not in _ROLES]
    if unknown or not names:
        raise Refusal("roles", _no_role(", ".join(unknown)[:60]))
    meant = {_ROLES[folded(name)] for name in names}
    return [role.value for role in Role if role in meant]


def _no_role(name: str) -> Text:
    return Text(
        th=f"ไม่รู้จักหน้าที่ “{name}” ใช้ รับเรื่อง ตรวจ ตรวจสถานที่ การเงิน อนุญาต หัวหน้า หรือ จัดทำบริการ",
        en=f"There is no role “{name}”. Write front desk, reviewer, inspector, cashier, approver, head or author.",
    )


def _called(name: str) -> Text:
    return Text(
        th=f"อีเมลนี้เป็นของ {name} แก้ชื่อหรืออีเมลให้ตรงกัน", en=f"This address is {name}'s here. Mend the name or the address."
    )


_LAST_HEAD: Final = Text(
    th="หน่วยงานต้องมีหัวหน้าอย่างน้อยหนึ่งคน เติมหน้าที่หัวหน้า หรือวางบรรทัดของหัวหน้าคนใหม่ไว้ก่อนบรรทัดนี้",
    en="An agency keeps at least one head. Add the role head, or put the line of the new one above this one.",
)
_WAITS: Final = Text(
    th="มีคำขอสิทธิของผู้นี้รอหัวหน้าอยู่แล้ว ให้หัวหน้าสั่งคำขอนั้นก่อน",
    en="Rights were asked for this person already and wait for the head, who decides that first.",
)
