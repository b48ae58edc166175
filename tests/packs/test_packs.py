"""The service definitions that come with the platform: they load, and their examples run to the end."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from thanjai.domain import fees
from thanjai.domain.case import commands as c
from thanjai.domain.case.decide import decide
from thanjai.domain.case.evolve import evolve
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, Status
from thanjai.domain.deadlines import Milestone
from thanjai.domain.definition import reading
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.expressions import value_of
from thanjai.domain.form import environment, validate_all, validate_findings
from thanjai.domain.numbering import check_pattern

PACKS = Path(__file__).parents[2] / "packs"
NAMES = sorted(folder.parent.name for folder in PACKS.glob("*/service.yaml"))
TODAY = datetime.date(2026, 11, 20)
NOON = datetime.datetime(2026, 11, 20, 5, 0, tzinfo=datetime.UTC)
_loaded: dict[Path, Any] = {}


def read(path: Path) -> Any:
    if path not in _loaded:
        _loaded[path] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return _loaded[path]


def service(name: str) -> ServiceDefinition:
    key = PACKS / name
    if key not in _loaded:
        _loaded[key] = ServiceDefinition.model_validate(read(key / "service.yaml"))
    return _loaded[key]


def examples() -> list[Any]:
    found = []
    for path in sorted(PACKS.glob("*/examples.yaml")):
        for number, example in enumerate(read(path)["examples"], 1):
            name = path.parent.name
            found.append(pytest.param(name, read(path)["settings"], example, id=f"{name}-{number}"))
    return found


def uploaded(answer: Any) -> Any:
    """An example's files as they are once uploaded."""
    if isinstance(answer, list) and answer and all(isinstance(one, dict) and set(one) == {"name"} for one in answer):
        return [
            {**one, "id": f"file-{i}", "type": "application/pdf", "size": 9, "sha256": "0" * 64}
            for i, one in enumerate(answer)
        ]
    return answer


def answers_of(example: Any) -> dict[str, Any]:
    return {name: uploaded(answer) for name, answer in example["answers"].items()}


def test_there_are_packs():
    assert {
        "food-premises-licence", "food-premises-notification", "hazardous-business",
        "factory-waste-removal", "old-age-allowance",
    } <= set(NAMES)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_loads_and_is_named_after_its_folder(name):
    assert service(name).id == name


def faults(text: str, name: str) -> list[str]:
    """What the checker finds, but for the figures it is right to leave to agencies."""
    return [str(problem) for problem in reading.read(text, name).problems if problem.level != "info"]


@pytest.mark.parametrize("name", NAMES)
def test_the_checker_finds_nothing_to_mend(name):
    path = PACKS / name / "service.yaml"
    assert faults(path.read_text(encoding="utf-8"), str(path)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_nobody_published_has_no_default(name):
    for setting in service(name).settings:
        figure = setting.kind != "yes_no"
        assert not (figure and setting.unconfirmed and setting.default is not None), setting.id


@pytest.mark.parametrize("name", NAMES)
def test_papers_have_numbers_that_do_not_meet(name):
    patterns = [paper.number for paper in service(name).papers]
    for pattern in patterns:
        check_pattern(pattern)
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("name", NAMES)
def test_the_complaint_line_of_the_government_is_in_the_manual(name):
    assert any("1111" in channel.contact.th for channel in service(name).manual.complaints)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_the_state_issued_is_asked_for(name):
    definition = service(name)
    for evidence in definition.manual.evidence:
        if evidence.issued_by_state:
            assert evidence.fetched_from and not evidence.upload and not evidence.copies, evidence.id


@pytest.mark.parametrize(("name", "chosen", "example"), examples())
def test_an_example_fills_in_the_form_without_a_fault(name, chosen, example):
    answers = answers_of(example)
    result = validate_all(service(name), answers, today=TODAY, settings=chosen)
    assert not result.errors
    assert set(answers) <= set(result.values), "an answer to a question that is not asked"


@pytest.mark.parametrize(("name", "chosen", "example"), examples())
def test_an_example_runs_to_its_end(name, chosen, example):
    definition = service(name)
    rules = Rules(definition, chosen)
    answers = validate_all(definition, answers_of(example), today=TODAY, settings=chosen).values
    case = carried_out(Case(), c.Submit(answers=answers, counts_from=NOON, channel=example["channel"]), rules)
    for _ in range(3 * len(definition.steps)):
        if case.finished:
            break
        step = definition.step(case.active()[0])
        found = example["findings"].get(step.id, {})
        assert not validate_findings(definition, step, found, answers, today=TODAY, settings=chosen).errors
        case = carried_out(case, next_command(case, step, found), rules)
    assert case.status in {Status.ISSUED, Status.CLOSED}
    assert Milestone.CLOSED in case.milestones
    papers_worked_out(definition, case, rules)


def carried_out(case: Case, command: c.Command, rules: Rules) -> Case:
    for event in decide(case, command, rules, NOON):
        case = evolve(case, event, NOON)
    return case


def next_command(case: Case, step: Any, findings: dict[str, Any]) -> c.Command:
    if step.kind == "decide":
        return c.Decide(step=step.id, outcome="approved", reasons="ครบหลักเกณฑ์", findings=findings)
    if step.kind == "pay":
        return c.ConfirmPayment(step=step.id, satang=case.fee.satang, reference="inv-1", receipt="rec-1")
    if step.kind == "issue":
        return c.ConfirmDocument(step=step.id, document=f"doc-{step.id}", number=f"no-{step.id}")
    return c.Finish(step=step.id, findings=findings)


def papers_worked_out(definition: ServiceDefinition, case: Case, rules: Rules) -> None:
    names = rules.environment(case, TODAY)
    for issued in case.issued if definition.papers else ():
        paper = definition.paper(issued.paper)
        assert value_of(paper.holder, names)
        assert not paper.items or any(value_of(item.value, names) not in (None, "") for item in paper.items)


FOOD = "food-premises-notification"


def test_a_notification_gives_a_receipt_before_the_certificate():
    definition = service(FOOD)
    assert [step.id for step in definition.steps] == ["pay", "receipt", "check", "certificate"]
    assert definition.paper("receipt").kind == "receipt_of_notification"
    certificate = next(rule for rule in definition.deadlines if rule.id == "certificate")
    assert (certificate.amount, certificate.unit) == (7, "working_day")


@pytest.mark.parametrize(("name", "area", "fits"), [
    (FOOD, 200, True), (FOOD, 200.01, False), ("food-premises-licence", 200, False), ("food-premises-licence", 200.01, True),
])  # fmt: skip
def test_two_hundred_square_metres_part_the_notification_from_the_licence(name, area, fits):
    example = read(PACKS / name / "examples.yaml")
    answers = answers_of(example["examples"][0]) | {"area": area}
    result = validate_all(service(name), answers, today=TODAY, settings=example["settings"])
    assert [error.path for error in result.errors] == ([] if fits else ["area"])


def test_a_licence_under_the_public_health_act_keeps_its_times():
    for name in ("food-premises-licence", "hazardous-business"):
        rules = {rule.id: rule for rule in service(name).deadlines}
        decision = rules["decide"]
        assert (decision.trigger, decision.amount, decision.unit) == ("complete", 30, "day")
        assert (decision.extension.times, decision.extension.amount) == (2, 15)
        assert (rules["appeal"].amount, rules["return"].amount, rules["tell"].amount) == (30, 15, 7)
        assert all(paper.validity.amount == 1 and paper.validity.unit == "year" for paper in service(name).papers)


@pytest.mark.parametrize(("name", "outcome", "appeals"), [
    ("food-premises-licence", "refused", True), ("food-premises-licence", "approved", False),
])  # fmt: skip
def test_only_a_refusal_is_appealed(name, outcome, appeals):
    rule = next(rule for rule in service(name).deadlines if rule.id == "appeal")
    names = environment(service(name), {}, today=TODAY, settings={}, steps={"decide": {"outcome": outcome}})
    assert value_of(rule.when, names) is appeals


def test_hazardous_waste_is_put_to_the_environment_unit_beside_the_review():
    definition = service("factory-waste-removal")
    assert definition.after(definition.step("consult")) == ("check",)
    assert definition.after(definition.step("review")) == ("check",)
    assert set(definition.after(definition.step("decide"))) == {"review", "consult"}


# The schedule of the Huai Kaeo by-law B.E. 2562, Royal Gazette vol. 140, special part 71 Ngor, after page 165.
LINES_BY_GROUP = {
    "1": 3, "2": 7, "3": 26, "4": 5, "5": 10, "6": 6, "7": 9,
    "8": 8, "9": 21, "10": 11, "11": 12, "12": 18, "13": 12,
}  # fmt: skip


def test_the_whole_schedule_of_the_by_law_is_there():
    rows = service("hazardous-business").table("schedule").rows
    assert Counter(row.value.split(".")[0] for row in rows) == LINES_BY_GROUP
    assert len(rows) == len({row.value for row in rows}) == 148
    assert sum(row.baht for row in rows) == 627_700


def fee_of(*kinds: str, coin_machines: int | None = None) -> int:
    """Baht for a business of these kinds at one place."""
    answers = dict(zip(("kind", "kind_2", "kind_3"), kinds, strict=False))
    names = dict.fromkeys(("kind", "kind_2", "kind_3"), None) | answers | {"coin_machines": coin_machines}
    total = fees.assess(service("hazardous-business"), ("licence",), names, {}).total
    assert total % 100 == 0
    return total // 100


@pytest.mark.parametrize(("line", "baht"), [
    ("1.1.1", 200), ("1.1.2", 500), ("1.2", 5000), ("2.1", 3000), ("3.6", 1000), ("3.12.1", 100), ("5.7.2", 500),
    ("6.2", 10000), ("7.5", 2000), ("9.5", 500), ("9.11", 200), ("10.7.1.1", 200), ("12.3.2", 500), ("13.12", 5000),
])  # fmt: skip
def test_a_line_of_the_by_law_costs_what_the_by_law_says(line, baht):
    assert fee_of(line) == baht


@pytest.mark.parametrize(("kinds", "baht"), [
    (("7.5", "7.7"), 2000 + 250),
    (("7.7", "7.5"), 2000 + 250),
    (("9.11", "9.3", "9.2"), 10000 + 100 + 250),
    (("12.3.2", "12.2"), 500 + 100),
    (("1.2", "2.1", "2.4"), 5000 + 1500 + 500),
])  # fmt: skip
def test_the_dearest_kind_is_charged_in_full_and_the_others_half(kinds, baht):
    assert fee_of(*kinds) == baht


def test_a_kind_named_twice_is_charged_once():
    assert fee_of("7.5", "7.5", "7.5") == 2000


def test_coin_washing_machines_beyond_five_are_charged_for_each():
    assert fee_of("10.7.1.2", coin_machines=8) == 800
    assert fee_of("10.7.1.2", "9.11", coin_machines=6) == 600 + 100


def test_a_late_renewal_costs_a_fifth_more():
    fee = service("hazardous-business").fees[0]
    assert fees.late_surcharge(fee, 200_000) == 40_000


@pytest.mark.parametrize(("birth", "baht"), [
    ("1966-11-20", 600), ("1956-11-21", 600), ("1956-11-20", 700), ("1946-11-20", 800), ("1936-11-21", 800), ("1936-11-20", 1000),
])  # fmt: skip
def test_the_allowance_follows_the_age_on_the_day(birth, baht):
    roll = service("old-age-allowance").register_entry("payment_roll").columns
    monthly = next(column for column in roll if column.id == "monthly_baht")
    assert value_of(monthly.value, {"birth_date": birth, "today": TODAY.isoformat()}) == baht


@pytest.mark.parametrize(("birth", "fits"), [("1966-11-20", True), ("1966-11-21", False)])
def test_the_allowance_is_for_those_who_are_sixty_already(birth, fits):
    example = read(PACKS / "old-age-allowance" / "examples.yaml")
    answers = answers_of(example["examples"][0]) | {"birth_date": birth}
    result = validate_all(service("old-age-allowance"), answers, today=TODAY, settings=example["settings"])
    assert [error.path for error in result.errors] == ([] if fits else ["birth_date"])


def test_the_worked_example_of_the_guide_can_be_published():
    guide = (PACKS / "README.md").read_text(encoding="utf-8")
    written = guide.split("```yaml\n")[1].split("```")[0]
    assert faults(written, "guide") == []


def test_a_waste_permit_ends_on_the_day_the_order_sets():
    permit = service("factory-waste-removal").paper("permit")
    names = {"step": {"decide": {"permitted_until": "2029-12-28"}}}
    assert permit.validity is None
    assert value_of(permit.valid_until, names) == "2029-12-28"
