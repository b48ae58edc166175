"""Agencies from a list: judged, brought in piece by piece, stopped, killed and taken up again, undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.intake.conftest import again, agencies_file, as_csv, confirmed, line, prepared, stands
from tests.web.applicant import work_off
from tests.world import PLACE, World
from thanjai.agencies import many
from thanjai.agencies.actions import appoint
from thanjai.agencies.models import Agency
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.intake import actions, selectors, working
from thanjai.intake.agencies import take_back
from thanjai.intake.jobs import nightly
from thanjai.intake.models import Intake, Line
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

pytestmark = pytest.mark.django_db


def agencies(**chosen: Any) -> list[Agency]:
    with acting_as(PLATFORM):
        return list(Agency.objects.filter(**chosen).order_by("code"))


def undone(actor: Actor, row: Intake) -> Intake:
    with acting_as(actor):
        return actions.undo(actor=actor, intake_id=row.id)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 2)


def test_nothing_is_written_before_it_is_confirmed(opdc: Actor) -> None:
    row = prepared(opdc, agencies_file(line("A1"), line("A2", phone="ไม่มี"), line("KKC"), ("KKC",)))
    assert stands(row, "line", "verdict", "state") == [
        (2, "new", "waiting"), (3, "wrong", "left"), (4, "changed", "waiting"), (5, "wrong", "left"),
    ]  # fmt: skip
    assert agencies(code__startswith="A") == []
    assert agencies(code="KKC")[0].phone == ""


def test_it_is_brought_in_whole_and_again_changes_nothing(opdc: Actor, small_pieces: None) -> None:
    content = agencies_file(*(line(f"A{n}") for n in range(5)), line("KKC"))
    row = confirmed(opdc, content)
    work_off()
    assert again(row).state == "done"
    assert stands(row, "state") == ["done"] * 6
    first = agencies(code="A0")[0]
    assert (first.slug, first.kind, first.region, first.opens_at.hour) == ("agency-a0", "sao", "north_east", 8)
    known = agencies(code="KKC")[0]
    assert (known.slug, known.phone) == ("khonkaen", "043 000 001")
    assert stands(prepared(opdc, content), "verdict") == ["same"] * 6
    with acting_as(opdc), pytest.raises(Refusal) as refusal:
        actions.confirm(actor=opdc, intake_id=row.id)
    assert refusal.value.code == "confirmed_before"


def test_after_a_kill_it_goes_on_where_it_was(opdc: Actor, small_pieces: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = confirmed(opdc, agencies_file(*(line(f"A{n}") for n in range(5))))
    assert working.go_on(row.id)
    written = many.enter

    def killed(entries: Any) -> Any:
        written(entries)
        raise KeyboardInterrupt

    monkeypatch.setattr(many, "enter", killed)
    with pytest.raises(KeyboardInterrupt):
        working.go_on(row.id)
    assert stands(row, "state") == ["done", "done", "waiting", "waiting", "waiting"]
    assert [one.code for one in agencies(code__startswith="A")] == ["A0", "A1"]
    monkeypatch.setattr(many, "enter", written)
    work_off()
    assert stands(row, "state") == ["done"] * 5
    assert len(agencies(code__startswith="A")) == 5


def test_a_job_that_runs_twice_does_nothing_the_second_time(opdc: Actor) -> None:
    row = confirmed(opdc, agencies_file(line("A1")))
    assert [working.go_on(row.id), working.go_on(row.id)] == [False, False]
    work_off()
    assert len(agencies(code="A1")) == 1


def test_what_has_changed_since_the_report_is_left_alone(opdc: Actor) -> None:
    first = confirmed(opdc, agencies_file(line("A1"), line("KKC")))
    second = prepared(opdc, agencies_file(line("A1", "02 111 1111"), line("KKC", "02 111 1111")))
    work_off()
    with acting_as(opdc):
        actions.confirm(actor=opdc, intake_id=second.id)
    work_off()
    assert stands(first, "state") == ["done", "done"]
    assert stands(second, "state") == ["refused", "refused"]
    assert {one.phone for one in agencies(code__in=["A1", "KKC"])} == {"043 000 001"}


def test_stopped_it_keeps_what_is_done_and_can_be_undone(opdc: Actor, small_pieces: None) -> None:
    row = confirmed(opdc, agencies_file(*(line(f"A{n}") for n in range(3))))
    working.go_on(row.id)
    with acting_as(opdc):
        actions.stop(actor=opdc, intake_id=row.id)
    work_off()
    assert (again(row).state, len(agencies(code__startswith="A"))) == ("stopped", 2)
    undone(opdc, row)
    work_off()
    assert (again(row).state, agencies(code__startswith="A")) == ("undone", [])
    assert stands(row, "state") == ["undone", "undone", "waiting"]


def test_it_is_undone_but_for_what_something_has_built_on(opdc: Actor, world: World, small_pieces: None) -> None:
    row = confirmed(opdc, agencies_file(*(line(f"A{n}") for n in range(5)), line("KKC"), line("OTH")))
    work_off()
    with acting_as(PLATFORM):
        a1, a2 = agencies(code__in=["A1", "A2"])
        assert opdc.person
        appoint(agency=a1.id, person=opdc.person, roles=[Role.HEAD], unit=PLACE, position=PLACE)
        Agency.objects.filter(pk=a2.pk).update(phone="1111")
        Agency.objects.filter(code="OTH").update(phone="1111")
        told = [(one.key, words.en) for one, words in selectors.cannot_be_undone(row)]
    assert told == [
        ("A1", "Somebody serves there by now."),
        ("A2", many.CHANGED_SINCE.en), ("OTH", many.CHANGED_SINCE.en),
    ]  # fmt: skip
    undone(opdc, row)
    work_off()
    assert stands(row, "key", "state") == [
        ("A0", "undone"), ("A1", "kept"), ("A2", "kept"), ("A3", "undone"), ("A4", "undone"), ("KKC", "undone"),
        ("OTH", "kept"),
    ]  # fmt: skip
    assert [one.code for one in agencies(code__startswith="A")] == ["A1", "A2"]
    assert agencies(code="KKC")[0].name_th == PLACE.th
    with acting_as(opdc), pytest.raises(Refusal):
        actions.undo(actor=opdc, intake_id=row.id)


def test_other_references_keep_an_agency_too(opdc: Actor) -> None:
    row = confirmed(opdc, agencies_file(line("A1"), line("A2")))
    work_off()
    with acting_as(PLATFORM):
        Intake.objects.filter(pk=row.id).update(agency=agencies(code="A1")[0])
        lines = list(Line.objects.filter(intake=row).order_by("line"))
        take_back(row, lines)
    assert [(one.key, one.state) for one in lines] == [("A1", "kept"), ("A2", "undone")]


def test_only_the_overseers_head_brings_agencies_in(world: World, opdc: Actor) -> None:
    row = prepared(opdc, agencies_file(line("A1")))
    with pytest.raises(Refusal) as refusal:
        prepared(world.officer, agencies_file(line("A1")))
    assert refusal.value.code == "not_allowed"
    for command in (actions.confirm, actions.stop, actions.undo):
        with acting_as(world.officer), pytest.raises(Refusal) as refusal:
            command(actor=world.officer, intake_id=row.id)
        assert refusal.value.code == "no_such_page"
    assert again(row).state == "draft"


def test_a_draft_gives_way_to_the_next_file_and_can_be_thrown_away(opdc: Actor) -> None:
    prepared(opdc, agencies_file(line("A1")))
    row = prepared(opdc, agencies_file(line("A2", phone="x")))
    with acting_as(opdc):
        with pytest.raises(Refusal) as refusal:
            actions.confirm(actor=opdc, intake_id=row.id)
        assert refusal.value.code == "nothing_to_do"
        assert actions.stop(actor=opdc, intake_id=row.id) is None
    with acting_as(PLATFORM):
        assert not Intake.objects.exists()


def test_a_draft_that_nobody_confirms_is_gone_after_a_month(opdc: Actor, world: World) -> None:
    confirmed(opdc, agencies_file(line("A2")))
    young = prepared(opdc, agencies_file(line("A3")))
    with acting_as(PLATFORM):
        Intake.objects.exclude(pk=young.pk).update(made_at=now() - timedelta(days=31))
        Intake.objects.filter(pk=young.pk).update(made_at=now() - timedelta(days=29))
    old = prepared(world.officer, as_csv(("email", "name"), ("a@example.com", "a")), "officers", reason="ย้าย")
    with acting_as(PLATFORM):
        Intake.objects.filter(pk=old.pk).update(made_at=now() - timedelta(days=31))
    nightly(0)
    with acting_as(PLATFORM):
        assert list(Intake.objects.order_by("made_at").values_list("state", flat=True)) == ["working", "draft"]
        assert sorted(Line.objects.values_list("key", flat=True)) == ["A2", "A3"]


def test_statements_do_not_grow_with_the_lines(opdc: Actor) -> None:
    counts = []
    for size in (3, 30):
        row = confirmed(opdc, agencies_file(*(line(f"{size}X{n}") for n in range(size))))
        with CaptureQueriesContext(connection) as seen:
            working.go_on(row.id)
        counts.append(len(seen))
    assert counts[0] == counts[1]
