"""What the checks of a bundle find, and at which line."""

from __future__ import annotations

import pytest

from tests.domain.bundle.small import BUNDLE, STALL, bundle, reading, services
from tests.domain.small_definitions import service
from thanjai.domain.bundle.check import check


def found(*changes: tuple[str, str]) -> set[str]:
    return {problem.code for problem in reading(*changes).problems}


def test_a_sound_bundle_has_nothing_to_mend() -> None:
    assert reading().problems == ()
    assert reading().publishable


@pytest.mark.parametrize(("old", "new", "code"), [
    ("service: stall-music", "service: no-such-service", "unknown_service"),
    ("when: area > 20.0", "when: surface > 20.0", "unknown_name"),
    ("when: area > 20.0", "when: owner.given == 'A'", "decided_late"),
    ("when: area > 20.0", "when: setting.rate > 20", "no_settings"),
    ("when: area > 20.0", "when: area >", "invalid"),
    ("when: area > 20.0", "when: area < 0.5", "never_needed"),
    ("when: area > 20.0", "when: area > 0.5", "always_needed"),
    ("same: [owner, area]", "same: [owner, place]", "unknown_question"),
    ("same: [owner, area]", "same: [owner, plan]", "unknown_name"),
    ("same: [owner, area]", "answers: {owner: place}", "types_differ"),
    ("same: [owner, area]", "answers: {area: place.moon}", "unknown_name"),
    ("at: place", "at: area", "no_address"),
    ("agency_kinds: [municipality]", "agency_kinds: [sao]", "wrong_agency_kind"),
    ("waits: {parts: [stall],", "waits: {parts: [shop],", "unknown_part"),
    ("learns_of: [stall]", "learns_of: [shop]", "unknown_part"),
    ("same: [owner, area]", "after: [music]", "circle"),
    ("  - id: music", "  - id: stall", "duplicate_id"),
    ("- {id: loud,", "- {id: area,", "duplicate_id"),
    ("    not_needed: {th: ไม่มีดนตรี, en: There is no music}\\n", "", "reason_missing"),
    ("    law: {th: พ.ร.บ. การสาธารณสุข, en: Public Health Act}\\n", "", "missing"),
    ("en: There is music}", "english: There is music}", "missing"),
    ("needed: {th: มีดนตรี", "wanted_if: {th: มีดนตรี", "unknown_key"),
])  # fmt: skip
def test_each_fault_is_found(old: str, new: str, code: str) -> None:
    assert code in found((old.replace("\\n", "\n"), new))


def test_a_fault_is_named_at_its_line() -> None:
    problem = next(one for one in reading(("when: loud == true &&", "when: noisy &&")).problems)
    assert problem.line == BUNDLE.splitlines().index("    when: loud == true && area > 20.0") + 1
    assert "noisy" in problem.message.th and "noisy" in problem.message.en


def asked_by_the_stall(field: str, *changes: tuple[str, str]) -> set[str]:
    """What is found when the first service asks just this."""
    page = f"- {{id: one, title: {{th: ก, en: a}}, fields: [{{{field}, label: {{th: ก, en: a}}}}]}}"
    known = {**services(), STALL: service(page)}
    one = bundle(("same: [owner, area]", "same: [loud]"), *changes, known=known, sound=False)
    return {problem.code for problem in check(one, known)}


def test_a_declaration_is_made_by_the_applicant_and_by_nobody_else() -> None:
    declared = asked_by_the_stall("id: loud, type: declaration, statement: {th: ก, en: a}")
    assert declared == {"declared_for_them"}
    assert asked_by_the_stall("id: loud, type: yes_no") == set()


def test_choices_that_a_service_does_not_offer_are_told_for_they_are_asked_again() -> None:
    choices = "options: [{value: a, label: {th: ก, en: a}}, {value: b, label: {th: ข, en: b}}]"
    chosen = ("id: loud, type: yes_no,", f"id: loud, type: one_of, {choices},"), ("loud == true", "loud == 'a'")
    fewer = f"id: loud, type: one_of, {choices.replace('value: b', 'value: c')}"
    assert asked_by_the_stall(f"id: loud, type: one_of, {choices}", *chosen) == set()
    assert asked_by_the_stall(fewer, *chosen) == {"choices_differ"}


def test_what_hangs_on_a_text_is_not_judged() -> None:
    by_text = (("- {id: loud, type: yes_no,", "- {id: loud, type: text,"), ("loud == true", "loud == 'x'"))
    assert reading(*by_text).problems == ()
