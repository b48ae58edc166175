"""A next version is offered at once by whoever can; the others stay until they have decided, and their cases with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalogue.conftest import SERVICE
from tests.world import PLACE, World, examples, pack
from thanjai.agencies.actions import register_agency
from thanjai.catalogue import selectors
from thanjai.catalogue.actions import adopt, publish
from thanjai.catalogue.models import Adoption
from thanjai.domain.arrangement import Arrangement, StepArrangement
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.definition.model import ServiceDefinition, Setting
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

pytestmark = pytest.mark.django_db
QUICK = Arrangement(steps={"inspect": StepArrangement(time=Duration(amount=5, unit=Unit.WORKING_DAY))})


def next_version(**change: Any) -> int:
    with acting_as(PLATFORM):
        return publish(definition=pack(SERVICE).model_copy(update=change)).number


def asking(**said: Any) -> ServiceDefinition:
    """The licence with one figure more."""
    more = Setting(id="more", label=Text(th="ค่าใหม่", en="New figure"), kind="baht", **said)
    return pack(SERVICE).model_copy(update={"settings": (*pack(SERVICE).settings, more)})


def offered(slug: str = "khonkaen") -> selectors.Offer:
    with acting_as(PUBLIC):
        return selectors.offer(slug, SERVICE)


def another(slug: str, code: str) -> UUID:
    """One more municipality that offers the licence."""
    with acting_as(PLATFORM):
        row = register_agency(
            slug=slug, code=code, kind=AgencyKind.MUNICIPALITY, name=PLACE, province=PLACE, address=PLACE
        )
        adopt(agency=row.id, service=SERVICE, settings=examples(SERVICE)["settings"], arrangement=QUICK)
    return row.id


def test_whoever_has_nothing_to_decide_offers_it_at_once(world: World) -> None:
    assert next_version(keywords=("ใหม่",)) == 2
    assert offered().version_number == 2 and not offered().is_held


def test_a_new_figure_waits_for_the_agency_which_stays_on_its_version_meanwhile(world: World) -> None:
    next_version(settings=asking().settings)
    assert offered().version_number == 1 and offered().is_held
    _, case = world.submitted()
    assert case.version_id == offered().version_id
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=SERVICE, settings={**examples(SERVICE)["settings"], "more": 5})
    assert offered().version_number == 2 and not offered().is_held


def test_a_figure_with_a_default_waits_for_nobody(world: World) -> None:
    next_version(settings=asking(default=7).settings)
    assert offered().version_number == 2 and offered().settings["more"] == 7


def test_only_those_whose_time_is_too_long_now_stay(world: World) -> None:
    another("quick", "QCK")
    steps = tuple(
        step.model_copy(update={"duration": step.duration and step.duration.model_copy(update={"amount": 3})})
        if step.id == "inspect" else step
        for step in pack(SERVICE).steps
    )  # fmt: skip
    next_version(steps=steps)
    assert (offered().version_number, offered("quick").version_number) == (2, 1)
    next_version(keywords=("เหมือนเดิม",))
    assert (offered().version_number, offered("quick").version_number) == (3, 3)
    assert offered("quick").definition.step("inspect").duration.amount == 5  # type: ignore[union-attr]


def test_a_role_in_which_nobody_serves_waits_where_nobody_serves(world: World) -> None:
    another("empty", "EMP")
    first = pack(SERVICE).steps[0]
    look = first.model_copy(update={"id": "look", "kind": "review", "role": Role.REVIEWER})
    next_version(steps=(first, look, *pack(SERVICE).steps[1:]))
    assert (offered().version_number, offered("empty").version_number) == (2, 1)


def test_agencies_alike_are_judged_together(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        next_version(settings=asking(default=1).settings)
    for number in range(4):
        another(f"more-{number}", f"M{number}")
    with CaptureQueriesContext(connection) as many:
        next_version(settings=asking(default=2).settings)
    about = [query["sql"] for query in many if "held_id" in query["sql"] and "UPDATE" in query["sql"]]
    assert len(about) == len([one for one in few if "held_id" in one["sql"] and "UPDATE" in one["sql"]]) == 1
    with acting_as(PLATFORM):
        assert not Adoption.objects.filter(held__isnull=False).exists()


def test_cases_under_an_older_version_keep_the_figures_that_it_alone_has(world: World) -> None:
    _, case = world.submitted()
    without = tuple(one for one in pack(SERVICE).settings if one.id != "mend_days")
    next_version(settings=without)
    with acting_as(PLATFORM):
        figures = {name: value for name, value in examples(SERVICE)["settings"].items() if name != "mend_days"}
        adopt(agency=world.agency, service=SERVICE, settings=figures)
    with acting_as(world.officer):
        assert selectors.rules_for(case.version_id, case.agency_id).settings["mend_days"] == 15
