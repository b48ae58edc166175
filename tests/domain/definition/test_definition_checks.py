from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.domain.small_definitions import SMALL, plain
from thanjai.domain.definition.checks import check, publishable
from thanjai.domain.definition.model import ServiceDefinition

ADD = object()


def changed(*changes: tuple[str, Any]) -> ServiceDefinition:
    """The small service with values put at dotted paths; YAML text is read, None removes, `+` appends."""
    data = deepcopy(plain(SMALL))
    for path, value in changes:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        here = data
        for part in way:
            here = here[part]
        value = plain(value) if isinstance(value, str) else value
        if last == "+":
            here.append(value)
        elif value is ADD:
            del here[last]
        else:
            here[last] = value
    return ServiceDefinition.model_validate(data)


def found(*changes: tuple[str, Any]) -> set[tuple[str, str, tuple[Any, ...]]]:
    return {(problem.level, problem.code, problem.where) for problem in check(changed(*changes))}


def test_a_sound_service_has_no_problems() -> None:
    assert found() == set()
    assert publishable(changed())


NUMBER = "{id: %s, type: number, label: {th: ก, en: A}%s}"
PLACE = ("form", "pages", 1, "fields")
RENEWAL = ("papers", 0, "renewal")
PAID = "{mode: payment, fee: permit, source: {th: มาตรา 4, en: section 4}}"


@pytest.mark.parametrize(
    ("changes", "level", "code", "where"),
    [
        ([("applicant_name", "ownr.given")], "error", "unknown_name", ("applicant_name",)),
        ([("applicant_name", "owner.givn")], "error", "unknown_name", ("applicant_name",)),
        ([("papers.0.holder", "settings.rate")], "error", "unknown_name", ("papers", 0, "holder")),
        ([("fees.0.when", "setting.rat > 1")], "error", "unknown_name", ("fees", 0, "when")),
        ([("steps.2.when", "step.inspct.clean")], "error", "unknown_name", ("steps", 2, "when")),
        ([("steps.2.when", "step.inspect.cleen")], "error", "unknown_name", ("steps", 2, "when")),
        ([("steps.2.when", "floor(area) > 1")], "error", "unknown_function", ("steps", 2, "when")),
        ([("deadlines.0.when", "area >")], "error", "expression_unreadable", ("deadlines", 0, "when")),
        ([("manual.evidence.0.when", "nobody")], "error", "unknown_name", ("manual", "evidence", 0, "when")),
        (
            [("form.pages.1.fields.0.show_when", "step.inspect.clean")],
            "error", "step_in_form", (*PLACE, 0, "show_when"),
        ),
        (
            [("form.pages.0.show_when", "area > 1.0")], "error", "asked_later", ("form", "pages", 0, "show_when"),
        ),
        ([("form.pages.1.fields.0.show_when", "size(plan) > 0")], "error", "asked_later", (*PLACE, 0, "show_when")),
        (
            [("form.pages.1.fields.+", "{id: sum, type: calculated, label: {th: ก, en: A}, value: sum}")],
            "error", "asked_later", (*PLACE, 2, "value"),
        ),
        ([("form.pages.1.fields.+", NUMBER % ("area", ""))], "error", "duplicate_id", (*PLACE, 2, "id")),
        ([("form.pages.1.fields.+", NUMBER % ("step", ""))], "error", "reserved_id", (*PLACE, 2, "id")),
        (
            [("form.pages.1.fields.+", ("{id: g, type: group, item_label: {th: ก, en: A}, label: {th: ก, en: A}, "
              "fields: [{id: area, type: text, label: {th: ก, en: A}}]}"))],
            "error", "duplicate_id", (*PLACE, 2, "fields", 0, "id"),
        ),
        ([("form.pages.1.id", "who")], "error", "duplicate_id", ("form", "pages", 1)),
        ([("steps.1.id", "check")], "error", "duplicate_id", ("steps", 1)),
        ([("deadlines.1.id", "decide")], "error", "duplicate_id", ("deadlines", 1)),
        ([("manual.evidence.1.id", "plan")], "error", "duplicate_id", ("manual", "evidence", 1)),
        ([("fees.0.rule.setting", "rte")], "error", "unknown_reference", ("fees", 0, "rule", "setting")),
        ([("settings.0.kind", "days")], "error", "setting_not_baht", ("fees", 0, "rule", "setting")),
        (
            [("fees.0.rule", "{kind: bands, measure: area, bands: [{setting: none_such}]}")],
            "error", "unknown_reference", ("fees", 0, "rule", "bands", 0, "setting"),
        ),
        (
            [("deadlines.0.amount", ADD), ("deadlines.0.setting", "nobody")],
            "error", "unknown_reference", ("deadlines", 0, "setting"),
        ),
        (
            [("steps.0.duration", "{setting: nobody, unit: day}")],
            "error", "unknown_reference", ("steps", 0, "duration", "setting"),
        ),
        (
            [("fees.0.rule", "{kind: table, table: none_such, keys: area}")],
            "error", "unknown_reference", ("fees", 0, "rule", "table"),
        ),
        (
            [("form.pages.1.fields.+", "{id: k, type: one_of, options_from: none_such, label: {th: ก, en: A}}")],
            "error", "unknown_reference", (*PLACE, 2, "options_from"),
        ),
        ([("steps.4.paper", "none_such")], "error", "unknown_reference", ("steps", 4, "paper")),
        ([("steps.3.fees", "[none_such]")], "error", "unknown_reference", ("steps", 3, "fees", 0)),
        ([("steps.2.after", "[none_such]")], "error", "unknown_reference", ("steps", 2, "after", 0)),
        (
            [("manual.evidence.0.upload", "area")],
            "error", "unknown_reference", ("manual", "evidence", 0, "upload"),
        ),
        ([("steps", "[]")], "error", "no_steps", ("steps",)),
        ([("steps.0.after", "[decide]")], "error", "step_cycle", ("steps",)),
        ([("steps.4.after", "[inspect]")], "error", "issue_before_decision", ("steps", 4)),
        ([("steps.3.role", "cashier")], "error", "role_of_automatic_step", ("steps", 3, "role")),
        ([("steps.0.role", None)], "error", "step_without_role", ("steps", 0)),
        ([("steps.0.duration", None)], "error", "step_without_time", ("steps", 0)),
        ([("steps.0.duration", "{unit: day}")], "error", "duration_unclear", ("steps", 0, "duration")),
        ([("steps.3.fees", "[]")], "error", "step_incomplete", ("steps", 3)),
        ([("steps.4.paper", None)], "error", "step_incomplete", ("steps", 4)),
        ([("steps.1.kind", "consult")], "error", "step_incomplete", ("steps", 1)),
        ([("steps.0.paper", "permit")], "error", "step_overfull", ("steps", 0, "paper")),
        ([("steps.0.duration.amount", 2)], "warning", "slower_than_standard", ("steps", 0, "duration")),
        ([("steps.1.duration", "{amount: 1, unit: month}")], "warning", "slower_than_standard", ("steps", 1, "duration")),
        ([("steps.0.kind", "review")], "warning", "no_completeness_check", ("steps",)),
        ([("deadlines.0.purpose", "inspect")], "error", "no_decide_deadline", ("deadlines",)),
        ([("deadlines.1.purpose", "inspect")], "warning", "no_tell_deadline", ("deadlines",)),
        ([("deadlines.0.amount", 10)], "warning", "steps_longer_than_deadline", ("deadlines", 0)),
        ([("manual.criteria", "[]")], "error", "manual_incomplete", ("manual", "criteria")),
        ([("manual.channels", "[]")], "error", "manual_incomplete", ("manual", "channels")),
        ([("manual.complaints", "[]")], "error", "manual_incomplete", ("manual", "complaints")),
        ([("manual.evidence", "[]")], "error", "manual_incomplete", ("manual", "evidence")),
        (
            [("manual.criteria", "[]"), ("permission", "complaint")],
            "warning", "manual_incomplete", ("manual", "criteria"),
        ),
        ([("fees", "[]"), ("steps.3.fees", "[]")], "error", "fees_not_stated", ("fees",)),
        ([("law", "[]")], "error", "no_law", ("law",)),
        ([("manual.evidence.1.copies", 1)], "error", "copy_of_state_document", ("manual", "evidence", 1)),
        ([("manual.evidence.1.upload", "plan")], "error", "copy_of_state_document", ("manual", "evidence", 1)),
        ([("manual.evidence.1.fetched_from", None)], "warning", "not_fetched", ("manual", "evidence", 1)),
        ([("manual.evidence.0.copies", 2)], "warning", "more_than_one_copy", ("manual", "evidence", 0, "copies")),
        ([("manual.evidence.0.upload", None)], "warning", "evidence_without_upload", ("manual", "evidence", 0)),
        ([("manual.evidence.0.upload", None)], "error", "file_not_in_manual", (*PLACE, 1)),
        ([("manual.evidence.0.when", "area > 1.0")], "warning", "condition_without_words", ("manual", "evidence", 0)),
        ([("data.lawful_basis", "consent")], "warning", "consent_is_not_free", ("data", "lawful_basis")),
        ([("form.pages.1.fields.1.keep_years", 11)], "error", "kept_too_long", (*PLACE, 1, "keep_years")),
        ([("form.pages.1.fields.0.keep_years", 2)], "error", "answers_go_together", (*PLACE, 0, "keep_years")),
        ([("data.purpose", None), ("form.pages.1.fields.0.personal", True)], "error", "purpose_not_told", (*PLACE, 0)),
        ([("data.retention_source", None)], "error", "retention_without_source", ("data", "retention_source")),
        ([("data.recipients", "[]")], "error", "recipients_not_told", ("data", "recipients")),
        ([("form.pages.1.fields.1.sensitive", True)], "error", "sensitive_without_ground", (*PLACE, 1)),
        ([("form.pages.1.fields.1.basis", "consent")], "error", "consent_required", (*PLACE, 1)),
        (
            [("form.pages.1.fields.0.personal", True)],
            "error", "public_personal_data", ("papers", 0, "items", 0, "public"),
        ),
        ([("form.pages.1.fields.0.prefill", "identity.age")], "error", "unknown_prefill", (*PLACE, 0, "prefill")),
        ([("form.pages.1.fields.0.maximum", -1)], "error", "impossible_limits", (*PLACE, 0, "minimum")),
        (
            [("form.pages.1.fields.+", "{id: m, type: money, minimum_baht: 2, maximum_baht: 1, label: {th: ก, en: A}}")],
            "error", "impossible_limits", (*PLACE, 2, "minimum_baht"),
        ),
        (
            [("form.pages.1.fields.+", ("{id: g, type: group, minimum: 2, maximum: 1, fields: [], "
              "item_label: {th: ก, en: A}, label: {th: ก, en: A}}"))],
            "error", "impossible_limits", (*PLACE, 2, "minimum"),
        ),
        (
            [("form.pages.1.fields.+", ("{id: m, type: many_of, at_most: 0, label: {th: ก, en: A}, "
              "options: [{value: a, label: {th: ก, en: A}}]}"))],
            "error", "impossible_limits", (*PLACE, 2, "at_most"),
        ),
        (
            [("form.pages.1.fields.+", "{id: t, type: text, pattern: '[', label: {th: ก, en: A}}")],
            "error", "pattern_unreadable", (*PLACE, 2, "pattern"),
        ),
        (
            [("form.pages.1.fields.+", "{id: t, type: text, pattern: '[a]', label: {th: ก, en: A}}")],
            "error", "pattern_without_hint", (*PLACE, 2),
        ),
        ([("papers.0.number", "'{year_be}'")], "error", "number_pattern", ("papers", 0, "number")),
        ([("papers.0.number", "'{serial}/{king}'")], "error", "number_pattern", ("papers", 0, "number")),
        (
            [("settings.0.default", None), ("settings.0.unconfirmed", True)],
            "info", "agency_decides", ("settings", 0),
        ),
        ([("settings.0.default", "free")], "error", "setting_kind", ("settings", 0, "default")),
        ([("settings.0.default", True)], "error", "setting_kind", ("settings", 0, "default")),
        (
            [("settings.+", "{id: choice, kind: yes_no, default: 1, label: {th: ก, en: A}}")],
            "error", "setting_kind", ("settings", 1, "default"),
        ),
        ([("papers.0.renewal", "{mode: application, fee: fine}")], "error", "unknown_reference", (*RENEWAL, "fee")),
        (
            [("papers.0.renewal", "{mode: application, evidence: slip}")],
            "error", "unknown_reference", (*RENEWAL, "evidence"),
        ),
        (
            [("papers.0.renewal", "application"), ("papers.0.validity", None)],
            "error", "renewal_of_endless", RENEWAL,
        ),
        ([("papers.0.renewal", PAID), ("papers.0.renewal.fee", None)], "error", "renewal_without_fee", RENEWAL),
        ([("papers.0.renewal", PAID), ("fees.0.rule", "{kind: none}")], "error", "renewal_without_fee", RENEWAL),
        ([("papers.0.renewal", PAID), ("papers.0.renewal.source", None)], "error", "renewal_without_source", RENEWAL),
        (
            [("papers.0.renewal", PAID), ("papers.0.validity", None), ("papers.0.valid_until", "'2030-01-01'")],
            "error", "renewal_without_period", RENEWAL,
        ),
        (
            [("papers.0.renewal", PAID), ("papers.0.renewal.unconfirmed", True)],
            "warning", "renewal_unconfirmed", RENEWAL,
        ),
        (
            [("papers.0.renewal", PAID), ("papers.0.renewal.when", "setting.chosen")],
            "error", "unknown_name", (*RENEWAL, "when"),
        ),
        ([("fees.0.rule", "{kind: fixed, baht: 3001}")], "error", "fee_above_ceiling", ("fees", 0, "rule", "baht")),
        ([("settings.0.default", 3001)], "error", "fee_above_ceiling", ("fees", 0, "rule", "setting")),
        ([("settings.0.maximum", None)], "warning", "setting_above_ceiling", ("fees", 0)),
        ([("fees.0.minimum_baht", 3001)], "error", "minimum_above_ceiling", ("fees", 0, "minimum_baht")),
        (
            [("fees.0.rule", "{kind: bands, measure: area, bands: [{baht: 4000}]}")],
            "error", "fee_above_ceiling", ("fees", 0, "rule", "bands", 0, "baht"),
        ),
        (
            [("fees.0.rule", "{kind: bands, measure: area, bands: [{up_to: 1, baht: 4}]}")],
            "error", "bands_have_gaps", ("fees", 0, "rule", "bands"),
        ),
        (
            [("fees.0.rule", "{kind: bands, measure: area, bands: [{}]}")],
            "error", "amount_unclear", ("fees", 0, "rule", "bands", 0),
        ),
        ([("fees.0.rule", "{kind: per_unit, units: area}")], "error", "amount_unclear", ("fees", 0, "rule")),
        (
            [("fees.+", "{id: other, title: {th: ก, en: A}, rule: {kind: fixed, baht: 1}}")],
            "warning", "fee_never_asked", ("fees", 1),
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_place(
    changes: list[tuple[str, Any]], level: str, code: str, where: tuple[Any, ...]
) -> None:
    assert (level, code, where) in found(*changes)
    if level == "error":
        assert not publishable(changed(*changes))


TABLE = "[{id: kinds, title: {th: ก, en: A}, rows: [%s]}]"
ROW = "{value: a, label: {th: ก, en: A}%s}"


def with_table(row: str, combine: str = "dearest") -> set[tuple[str, str, tuple[Any, ...]]]:
    rule = f"{{kind: table, table: kinds, keys: \"'a'\", combine: {combine}}}"
    return found(("tables", TABLE % row), ("fees.0.rule", rule))


def test_the_rows_of_a_schedule_are_complete_known_and_within_the_ceiling() -> None:
    assert with_table(ROW % ", baht: 3000") == set()
    assert with_table(ROW % "") == {("error", "row_without_amount", ("fees", 0, "rule", "table"))}
    assert with_table(ROW % ", baht: 3001") == {("error", "fee_above_ceiling", ("fees", 0, "rule", "table"))}
    assert with_table(ROW % ", baht: 1, units: heads") == {("error", "unknown_name", ("tables", 0, "rows", 0, "units"))}
    twice = f"{ROW % ', baht: 1'}, {ROW % ', baht: 2'}"
    assert with_table(twice) == {("error", "duplicate_id", ("tables", 0, "rows", 1))}


GROUP = (
    "{id: workers, type: group, item_label: {th: ก, en: A}, label: {th: ก, en: A}, fields: ["
    "{id: age, type: number, label: {th: ก, en: A}}, "
    "{id: old, type: date, label: {th: ก, en: A}, show_when: age > 60, latest: today, required_when: age > 70}]}"
)


def test_loops_know_the_questions_of_their_group() -> None:
    def over(source: str) -> set[str]:
        return {code for _, code, _ in found(("form.pages.1.fields.+", GROUP), ("steps.2.when", source))}

    assert over("workers.exists(w, w.age > 60)") == set()
    assert over("workers.filter(w, w.age > 60).exists(v, v.anything)") == set()
    assert over("workers.exists(w, w.ago > 60)") == {"unknown_name"}
    assert over("\"years_between('workers.ago', today) == 1\"") == {"unreachable"}, "what is quoted is no name"


def test_findings_may_speak_of_one_another_and_of_the_form() -> None:
    sound = (
        "[{id: clean, type: yes_no, label: {th: ก, en: A}}, " + GROUP.replace("age > 70", "clean && area > 1.0") + "]"
    )
    assert found(("steps.1.findings", sound)) == set()
    wrong = sound.replace("age > 60", "aeg > 60")
    assert found(("steps.1.findings", wrong)) == {
        ("error", "unknown_name", ("steps", 1, "findings", 1, "fields", 1, "show_when"))
    }


def test_a_register_step_needs_a_register_and_its_columns_are_checked() -> None:
    roll = "[{id: roll, title: {th: ก, en: A}, columns: [{id: x, label: {th: ก, en: A}, value: araa}]}]"
    step = "{id: enter, kind: register, title: {th: ก, en: A}, unit: {th: ก, en: A}, register_entry: roll}"
    assert found(("registers", roll), ("steps.+", step)) == {
        ("error", "unknown_name", ("registers", 0, "columns", 0, "value"))
    }
    assert ("error", "step_incomplete", ("steps", 5)) in found(
        ("steps.+", step.replace("register_entry: roll", "message: {th: ก, en: A}"))
    )


def test_a_receipt_of_notification_is_issued_without_a_decision() -> None:
    changes = [("steps.4.after", "[inspect]"), ("papers.0.kind", "receipt_of_notification")]
    assert found(*changes) == set()


def test_the_longest_branch_counts_not_the_sum_of_all() -> None:
    second = plain(SMALL)["steps"][1] | {"id": "second", "after": ["check"], "findings": []}
    parallel = [("steps.+", second), ("steps.2.after", "[inspect, second]"), ("deadlines.0.amount", 17)]
    assert found(*parallel) == set()
    settings = (
        "[{id: days, label: {th: ก, en: A}, kind: days, default: 17}, "
        "{id: rate, label: {th: ก, en: A}, kind: baht, default: 1, maximum: 3}]"
    )
    by_setting = [("settings", settings), ("deadlines.0.amount", ADD), ("deadlines.0.setting", "days")]
    assert found(*by_setting) == set()
    assert found(*by_setting, ("settings.0.default", 5)) == {
        ("warning", "steps_longer_than_deadline", ("deadlines", 0))
    }
    assert found(*by_setting, ("settings.0.default", ADD)) == set()


def test_every_problem_says_what_to_do_in_both_languages() -> None:
    for problem in check(changed(("manual.criteria", "[]"), ("steps.0.role", None), ("applicant_name", "nobody"))):
        assert problem.message.th and problem.message.en


def test_a_paper_renewed_by_paying_has_no_problems() -> None:
    assert found(("papers.0.renewal", PAID)) == set()


@pytest.mark.parametrize(("word", "mode"), [("none", None), ("application", "application"), ("payment", "application")])
def test_versions_published_before_renewal_was_carried_out_say_it_in_a_word(word: str, mode: str | None) -> None:
    renewal = changed(("papers.0.renewal", word)).papers[0].renewal
    assert (renewal and renewal.mode) == mode


def test_reminders_are_kept_nearest_last_and_once() -> None:
    renewal = changed(("papers.0.renewal", "{mode: application, remind_days: [7, 90, 7]}")).papers[0].renewal
    assert renewal is not None
    assert renewal.remind_days == (90, 7)
