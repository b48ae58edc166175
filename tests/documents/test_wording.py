"""What a paper says of values that were worked out."""

from __future__ import annotations

import pytest

from tests.domain.small_definitions import service
from thanjai.documents.wording import _plain, lines_of


@pytest.mark.parametrize(
    ("value", "thai", "english"),
    [
        ("2027-11-24", "24 พฤศจิกายน 2570", "24 November 2027"),
        ("2027-13-24", "2027-13-24", "2027-13-24"),
        (True, "ใช่", "Yes"),
        (12345, "12,345", "12,345"),
        (["ก", "ข"], "ก, ข", "ก, ข"),
        ({"th": "ก", "en": "a"}, "ก", "a"),
    ],
)
def test_a_worked_out_value_is_told_in_both_languages(value: object, thai: str, english: str) -> None:
    said = _plain(value)
    assert (said.th, said.en) == (thai, english)


HOMES = """
- id: one
  title: {th: หน้า, en: Page}
  fields:
    - {id: owner, type: person, label: {th: ชื่อ, en: Name}}
    - {id: works, type: yes_no, label: {th: ทำงาน, en: Works}}
    - {id: home, type: address, label: {th: บ้าน, en: Home}}
    - {id: office, type: address, label: {th: ที่ทำงาน, en: Office}}
"""


@pytest.mark.parametrize(("works", "house"), [(True, "9"), (False, "1")])
def test_a_line_that_chooses_between_addresses_reads_as_the_one_chosen(works: bool, house: str) -> None:
    place = {
        "moo": "",
        "soi": "",
        "road": "",
        "subdistrict": "ในเมือง",
        "district": "เมือง",
        "province": "ขอนแก่น",
        "postcode": "40000",
    }
    items = [{"id": "at", "label": {"th": "ที่อยู่", "en": "Address"}, "value": "works ? office : home"}]
    definition = service(
        HOMES, papers=[service().papers[0].model_dump(mode="json", exclude_none=True) | {"items": items}]
    )
    names = {"works": works, "home": {"house": "1", **place}, "office": {"house": "9", **place}}
    (line,) = lines_of(definition.papers[0], definition, names)
    assert line.value.th.startswith(f"{house} ") and "ขอนแก่น" in line.value.th and "{" not in line.value.th
