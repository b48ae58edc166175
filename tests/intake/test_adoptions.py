"""Adoptions from a list: by the overseer of any service, by a department of its own; undone until somebody applies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.conftest import agencies_file, as_csv, confirmed, head_of_new, line, prepared, stands
from tests.web.applicant import work_off
from tests.world import World, build, examples, pack
from thanjai.cases.listed import agencies_with_cases, requests_begun
from thanjai.cases.models import Draft
from thanjai.catalogue import spread
from thanjai.catalogue.actions import publish
from thanjai.catalogue.adopting import adopt, close_service
from thanjai.catalogue.models import Adoption, AdoptionChange
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake import actions
from thanjai.intake.selectors import cannot_be_undone
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    made = build()
    with acting_as(PLATFORM):
        publish(definition=pack(FOOD))
    return made


def file(*codes: str) -> bytes:
    figures = "; ".join(f"{name}={value}" for name, value in examples(FOOD)["settings"].items())
    return as_csv(("หน่วยงาน", "Service", "ค่าของหน่วยงาน"), *((code, FOOD, figures) for code in codes))


def offered() -> dict[str, Any]:
    with acting_as(PLATFORM):
        return dict(Adoption.objects.order_by("agency__code").values_list("agency__code", "settings"))


def test_agencies_take_a_service_on_and_it_is_written_down_by_whom(opdc: Actor) -> None:
    row = confirmed(opdc, file("KKC", "OTH", "OPDC", "KKC"), "adoptions")
    work_off()
    assert stands(row, "verdict", "state") == [("new", "done"), ("new", "done"), ("wrong", "left"), ("wrong", "left")]
    assert offered() == dict.fromkeys(("KKC", "OTH"), examples(FOOD)["settings"])
    with acting_as(PLATFORM):
        assert set(AdoptionChange.objects.values_list("what", "person_id")) == {("adopted", opdc.person)}
    assert stands(prepared(opdc, file("KKC"), "adoptions"), "verdict") == ["same"]


def test_it_is_undone_but_where_somebody_applies_or_the_agency_changed_it(opdc: Actor, world: World) -> None:
    with acting_as(PLATFORM):
        third = head_of_new("third", "TRD", AgencyKind.MUNICIPALITY)
    row = confirmed(opdc, file("KKC", "OTH", "TRD"), "adoptions")
    work_off()
    world.start(FOOD)
    with acting_as(third):
        close_service(actor=third, service=FOOD, because=Text(th="ปรับปรุง", en="Repairs"))
    with acting_as(opdc):
        actions.undo(actor=opdc, intake_id=row.id)
    work_off()
    assert stands(row, "key", "state") == [(f"KKC {FOOD}", "kept"), (f"OTH {FOOD}", "undone"), (f"TRD {FOOD}", "kept")]
    assert list(offered()) == ["KKC", "TRD"]
    with acting_as(PLATFORM):
        assert AdoptionChange.objects.get(what="undone").person_id == opdc.person


def test_an_agency_whose_adoption_was_undone_says_beforehand_that_it_stays(opdc: Actor) -> None:
    agencies = confirmed(opdc, agencies_file(line("A1"), line("A2")))
    work_off()
    row = confirmed(opdc, file("A1"), "adoptions")
    work_off()
    with acting_as(opdc):
        actions.undo(actor=opdc, intake_id=row.id)
    work_off()
    with acting_as(PLATFORM):
        told = [(one.key, words.en) for one, words in cannot_be_undone(agencies)]
    assert told == [
        ("A1", "It offered a service that was taken back. That stays written down, and the agency with it.")
    ]
    with acting_as(opdc):
        actions.undo(actor=opdc, intake_id=agencies.id)
    work_off()
    assert stands(row, "state") == ["undone"]
    assert stands(agencies, "key", "state") == [("A1", "kept"), ("A2", "undone")]


def test_of_other_agencies_no_figures_are_read(opdc: Actor, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read, figures_of = [], spread.figures_of

    def watched(*asked: Any) -> Any:
        read.append(figures_of(*asked))
        return read[-1]

    confirmed(opdc, file("KKC", "OTH"), "adoptions")
    work_off()
    monkeypatch.setattr(spread, "figures_of", watched)
    assert stands(prepared(opdc, file("KKC"), "adoptions"), "verdict") == ["same"]
    assert [list(found) for found in read] == [[(world.agency, FOOD)]]


def test_a_request_that_was_sent_is_found_as_one_that_was_begun_is(opdc: Actor, world: World) -> None:
    confirmed(opdc, file("KKC", "OTH"), "adoptions")
    work_off()
    world.submitted(FOOD)
    offers = {(world.agency, FOOD), (world.other, FOOD), (world.agency, "x")}
    with acting_as(PLATFORM):
        Draft.objects.all().delete()
        assert requests_begun(offers) == {(world.agency, FOOD)}
        assert agencies_with_cases([world.agency, world.other]) == {world.agency}
        assert (requests_begun(()), agencies_with_cases(())) == (set(), set())


def test_what_an_agency_took_on_meanwhile_is_its_own(opdc: Actor, world: World) -> None:
    row = confirmed(opdc, file("KKC"), "adoptions")
    other = {**examples(FOOD)["settings"], "licence_fee": 1}
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings=other)
    work_off()
    assert stands(row, "state") == ["refused"]
    assert offered() == {"KKC": other}


def test_a_department_brings_in_only_what_is_in_its_care(world: World) -> None:
    department = head_of_new("health", "DOH", AgencyKind.DEPARTMENT)
    assert stands(prepared(department, file("KKC"), "adoptions"), "verdict") == ["wrong"]
    with acting_as(PLATFORM):
        publish(definition=pack(FOOD), owner=department.agency)
    assert stands(prepared(department, file("KKC"), "adoptions"), "verdict") == ["new"]
    with pytest.raises(Refusal) as refusal:
        prepared(world.officer, file("KKC"), "adoptions")
    assert refusal.value.code == "not_allowed"
