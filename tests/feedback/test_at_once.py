"""The same person twice at the same moment: one answer, one letter; and what the night lets go of, in its own transactions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.feedback.conftest import BAD, FOOD, GOOD, ended
from tests.threads import together
from tests.world import World, build
from thanjai.feedback import answering, asking, jobs
from thanjai.feedback.models import Answer, Asked, FollowUp, Given
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def rows(own_database: None) -> list[Any]:
    """Two cases of one person."""
    with transaction.atomic():
        world: World = build(FOOD)
        return [ended(world) for _ in range(2)]


def test_a_case_is_judged_once_a_person_gets_one_letter_and_all_of_it_goes_in_time(rows: list[Any]) -> None:
    one = rows[0]
    asked = together(*(lambda row=row: asking.ask(case_id=row.id) for row in rows))
    together(*(lambda said=said: answering.say(one, said) for said in (GOOD, BAD, GOOD, BAD)))
    with acting_as(PLATFORM), transaction.atomic():
        assert sorted(asked) == [False, True]
        assert Message.objects.filter(key__startswith="satisfaction/").count() == 1
        assert Given.objects.count() == Answer.objects.count() == 1 and FollowUp.objects.count() == 1
    with standing_at(now() + timedelta(days=800)):
        jobs.nightly(0)
    with acting_as(PLATFORM), transaction.atomic():
        assert not Asked.objects.exists() and not Given.objects.exists()
        assert [one.words for one in Answer.objects.all()] == [""]
