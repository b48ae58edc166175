"""A small bundle of two services as YAML text, for tests that change a part of it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.domain.small_definitions import SMALL
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.bundle.reading import BundleReading, read_bundle
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import read

STALL = "noodle-stall"
MUSIC = "stall-music"
BUNDLE = """
id: open-a-stall
title: {th: เปิดร้าน, en: Open a stall}
summary: {th: ใบอนุญาตที่ต้องใช้, en: The permits it takes}
owner: {th: กรมอนามัย, en: Department of Health}
audience: [business]
questions:
  pages:
    - id: plan
      title: {th: ร้าน, en: The stall}
      fields:
        - {id: place, type: address, personal: false, label: {th: ที่ตั้ง, en: Where}}
        - {id: area, type: number, decimals: 1, minimum: 1, label: {th: พื้นที่, en: Area}}
        - {id: loud, type: yes_no, label: {th: มีดนตรี, en: With music}}
shared:
  pages:
    - id: who
      title: {th: ผู้ขอ, en: Applicant}
      fields:
        - {id: owner, type: person, label: {th: ชื่อ, en: Name}, purpose: {th: ออกใบอนุญาต, en: For the permits}}
parts:
  - id: stall
    service: noodle-stall
    when: area > 20.0
    needed: {th: เกิน 20 ตารางเมตร, en: More than 20 square metres}
    not_needed: {th: ไม่เกิน 20 ตารางเมตร, en: At most 20 square metres}
    law: {th: พ.ร.บ. การสาธารณสุข, en: Public Health Act}
    agency_kinds: [municipality]
    at: place
    office: {th: เทศบาล, en: The municipality}
    same: [owner, area]
  - id: music
    service: stall-music
    when: loud == true && area > 20.0
    needed: {th: มีดนตรี, en: There is music}
    not_needed: {th: ไม่มีดนตรี, en: There is no music}
    law: {th: พ.ร.บ. การสาธารณสุข, en: Public Health Act}
    agency_kinds: [municipality, sao]
    at: place
    office: {th: เทศบาล, en: The municipality}
    waits: {parts: [stall], because: {th: ต้องมีร้านก่อน, en: There must be a stall first}}
    answers: {area: area * 2.0}
    learns_of: [stall]
"""


def services() -> Mapping[str, ServiceDefinition]:
    """The two services that the bundle speaks of: the same form under two names."""
    found = {}
    for id in (STALL, MUSIC):
        definition = read(SMALL.replace(STALL, id), "service.yaml").definition
        assert definition is not None
        found[id] = definition
    return found


def reading(*changes: tuple[str, str], known: Mapping[str, ServiceDefinition] | None = None) -> BundleReading:
    """The bundle read, some of its text changed. `known`: other services than the two."""
    text = BUNDLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return read_bundle(text, "bundle.yaml", known or services())


def bundle(
    *changes: tuple[str, str], known: Mapping[str, ServiceDefinition] | None = None, sound: bool = True
) -> Bundle:
    """The bundle, which may have faults where it need not be `sound`."""
    found = reading(*changes, known=known)
    assert found.bundle is not None and (found.publishable or not sound), found.problems
    return found.bundle
