"""The pieces of work that writing a service consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from thanjai.domain.definition.outline import Field, Model, fields_of, model_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text


@dataclass(frozen=True)
class Section:
    """A piece of work of the author: some fields of the part at `path`; all of them where none are named."""

    id: str
    title: Text
    path: Where
    names: tuple[str, ...] = ()

    @property
    def model(self) -> Model:
        found = model_at({}, self.path)
        assert found is not None
        return found

    @property
    def fields(self) -> tuple[Field, ...]:
        found = fields_of(self.model)
        return tuple(field for field in found if field.name in self.names) if self.names else found

    def holds(self, where: Where) -> bool:
        """Whether a place of the body is of this section."""
        depth = len(self.path)
        if where[:depth] != self.path:
            return False
        return not self.names or (len(where) > depth and where[depth] in self.names)


SECTIONS: Final = (
    Section("about", Text(th="บริการนี้คืออะไร", en="What the service is"), (),
            ("title", "summary", "keywords", "owner", "agency_kinds", "permission", "audience", "level", "assurance")),
    Section("law", Text(th="กฎหมายที่ให้อำนาจ", en="The law"), (), ("law",)),
    Section("manual", Text(th="คู่มือสำหรับประชาชน", en="The citizen manual"), ("manual",)),
    Section("form", Text(th="แบบคำขอ", en="The form"), ("form",)),
    Section("case", Text(th="เรื่องมีชื่อว่าอะไร และติดต่อใคร", en="What a case is called, and who is told"), (),
            ("applicant_name", "applicant_email", "applicant_phone", "subject")),
    Section("steps", Text(th="ขั้นตอน", en="The steps"), (), ("steps",)),
    Section("deadlines", Text(th="กำหนดเวลา", en="Time limits"), (), ("deadlines",)),
    Section("fees", Text(th="ค่าธรรมเนียม", en="Fees"), (), ("fees", "tables", "settings")),
    Section("papers", Text(th="เอกสารและทะเบียน", en="Documents and registers"), (), ("papers", "registers", "outcome")),
    Section("payments", Text(th="เงินที่จ่ายให้ประชาชน", en="Payments to people"), (), ("payments",)),
    Section("data", Text(th="ข้อมูลส่วนบุคคล", en="Personal data"), ("data",)),
    Section("accepted", Text(th="ข้อที่ยกเว้นพร้อมเหตุผล", en="Warnings accepted with a reason"), (), ("accepted",)),
)  # fmt: skip


def section_of(where: Where) -> Section:
    """The section that a place of the body is of; the first for what is of none."""
    return next((section for section in SECTIONS if section.holds(where)), SECTIONS[0])
