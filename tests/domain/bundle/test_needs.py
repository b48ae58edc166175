"""Which parts are needed, in which order, and what is left to ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.domain.bundle.small import MUSIC, STALL, bundle, services
from thanjai.domain import form
from thanjai.domain.bundle import given, in_order, left, needs, waited_for

TODAY = date(2026, 11, 20)
PLACE = {"house": "1", "moo": "", "soi": "", "road": "", "subdistrict": "ในเมือง", "district": "เมืองขอนแก่น",
         "province": "ขอนแก่น", "postcode": "40000"}  # fmt: skip
OWNER = {"title": "", "given": "แก้ว", "family": "ใจดี"}


def names(**answers: Any) -> dict[str, Any]:
    return form.environment(bundle(), answers, today=TODAY, settings={})


@pytest.mark.parametrize(("area", "loud", "needed"), [
    (20.0, True, set()), (20.1, False, {"stall"}), (20.1, True, {"stall", "music"}), (None, None, set()),
])  # fmt: skip
def test_answers_decide_what_is_needed_and_why(area: float | None, loud: bool | None, needed: set[str]) -> None:
    found = needs(bundle(), names(area=area, loud=loud))
    assert {one.part.id for one in found if one.is_needed} == needed
    assert all(one.why == (one.part.needed if one.is_needed else one.part.not_needed) for one in found)


@drawn(st.permutations(["stall", "music"]))
def test_a_part_comes_after_what_it_waits_for_however_they_are_written(order: list[str]) -> None:
    one = bundle()
    turned = one.model_copy(update={"parts": tuple(one.part(id) for id in order)})
    assert [part.id for part in in_order(turned)] == ["stall", "music"]


@pytest.mark.parametrize(("area", "waits"), [(30.0, ("stall",)), (10.0, ())])
def test_only_what_is_needed_is_waited_for(area: float, waits: tuple[str, ...]) -> None:
    found = needs(bundle(), names(area=area, loud=True))
    assert waited_for(bundle().part("music"), found) == waits
    assert waited_for(bundle().part("stall"), found) == ()


def test_parts_of_a_circle_are_all_there_still() -> None:
    one = bundle()
    stall = one.part("stall").model_copy(update={"after": ("music",)})
    assert len(in_order(one.model_copy(update={"parts": (stall, one.part("music"))}))) == 2


def test_what_was_answered_once_is_not_asked_again() -> None:
    definition, known = services()[STALL], names(place=PLACE, area=30.0, loud=False, owner=OWNER)
    follows = given(bundle().part("stall"), definition, known, today=TODAY, settings={})
    assert follows == {"owner": OWNER, "area": 30.0}
    found = left(definition, follows, {}, today=TODAY, settings={})
    asked = [(one.page.id, [field.id for field in one.fields]) for one in found]
    assert asked == [("who", ["email"]), ("place", ["plan"])]


def test_an_answer_may_be_worked_out() -> None:
    known = names(place=PLACE, area=30.0, loud=True, owner=OWNER)
    follows = given(bundle().part("music"), services()[MUSIC], known, today=TODAY, settings={})
    assert follows == {"area": 60.0}


@pytest.mark.parametrize("answer", ["-1.0", "place", "'many'"])
def test_an_answer_that_does_not_fit_is_asked_by_the_service_itself(answer: str) -> None:
    part = bundle().part("music").model_copy(update={"answers": {"area": answer}})
    follows = given(part, services()[MUSIC], names(place=PLACE), today=TODAY, settings={})
    assert follows == {}
    asked = [field.id for one in left(services()[MUSIC], follows, {}, today=TODAY, settings={}) for field in one.fields]
    assert "area" in asked


def test_a_question_that_the_service_has_no_more_is_passed_over() -> None:
    part = bundle().part("stall").model_copy(update={"same": ("owner", "area", "gone")})
    assert set(given(part, services()[STALL], names(area=30.0), today=TODAY, settings={})) == {"area"}


@drawn(st.dictionaries(st.sampled_from(["place", "area", "loud", "owner"]), st.none() | st.text() | st.integers()))
def test_whatever_was_answered_nothing_breaks(answers: dict[str, Any]) -> None:
    known = names(**answers)
    for one in needs(bundle(), known):
        definition = services()[one.part.service]
        follows = given(one.part, definition, known, today=TODAY, settings={})
        left(definition, follows, answers, today=TODAY, settings={})
