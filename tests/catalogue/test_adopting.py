"""An agency offers a service with its own figures, within what the law allows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World, build
from thanjai.catalogue import selectors
from thanjai.catalogue.actions import adopt
from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-notification"


@pytest.fixture
def world() -> World:
    return build(SERVICE)


def test_new_figures_count_from_now_on(world: World) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=SERVICE, settings={"notification_fee": 250})
    with acting_as(PUBLIC):
        assert selectors.offer("khonkaen", SERVICE).settings["notification_fee"] == 250


@pytest.mark.parametrize(
    ("service", "figures", "code", "says"),
    [
        (SERVICE, {}, "setting_missing", "before opening"),
        (SERVICE, {"notification_fee": 1001}, "setting_out_of_bounds", "from 0 to 1000"),
        (SERVICE, {"notification_fee": -1}, "setting_out_of_bounds", "from 0 to 1000"),
        (SERVICE, {"notification_fee": 10, "other_fee": 10}, "unknown_setting", "other_fee"),
        ("no-such-service", {}, "no_such_service", "published"),
    ],
)
def test_what_cannot_be_offered_is_refused_by_name(
    world: World, service: str, figures: dict[str, Any], code: str, says: str
) -> None:
    with acting_as(PLATFORM), pytest.raises(Refusal) as refused:
        adopt(agency=world.agency, service=service, settings=figures)
    assert refused.value.code == code and says in refused.value.message.en
    with acting_as(PUBLIC):
        assert selectors.offer("khonkaen", SERVICE).settings["notification_fee"] != figures.get("notification_fee")
