"""A line of the report in words: columns by the names people know, what changes as it was and will be."""

from __future__ import annotations

from thanjai.domain.intake.agency_columns import COLUMNS
from thanjai.domain.intake.judged import MISSING
from thanjai.domain.intake.report import changes, report_lines


def test_a_fault_is_told_with_the_name_of_its_column() -> None:
    faults = [{"column": column, "words": MISSING.model_dump()} for column in ("phone", "", "fee")]
    assert [words.en for words in report_lines(COLUMNS, faults)] == [
        f"Telephone: {MISSING.en}", MISSING.en, f"fee: {MISSING.en}",
    ]  # fmt: skip


def test_what_changes_is_told_as_it_was_and_will_be() -> None:
    facts = {"areas": ["400104", "400105"], "opens_at": "08:00", "latitude": 16.3}
    before = {"areas": [], "opens_at": "08:30", "latitude": None}
    assert [(name.en, was, will) for name, was, will in changes(COLUMNS, facts, before)] == [
        ("Areas", "–", "400104, 400105"), ("Opens at", "08:30", "08:00"), ("Latitude", "–", "16.3"),
    ]  # fmt: skip
