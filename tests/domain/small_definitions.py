"""A small whole service as YAML text, for tests that change a part of it."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML

from thanjai.domain.definition.model import ServiceDefinition

SMALL = """
id: noodle-stall
title: {th: ขออนุญาตขายก๋วยเตี๋ยว, en: Permit for a noodle stall}
summary: {th: ยื่นขออนุญาต, en: Ask for a permit}
owner: {th: กรมอนามัย, en: Department of Health}
agency_kinds: [municipality]
law: [{act: {th: พ.ร.บ. การสาธารณสุข, en: Public Health Act}, section: "38"}]
permission: permit
audience: [citizen]
level: L3
settings:
  - {id: rate, label: {th: ค่าธรรมเนียม, en: Fee}, kind: baht, default: 100, maximum: 3000}
manual:
  criteria: [{th: ต้องสะอาด, en: It must be clean}]
  channels: [{kind: online, title: {th: เว็บ, en: Web}}]
  evidence:
    - {id: plan, title: {th: แผนผัง, en: Plan}, copies: 1, upload: plan}
    - id: id_card
      title: {th: บัตรประชาชน, en: Identity card}
      issued_by_state: true
      fetched_from: {th: กรมการปกครอง, en: Department of Provincial Administration}
  complaints: [{title: {th: ทำเนียบ, en: Government House}, contact: {th: "1111", en: "1111"}}]
form:
  pages:
    - id: who
      title: {th: ผู้ขอ, en: Applicant}
      fields:
        - id: owner
          type: person
          label: {th: ชื่อ, en: Name}
          prefill: identity.name
          purpose: {th: ออกใบอนุญาต, en: For the permit}
        - id: email
          type: email
          label: {th: อีเมล, en: E-mail address}
          required: false
          prefill: identity.email
          purpose: {th: แจ้งผล, en: To tell the result}
    - id: place
      title: {th: ร้าน, en: Stall}
      fields:
        - {id: area, type: number, decimals: 1, minimum: 0, label: {th: พื้นที่, en: Area}}
        - id: plan
          type: file
          label: {th: แผนผัง, en: Plan}
          hint: {th: วาดเองได้ ให้เห็นทางเข้าร้าน, en: Drawn by hand is enough; it shows the entrance}
          purpose: {th: ตรวจร้าน, en: To inspect}
applicant_name: owner.given + ' ' + owner.family
applicant_email: email
steps:
  - id: check
    kind: check
    title: {th: ตรวจเอกสาร, en: Check}
    unit: {th: กองสาธารณสุข, en: Health division}
    role: front_desk
    duration: {amount: 1, unit: working_day}
  - id: inspect
    kind: inspect
    title: {th: ตรวจร้าน, en: Inspect}
    unit: {th: กองสาธารณสุข, en: Health division}
    role: inspector
    duration: {amount: 10, unit: working_day}
    findings:
      - {id: clean, type: yes_no, label: {th: สะอาดหรือไม่, en: Is it clean?}}
  - id: decide
    kind: decide
    title: {th: พิจารณา, en: Decide}
    unit: {th: นายกเทศมนตรี, en: Mayor}
    role: approver
    duration: {amount: 1, unit: working_day}
  - id: pay
    kind: pay
    title: {th: ชำระเงิน, en: Pay}
    unit: {th: กองคลัง, en: Treasury}
    fees: [permit]
  - id: issue
    kind: issue
    title: {th: ออกใบอนุญาต, en: Issue}
    unit: {th: กองสาธารณสุข, en: Health division}
    paper: permit
deadlines:
  - id: decide
    title: {th: พิจารณา, en: Decide}
    purpose: decide
    trigger: complete
    amount: 30
    unit: day
    stops_at: [decided]
    source: {th: มาตรา 56, en: section 56}
  - id: tell
    title: {th: แจ้งผล, en: Tell}
    purpose: tell
    trigger: decided
    amount: 7
    unit: day
    stops_at: [told]
    source: {th: มาตรา 10, en: section 10}
  - id: appeal
    title: {th: อุทธรณ์, en: Appeal}
    purpose: appeal
    trigger: served
    unit: day
    amount: 30
    stops_at: [appeal_filed]
    when: step.decide.outcome == 'refused'
    source: {th: มาตรา 66, en: section 66}
fees:
  - id: permit
    title: {th: ใบอนุญาต, en: Permit}
    rule: {kind: setting, setting: rate}
    ceiling_baht: 3000
    source: {th: ข้อบัญญัติท้องถิ่น มาตรา 63, en: "Local by-law, section 63"}
papers:
  - id: permit
    kind: permit
    title: {th: ใบอนุญาต, en: Permit}
    number: "{serial:04}/{year_be}"
    opening: {th: อนุญาตให้, en: is permitted}
    holder: owner.given + ' ' + owner.family
    items:
      - {id: area, label: {th: พื้นที่, en: Area}, value: area, public: true}
    validity: {amount: 1, unit: year}
    law: {th: มาตรา 38, en: section 38}
data:
  lawful_basis: legal_duty
  basis_note: {th: ตามกฎหมาย, en: By law}
  retention_years: 10
  purpose: {th: พิจารณาคำขอ, en: To decide on the request}
  retention_source: {th: ระเบียบงานสารบรรณ, en: Regulation on correspondence}
  recipients: [{th: เจ้าหน้าที่, en: The officers in charge}]
"""


def plain(text: str) -> Any:
    """YAML as plain Python."""
    return YAML(typ="safe", pure=True).load(text)


def service(pages: str | None = None, **parts: Any) -> ServiceDefinition:
    """The small service with `pages` (YAML) for its form, and other top-level parts replaced (YAML text)."""
    data = plain(SMALL)
    if pages is not None:
        data["form"]["pages"] = plain(pages)
    for name, value in parts.items():
        data[name] = plain(value) if isinstance(value, str) else value
    return ServiceDefinition.model_validate(data)


def form_of(*fields: str) -> ServiceDefinition:
    """The small service asking just these questions, each written as the inside of a YAML flow map.

    The label is added: the id itself.
    """
    asked = [plain("{" + field + "}") for field in fields]
    for field in asked:
        field.setdefault("label", {"th": f"คำถาม {field['id']}", "en": field["id"]})
    page = {"id": "one", "title": {"th": "หน้า", "en": "Page"}, "fields": asked}
    data = plain(SMALL)
    data["form"]["pages"] = [page]
    return ServiceDefinition.model_validate(data)
