"""Officers from a list: one asks, another grants, each as singly; undone as long as nobody has signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from tests.intake.conftest import again, as_csv, prepared, stands
from tests.web.applicant import work_off
from tests.world import World
from thanjai.accounts.models import Person
from thanjai.agencies.models import Membership, RightsChange
from thanjai.agencies.people import Rights, ask_for_rights, decide_rights, end_rights
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.intake import actions
from thanjai.intake.models import Intake
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

pytestmark = pytest.mark.django_db
HEADINGS = ("E-mail", "ชื่อและนามสกุล", "กองหรือฝ่าย", "ตำแหน่ง", "หน้าที่")


def row(name: str, roles: str = "ตรวจ") -> tuple[str, ...]:
    return f"{name}@example.com", name, "กองคลัง", "นักวิชาการ", roles


def asked(actor: Actor, *rows: tuple[str, ...]) -> Intake:
    made = prepared(actor, as_csv(HEADINGS, *rows), "officers", reason="บรรจุใหม่")
    with acting_as(actor):
        return actions.confirm(actor=actor, intake_id=made.id)


def granted(head: Actor, made: Intake, exception: str = "") -> None:
    with acting_as(head):
        actions.grant(actor=head, intake_id=made.id, exception=exception)
    work_off()


def serving(world: World) -> dict[str, Any]:
    with acting_as(PLATFORM):
        found = Membership.objects.filter(agency_id=world.agency, ended_at=None).order_by("person__email")
        return dict(found.values_list("person__email", "granted"))


def refused(command: Any, code: str, **given: Any) -> None:
    with acting_as(given["actor"]), pytest.raises(Refusal) as refusal:
        command(**given)
    assert refusal.value.code == code


def test_one_asks_and_the_head_grants_all_of_them(world: World) -> None:
    desk = world.colleague("desk", Role.FRONT_DESK)
    made = asked(desk, row("anan"), row("bua", "การเงิน; รับเรื่อง"), row("desk", "ตรวจ"))
    assert (made.state, len(serving(world))) == ("asked", 2)
    refused(actions.grant, "not_allowed", actor=desk, intake_id=made.id)
    refused(actions.grant, "no_such_page", actor=world.stranger, intake_id=made.id)
    granted(world.officer, made)
    assert serving(world) == {
        "anan@example.com": ["reviewer"], "bua@example.com": ["front_desk", "cashier"],
        "desk@example.com": ["reviewer"], "สมศรี@example.com": list(Role),
    }  # fmt: skip
    assert sorted(sent.to[0] for sent in mail.outbox) == ["anan@example.com", "bua@example.com"]
    assert "/office/" in mail.outbox[0].body
    with acting_as(PLATFORM):
        change = RightsChange.objects.get(email="anan@example.com")
    assert (change.asked_by, change.decided_by, change.reason) == (desk.person, world.officer.person, "บรรจุใหม่")
    refused(actions.grant, "confirmed_before", actor=world.officer, intake_id=made.id)


def test_a_head_who_asked_grants_only_where_there_is_no_other_and_says_why(world: World) -> None:
    made = asked(world.officer, row("anan"))
    refused(actions.grant, "separate_duties", actor=world.officer, intake_id=made.id)
    other = world.colleague("other", Role.HEAD)
    refused(actions.grant, "separate_duties", actor=world.officer, intake_id=made.id, exception="ด่วน")
    with acting_as(world.officer):
        end_rights(actor=world.officer, person=other.person, reason="ย้าย")  # type: ignore[arg-type]
    granted(world.officer, made, "ไม่มีหัวหน้าคนอื่น")
    with acting_as(PLATFORM):
        assert RightsChange.objects.get(email="anan@example.com").exception == "ไม่มีหัวหน้าคนอื่น"


def test_the_only_head_brings_in_the_second_one_and_all_after_them(world: World) -> None:
    made = asked(world.officer, row("anan", "หัวหน้า"), row("bua"), row("chai"))
    granted(world.officer, made, "ไม่มีหัวหน้าคนอื่น")
    assert stands(made, "state") == ["done"] * 3
    with acting_as(PLATFORM):
        assert set(RightsChange.objects.values_list("exception", flat=True)) == {"ไม่มีหัวหน้าคนอื่น"}
    refused(actions.grant, "separate_duties", actor=world.officer, intake_id=asked(world.officer, row("dao")).id,
            exception="ด่วน")  # fmt: skip


def alone(world: World) -> Actor:
    """The only head of the agency, from now on."""
    boss = world.colleague("boss", Role.HEAD)
    with acting_as(PLATFORM):
        Membership.objects.filter(agency_id=world.agency).exclude(person_id=boss.person).update(granted=["reviewer"])
    return boss


def test_the_last_head_stays_head_when_rights_are_granted(world: World) -> None:
    desk, boss = world.colleague("desk", Role.FRONT_DESK), alone(world)
    made = asked(desk, row("boss", "ตรวจ"), row("anan"))
    assert stands(made, "verdict") == ["wrong", "new"]
    rights = Rights("boss@example.com", "boss", ("reviewer",), "กองคลัง", "นักวิชาการ")
    with acting_as(desk):
        change = ask_for_rights(actor=desk, rights=rights, reason="ย้าย")
    refused(decide_rights, "last_head", actor=boss, change_id=change.id, grant=True)
    other = world.colleague("other", Role.HEAD)
    with acting_as(other):
        decide_rights(actor=other, change_id=change.id, grant=True)
    assert serving(world)["boss@example.com"] == ["reviewer"]
    refused(end_rights, "last_head", actor=other, person=other.person, reason="ย้าย")


def test_a_list_that_was_judged_while_there_was_another_head_leaves_one(world: World) -> None:
    boss = world.colleague("boss", Role.HEAD)
    made = asked(world.colleague("desk", Role.FRONT_DESK), row("boss", "ตรวจ"))
    assert stands(made, "verdict") == ["changed"]
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=world.officer.person).update(granted=["reviewer"])
    granted(boss, made)
    assert stands(made, "state") == ["refused"]
    assert serving(world)["boss@example.com"] == ["head"]


def test_without_a_reason_nothing_is_asked(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        prepared(world.officer, as_csv(HEADINGS, row("anan")), "officers")
    assert refusal.value.field == "reason"


def test_it_stops_when_whoever_asked_serves_no_more(world: World) -> None:
    desk = world.colleague("desk", Role.FRONT_DESK)
    made = asked(desk, row("anan"))
    with acting_as(world.officer):
        actions.grant(actor=world.officer, intake_id=made.id)
        end_rights(actor=world.officer, person=desk.person, reason="ย้าย")  # type: ignore[arg-type]
    work_off()
    assert (again(made).state, stands(made, "state")) == ("stopped", ["waiting"])
    assert "anan@example.com" not in serving(world)


def test_it_is_undone_but_for_those_who_signed_in_or_served_before(world: World) -> None:
    desk = world.colleague("desk", Role.FRONT_DESK)
    made = asked(desk, row("anan"), row("bua"), row("chai"), row("desk", "ตรวจ"))
    granted(world.officer, made)
    with acting_as(PLATFORM):
        Person.objects.filter(email="bua@example.com").update(last_login=now())
        Membership.objects.filter(person__email="chai@example.com").update(granted=["head"])
    refused(actions.undo, "not_allowed", actor=desk, intake_id=made.id)
    with acting_as(world.officer):
        actions.undo(actor=world.officer, intake_id=made.id)
    work_off()
    assert stands(made, "key", "state") == [
        ("anan@example.com", "undone"), ("bua@example.com", "kept"), ("chai@example.com", "kept"),
        ("desk@example.com", "kept"),
    ]  # fmt: skip
    assert "anan@example.com" not in serving(world)


def test_what_has_changed_since_the_report_is_left_alone(world: World) -> None:
    desk = world.colleague("desk", Role.FRONT_DESK)
    made = asked(world.colleague("clerk", Role.FRONT_DESK), row("desk", "ตรวจ"), row("anan"))
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=desk.person).update(granted=["cashier"])
    granted(world.officer, made)
    assert stands(made, "state") == ["refused", "done"]
    assert serving(world)["desk@example.com"] == ["cashier"]


def test_nobody_but_whoever_brought_it_asks_for_its_rights(world: World) -> None:
    desk = world.colleague("desk", Role.FRONT_DESK)
    made = prepared(desk, as_csv(HEADINGS, row("anan")), "officers", reason="บรรจุใหม่")
    for other in (world.officer, world.colleague("clerk", Role.FRONT_DESK)):
        refused(actions.confirm, "not_yours", actor=other, intake_id=made.id)
    refused(actions.grant, "confirmed_before", actor=world.officer, intake_id=made.id)
    with acting_as(desk):
        assert actions.confirm(actor=desk, intake_id=made.id).state == "asked"


def test_only_whoever_brought_it_or_the_head_throws_it_away(world: World) -> None:
    made = asked(world.colleague("desk", Role.FRONT_DESK), row("anan"))
    refused(actions.stop, "not_allowed", actor=world.colleague("clerk", Role.FRONT_DESK), intake_id=made.id)
    with acting_as(world.officer):
        assert actions.stop(actor=world.officer, intake_id=made.id) is None
