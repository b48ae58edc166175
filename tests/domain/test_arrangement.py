"""How an agency arranges a service, what it may not, and whether it goes on with the next version by itself."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import service
from thanjai.domain import arrangement as arrangements
from thanjai.domain import figures
from thanjai.domain.arrangement import AS_THE_TEMPLATE, Arrangement, Hours, StepArrangement, arranged
from thanjai.domain.biller import FUND
from thanjai.domain.case import Case, decide
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.rules import Named, Rules
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition, Setting, StepDuration
from thanjai.domain.following import Asks, decisions
from thanjai.domain.manual_rows import in_all, longest_way, step_rows
from thanjai.domain.text import Text

WORDS = Text(th="กองช่าง", en="Engineering")
SOMSRI, MANA = UUID(int=1), UUID(int=2)
ROLES = {SOMSRI: ("inspector",), MANA: ("approver",)}
SMALL = service()
ANSWERS = {"owner": {"given": "สมชาย", "family": "ใจดี"}, "area": 10, "plan": []}


def days(amount: int, unit: Unit = Unit.WORKING_DAY) -> Duration:
    return Duration(amount=amount, unit=unit)


def inspect(**said: Any) -> Arrangement:
    return Arrangement(steps={"inspect": StepArrangement(**said)})


def test_the_manual_and_the_money_are_as_the_agency_has_arranged_them() -> None:
    found = arranged(SMALL, Arrangement(steps={"inspect": StepArrangement(unit=WORDS, time=days(3))}, fund="health"))
    assert found.step("inspect").unit == WORDS and found.step("check") == SMALL.step("check")
    total = in_all(longest_way(found, step_rows(found, {})))
    assert total is not None and total.en == "5 working days"
    assert [fee.fund for fee in SMALL.fees] == [FUND] and [fee.fund for fee in found.fees] == ["health"]
    assert arranged(SMALL, AS_THE_TEMPLATE) is SMALL


def test_money_that_the_template_gives_to_somebody_else_stays_theirs() -> None:
    states = SMALL.fees[0].model_copy(update={"fund": "state"})
    template = SMALL.model_copy(update={"fees": (*SMALL.fees, states)})
    assert [fee.fund for fee in arranged(template, Arrangement(fund="health")).fees] == ["health", "state"]


def test_a_step_goes_to_the_officer_named_as_it_starts() -> None:
    rules = Rules(SMALL, {"rate": 100}, officers={"check": Named("1", "สมศรี"), "issue": Named("1", "สมศรี")})
    now = datetime(2026, 3, 4, 3, tzinfo=UTC)
    events = decide(Case(), c.Submit(answers=ANSWERS, counts_from=now), rules, now)
    assert [type(event) for event in events] == [e.Submitted, e.StepStarted, e.Assigned]
    assert events[-1] == e.Assigned(step="check", officer="1", name="สมศรี")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (inspect(time=days(11)), "time_too_long", "time-inspect"),
        (inspect(time=days(0)), "time_too_long", "time-inspect"),
        (inspect(time=days(1, Unit.MONTH)), "time_too_long", "time-inspect"),
        (Arrangement(steps={"pay": StepArrangement(time=days(1))}), "time_too_long", "time-pay"),
        (inspect(officer=MANA), "officer_without_role", "officer-inspect"),
        (inspect(officer=UUID(int=3)), "officer_without_role", "officer-inspect"),
        (inspect(unit=Text(th="ก" * 121, en="A")), "too_long", "unit-inspect-th"),
        (Arrangement(steps={"gone": StepArrangement(unit=WORDS)}), "no_such_step", "step-gone"),
        (Arrangement(hours=Hours(opens=time(12), closes=time(9))), "hours_turned", "closes"),
        (Arrangement(hours=Hours(opens=time(9), closes=time(12), days=())), "no_day", "days"),
        (Arrangement(signatory=SOMSRI), "cannot_sign", "signatory"),
        (Arrangement(we=Text(th="เ" * 121, en="We")), "too_long", "we-th"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_name(said: Arrangement, code: str, field: str) -> None:
    found = [(fault.code, fault.field) for fault in arrangements.faults(SMALL, said, ROLES)]
    assert found == [(code, field)]


def test_what_can_be_arranged() -> None:
    said = Arrangement(
        steps={"inspect": StepArrangement(unit=WORDS, officer=SOMSRI, time=days(10))}, signatory=MANA,
        hours=Hours(opens=time(9), closes=time(12), days=(1,)), we=WORDS, dear=WORDS,
    )  # fmt: skip
    assert not list(arrangements.faults(SMALL, said, ROLES))


def test_a_letter_begins_as_the_agency_has_it() -> None:
    usual = Text(th="เรียน คุณมะลิ", en="Dear มะลิ,")
    assert AS_THE_TEMPLATE.greeting("มะลิ", usual) == usual
    said = Arrangement(dear=Text(th="เรียน ท่าน", en="To")).greeting("มะลิ", usual)
    assert (said.th, said.en) == ("เรียน ท่าน มะลิ", "To มะลิ,")


RATE = SMALL.settings[0]
settings = st.builds(
    Setting, id=st.sampled_from(["rate", "other", "more"]), label=st.just(WORDS),
    kind=st.sampled_from(["baht", "number", "days", "working_days", "yes_no", "text"]),
    default=st.none(), minimum=st.none() | st.integers(0, 50), maximum=st.none() | st.integers(40, 90),
)  # fmt: skip
values = st.none() | st.integers(-5, 100) | st.booleans() | st.sampled_from(["", "x", 2.5, float("nan"), "9" * 600])
given_figures = st.dictionaries(st.sampled_from(["rate", "other", "more", "gone"]), values)
times = st.none() | st.builds(Duration, amount=st.integers(0, 12), unit=st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))
ways = st.builds(
    lambda steps: Arrangement(steps={id: StepArrangement(time=time) for id, time in steps.items()}),
    st.dictionaries(st.sampled_from(["check", "inspect", "decide", "pay", "gone"]), times),
)


@st.composite
def versions(draw: st.DrawFn) -> ServiceDefinition:
    """The small service with other figures, other times, and some of its steps."""
    asked = draw(st.lists(settings, unique_by=lambda one: one.id, max_size=3))
    steps = []
    for step in SMALL.steps:
        if step.duration is not None:
            lasts = StepDuration(
                amount=draw(st.integers(0, 10)), unit=draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))
            )
            step = step.model_copy(update={"duration": lasts})
        if draw(st.booleans()):
            steps.append(step)
    return SMALL.model_copy(update={"settings": tuple(asked), "steps": tuple(steps)})


@given(versions(), versions(), given_figures, ways)
def test_whoever_goes_on_has_valid_figures_and_keeps_its_shorter_times(
    old: ServiceDefinition, new: ServiceDefinition, figures_given: dict[str, Any], said: Arrangement
) -> None:
    waits = decisions(old, new, figures_given, said)
    wrong = {fault.field for fault in figures.faults(new, figures_given)}
    assert {one.place for one in waits if one.asks is Asks.FIGURE} == wrong
    if waits:
        return
    assert not list(figures.faults(new, figures.with_defaults(new, figures_given)))
    for before, after in zip(new.steps, arranged(new, said).steps, strict=True):
        own = said.steps.get(before.id)
        if own is not None and own.time is not None:
            assert after.duration is not None and after.duration.amount == own.time.amount
        assert before.duration is None or after.duration is not None
        if before.duration is not None and after.duration is not None and before.duration.amount is not None:
            assert after.duration.amount is not None and after.duration.amount <= before.duration.amount


@given(versions(), given_figures, ways)
def test_the_same_version_again_asks_only_what_was_wrong_already(
    version: ServiceDefinition, figures_given: dict[str, Any], said: Arrangement
) -> None:
    valid = {setting.id: setting.maximum or setting.minimum or 1 for setting in version.settings}
    numbers = all(setting.kind not in ("yes_no",) for setting in version.settings)
    if numbers and not any(one.asks is Asks.TIME for one in decisions(version, version, valid, said)):
        assert decisions(version, version, valid, said, roles=()) == ()


@pytest.mark.parametrize(
    ("roles", "waits"),
    [(("inspector",), True), (("inspector", "reviewer"), False), (("head",), False), ((), True)],
)
def test_a_role_that_is_new_and_that_nobody_has_waits_for_the_agency(roles: tuple[str, ...], waits: bool) -> None:
    step = SMALL.step("inspect").model_copy(update={"id": "look", "role": Role.REVIEWER, "kind": "review"})
    new = SMALL.model_copy(update={"steps": (*SMALL.steps, step)})
    found = decisions(SMALL, new, {"rate": 100}, AS_THE_TEMPLATE, roles)
    assert [(one.asks, one.place) for one in found] == ([(Asks.OFFICER, "look")] if waits else [])
    assert not decisions(SMALL, SMALL, {"rate": 100}, AS_THE_TEMPLATE, roles)


def test_a_figure_out_of_bounds_says_its_bounds() -> None:
    found = decisions(SMALL, SMALL, {"rate": 3001}, AS_THE_TEMPLATE)
    assert [one.place for one in found] == ["rate"] and "from 0 to 3000" in found[0].words.en
    assert figures.fault_of(RATE, True) is not None and figures.fault_of(RATE, 2999.5) is None
