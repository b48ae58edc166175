"""Before a signing certificate ends, those who must order the next one are told: each time once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.pdf.test_signatories import in_file
from tests.kernel.pdf.thai_papers import AT
from tests.web.desk import page, sit_down
from tests.world import World, build
from thanjai.archive import expiring, jobs
from thanjai.domain.definition.base import Role
from thanjai.domain.lasting import WARNED, warning
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
DEFAULT = "trust = ['root.pem']\n[default]\npkcs12 = 'Platform.p12'\n"


@pytest.fixture
def world(say: Any) -> World:
    return build("food-premises-licence")


def letters() -> list[Message]:
    with acting_as(PLATFORM):
        return list(Message.objects.filter(key__startswith="certificate/").order_by("queued_at", "to"))


def passing_days(count: int) -> None:
    """What the worker's timetable does on each of so many days, twice a day as after a restart."""
    for day in range(count + 1):
        with clock.standing_at(AT + timedelta(days=day)):
            jobs.warn(timestamp=0)
            jobs.warn(timestamp=0)


def test_each_warning_is_given_once_to_heads_and_operator(
    world: World,
    say: Any,
    tmp_path: Path,
    root: Any,
    settings: Any,
) -> None:
    settings.THANJAI_OPERATOR = "operator@example.go.th"
    in_file(tmp_path, "Platform", root, days=70)
    say(DEFAULT)
    passing_days(75)
    told = letters()
    assert sorted({one.to for one in told}) == ["operator@example.go.th", "มานะ@example.com", "สมศรี@example.com"]
    for address in {one.to for one in told}:
        days = [(AT + timedelta(days=70) - one.queued_at).days for one in told if one.to == address]
        assert days == list(WARNED)
    assert all("Platform" in one.body and "12 " in one.body for one in told)


def test_an_agency_is_told_of_its_own_certificate_only(
    world: World,
    say: Any,
    tmp_path: Path,
    root: Any,
) -> None:
    in_file(tmp_path, "Platform", root, days=400)
    in_file(tmp_path, "Khon Kaen", root, days=20)
    say(DEFAULT + "[agency.KKC]\npkcs12 = 'Khon Kaen.p12'\n[agency.OTH]\npkcs12 = 'nowhere.p12'")
    assert expiring.warn() == 1
    assert [(one.to, one.agency_id) for one in letters()] == [("สมศรี@example.com", world.agency)]


def test_test_certificates_and_those_that_last_bring_no_letters(
    world: World,
    say: Any,
    tmp_path: Path,
    root: Any,
) -> None:
    assert expiring.warn() == 0
    in_file(tmp_path, "Platform", root, days=400)
    say(DEFAULT)
    assert expiring.warn() == 0


@pytest.mark.parametrize("place", ["", "overview/"])
@pytest.mark.parametrize(("days", "told"), [(20, "ends on"), (-0, "no paper can be issued"), (90, "")])
def test_the_first_pages_of_the_office_tell_its_head(
    client: Client,
    world: World,
    say: Any,
    tmp_path: Path,
    root: Any,
    place: str,
    days: int,
    told: str,
) -> None:
    in_file(tmp_path, "Platform", root, days=days)
    say(DEFAULT)
    words = page(sit_down(client, world.officer), f"/en/office/{place}").text_content()
    assert ("signing certificate" in words) == bool(told) and told in words


def test_other_officers_are_not_troubled(
    client: Client,
    world: World,
    say: Any,
    tmp_path: Path,
    root: Any,
) -> None:
    in_file(tmp_path, "Platform", root, days=20)
    say(DEFAULT)
    desk = sit_down(client, world.colleague("desk", Role.FRONT_DESK))
    assert "signing certificate" not in page(desk, "/en/office/").text_content()


@given(st.integers(min_value=-10, max_value=100 * 24))
def test_the_warning_that_stands_is_the_nearest_one_passed(hours: int) -> None:
    stands = warning(AT + timedelta(hours=hours), AT)
    passed = [days for days in WARNED if 0 < hours <= days * 24]
    assert stands == (passed[-1] if passed else None)
