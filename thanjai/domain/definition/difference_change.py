"""One change between two definitions, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from thanjai.domain.definition.difference_sections import Section
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.teller import joined, plain
from thanjai.domain.text import Text

Kind = Literal["added", "removed", "changed", "moved", "renamed"]

_SAYINGS: Final[dict[Kind, Text]] = {
    "added": Text(th="เพิ่ม: {now}", en="added: {now}"),
    "removed": Text(th="ตัดออก (เดิม: {was})", en="removed (was: {was})"),
    "changed": Text(th="เปลี่ยนจาก “{was}” เป็น “{now}”", en="changed from “{was}” to “{now}”"),
    "moved": Text(th="ย้ายจาก “{was}” ไป “{now}”", en="moved from “{was}” to “{now}”"),
    "renamed": Text(th="เปลี่ยนชื่อในระบบจาก “{was}” เป็น “{now}”", en="renamed in the system from “{was}” to “{now}”"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    `where` is its path in the new definition, of what was removed in the old one. `place` leads there in words.
    `before` and `after` are None where there was or is nothing.
    """

    section: Section
    kind: Kind
    where: Where
    place: tuple[Text, ...]
    before: Text | None = None
    after: Text | None = None

    @property
    def at(self) -> Text:
        """The place as one line."""
        return joined(self.place, " › ")

    @property
    def words(self) -> Text:
        """All of it as one line."""
        was, now, at, saying = self.before or plain(""), self.after or plain(""), self.at, _SAYINGS[self.kind]
        return Text(
            th=f"{at.th}: {saying.th.format(was=was.th, now=now.th)}",
            en=f"{at.en}: {saying.en.format(was=was.en, now=now.en)}",
        )
