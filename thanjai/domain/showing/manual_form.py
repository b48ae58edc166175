"""The citizen manual in the form of info.go.th: its headings, in their order (Licensing Facilitation Act section 7).

The same chapters become the PDF and the file for word processors, so that neither says what the other does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from thanjai.domain.definition.manual import Evidence
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.fee_words import fee_table
from thanjai.domain.manual_rows import StepRow, in_all, longest_way, renewal_rows, step_rows
from thanjai.domain.showing.parts import Booklet, Chapter, Grid, Place, Points, Words
from thanjai.domain.showing.words import KINDS, STEP_KINDS, Said
from thanjai.domain.text import Text

_HEAD: Final = Text(th="คู่มือสำหรับประชาชน", en="Citizen manual")
HEADINGS: Final = (
    Text(th="ชื่องานบริการ", en="Name of the service"),
    Text(th="หน่วยงานที่ให้บริการ", en="Agency that provides it"),
    Text(th="ประเภทของงานบริการ", en="Kind of service"),
    Text(th="กฎหมายที่ให้อำนาจหรือที่เกี่ยวข้อง", en="Law that empowers, or that bears on it"),
    Text(th="ช่องทางการให้บริการ", en="Where and how to apply"),
    Text(
        th="หลักเกณฑ์ วิธีการ และเงื่อนไขในการยื่นคำขอและในการพิจารณา",
        en="Criteria, methods and conditions of applying and of the decision",
    ),
    Text(th="ขั้นตอน ระยะเวลา และส่วนงานที่รับผิดชอบ", en="Steps, time and unit responsible"),
    Text(th="รายการเอกสารหลักฐานประกอบการยื่นคำขอ", en="Documents to be filed with the application"),
    Text(th="ค่าธรรมเนียม", en="Fees"),
    Text(th="ช่องทางการร้องเรียนและแนะนำบริการ", en="Where to complain, and to suggest"),
    Text(th="แบบฟอร์ม ตัวอย่าง และคู่มือการกรอก", en="Forms, examples and how to fill them in"),
    Text(th="หมายเหตุ", en="Remarks"),
)
"""In the order of the form. A heading without anything to say says so: the law wants each of them."""


def booklet(
    definition: ServiceDefinition, settings: Mapping[str, Any], place: Place, *, language: str, number: int, day: str
) -> Booklet:
    """The manual of a service at an agency, in one language. `number` and `day` are of the version in force."""
    form = _Form(definition, settings, place, Said(language))
    bodies = (
        form.name(), form.agency(), form.kind(), form.law(), form.channels(), form.criteria(), form.steps(),
        form.documents(), form.fees(), form.complaints(), form.forms(), form.remarks(),
    )  # fmt: skip
    said = form.said
    chapters = tuple(Chapter(said(title), body) for title, body in zip(HEADINGS, bodies, strict=True))
    edition = said.either(f"ฉบับที่ {number} เผยแพร่เมื่อ {day}", f"Version {number}, published on {day}")
    return Booklet(language, f"{said(_HEAD)}: {said(definition.title)}", place.name, chapters, edition)


Body = tuple[Words | Points | Grid, ...]


class _Form:
    """The chapters of one manual."""

    def __init__(self, definition: ServiceDefinition, settings: Mapping[str, Any], place: Place, said: Said) -> None:
        self.definition, self.settings, self.place, self.said = definition, settings, place, said

    def name(self) -> Body:
        return (Words(self.said(self.definition.title)), Words(self.said(self.definition.summary)))

    def agency(self) -> Body:
        said, place = self.said, self.place
        reached = [
            place.address,
            place.phone and said.either(f"โทรศัพท์ {place.phone}", f"Telephone {place.phone}"),
            place.email and said.either(f"อีเมล {place.email}", f"E-mail {place.email}"),
        ]
        owner = said(self.definition.owner)
        whose = said.either(f"ตามแบบของ {owner}", f"By the template of {owner}")
        return (Words(place.name), Points(tuple(one for one in (*reached, whose) if one)))

    def kind(self) -> Body:
        return (Words(self.said(KINDS[self.definition.permission])),)

    def law(self) -> Body:
        return (Points(tuple(self._law(one) for one in self.definition.law)),)

    def _law(self, one: Any) -> str:
        said = self.said
        section = said.either(f" มาตรา {one.section}", f" section {one.section}") if one.section else ""
        return f"{said(one.act)}{section}" + (f": {said(one.says)}" if one.says else "")

    def channels(self) -> Body:
        said = self.said
        rows = []
        for one in self.definition.manual.channels:
            told = [said(one.note)] if one.note else []
            if one.kind == "counter":
                told += [self.place.address, self.place.hours]
            if one.kind == "online":
                told.append(self.place.apply_at)
            rows.append((said(one.title), "\n".join(line for line in told if line)))
        head = (said.either("ช่องทาง", "Channel"), said.either("สถานที่ วันและเวลา", "Place, days and hours"))
        return (Grid("", head, tuple(rows), (2, 3)),)

    def criteria(self) -> Body:
        return (Points(tuple(self.said(one) for one in self.definition.manual.criteria)),)

    def steps(self) -> Body:
        said = self.said
        rows = step_rows(self.definition, self.settings)
        head = (
            said.either("ที่", "No."), said.either("ประเภทขั้นตอน", "Kind of step"),
            said.either("รายละเอียดของขั้นตอน", "What happens"), said.either("ระยะเวลา", "Time"),
            said.either("ส่วนงานที่รับผิดชอบ", "Unit responsible"),
        )  # fmt: skip
        lines = tuple(
            (str(number), said(STEP_KINDS[row.step.kind]), self._step(row), self._time(row), said(row.step.unit))
            for number, row in enumerate(rows, start=1)
        )
        whole = in_all(longest_way(self.definition, rows))
        total = said(whole) if whole else said.either("หน่วยงานยังไม่ได้กำหนด", "not set by the agency yet")
        sum_of_it = said.either(f"ระยะเวลาดำเนินการรวม: {total}", f"Time altogether: {total}")
        return (Grid("", head, lines, (1, 3, 6, 3, 4)), Words(sum_of_it))

    def _step(self, row: StepRow) -> str:
        step, said = row.step, self.said
        title = said(step.title) + (said.either(" (เมื่อจำเป็น)", " (when needed)") if step.when else "")
        return f"{title}\n{said(step.description)}" if step.description else title

    def _time(self, row: StepRow) -> str:
        if row.words is not None:
            return self.said(row.words)
        return (
            self.said.either("หน่วยงานกำหนด", "Set by the agency")
            if row.is_unset
            else self.said.either("ทันที", "At once")
        )

    def documents(self) -> Body:
        said, evidence = self.said, self.definition.manual.evidence
        parts = (
            (said.either("เอกสารที่ออกโดยหน่วยงานของรัฐ", "Documents that the State has issued"),
             [one for one in evidence if one.issued_by_state]),
            (said.either("เอกสารอื่นสำหรับยื่นเพิ่มเติม", "Other documents"),
             [one for one in evidence if not one.issued_by_state]),
        )  # fmt: skip
        none = Words(said.either("ไม่ต้องใช้เอกสารนอกจากคำตอบในแบบคำขอ", "Nothing but the answers in the form"))
        return tuple(self._papers(caption, some) for caption, some in parts if some) or (none,)

    def _papers(self, caption: str, some: list[Evidence]) -> Grid:
        said = self.said
        head = (
            said.either("ที่", "No."), said.either("ชื่อเอกสาร", "Document"), said.either("ออกโดย", "Issued by"),
            said.either("ฉบับจริง", "Originals"), said.either("สำเนา", "Copies"), said.either("หมายเหตุ", "Remark"),
        )  # fmt: skip
        rows = tuple(
            (str(number), said(one.title), said(one.issued_by) if one.issued_by else "–", str(one.originals),
             str(one.copies), self._remark(one))
            for number, one in enumerate(some, start=1)
        )  # fmt: skip
        return Grid(caption, head, rows, (1, 5, 4, 2, 2, 5))

    def _remark(self, one: Evidence) -> str:
        said = self.said
        told = [said(one.condition)] if one.condition else []
        if one.fetched_from:
            source = said(one.fetched_from)
            told.append(
                said.either(
                    f"ไม่ต้องนำมา หน่วยงานตรวจจาก{source}", f"Need not be brought: the agency gets it from {source}"
                )
            )
        return "\n".join(told) or "–"

    def fees(self) -> Body:
        said = self.said
        rows: list[tuple[str, ...]] = []
        for fee in fee_table(self.definition, self.settings):
            told = [said(one) for one in (fee.limits, fee.note, fee.late, fee.source) if one]
            rows.append((said(fee.title), said(fee.amount), "\n".join(told) or "–"))
            rows += [(f"– {said(line.label)}", said(line.amount), "–") for line in fee.schedule]
        head = (said.either("รายการ", "Item"), said.either("ค่าธรรมเนียม", "Fee"), said.either("หมายเหตุ", "Remark"))
        return (Grid("", head, tuple(rows), (4, 3, 5)),)

    def complaints(self) -> Body:
        return (
            Points(
                tuple(f"{self.said(one.title)}: {self.said(one.contact)}" for one in self.definition.manual.complaints)
            ),
        )

    def forms(self) -> Body:
        said, at = self.said, self.place.apply_at
        first = said.either(
            f"กรอกคำขอทางออนไลน์ที่ {at} หรือให้เจ้าหน้าที่ช่วยกรอกที่สำนักงาน ระบบถามทีละหน้าดังนี้",
            f"The form is filled in online at {at}, or with an officer at the office. It asks, page by page:",
        )
        return (Words(first), Points(tuple(said(page.title) for page in self.definition.form.pages)))

    def remarks(self) -> Body:
        said = self.said
        told = [said(one) for one in self.definition.manual.notes]
        for row in renewal_rows(self.definition, self.settings):
            paper = said(row.paper)
            told.append(
                said.either(f"ต่ออายุ{paper}ได้โดยชำระค่าธรรมเนียมก่อนสิ้นอายุ", f"{paper}: renewed by paying the fee before it expires")
                if row.by_payment
                else said.either(f"ต่ออายุ{paper}โดยยื่นคำขอก่อนสิ้นอายุ", f"{paper}: renewed by an application before it expires")
            )  # fmt: skip
        for one in self.definition.settings:
            if one.unconfirmed and self.settings.get(one.id) is None:
                label = said(one.label)
                told.append(said.either(f"หน่วยงานยังไม่ได้ประกาศ: {label}", f"Not published by the agency yet: {label}"))
        return (Points(tuple(told)),) if told else (Words("–"),)
