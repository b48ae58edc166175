"""Who is on duty: never somebody who is away, and somebody as long as anybody concerned is there."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.on_duty import Duty, Serving, on_duty

SOMSRI, MANA, WIPA, HEAD = (UUID(int=n) for n in range(1, 5))
PEOPLE = [SOMSRI, MANA, WIPA, HEAD]


def office(*away: UUID, deputies: dict[UUID, UUID] | None = None) -> list[Serving]:
    roles = {SOMSRI: {"reviewer"}, MANA: {"reviewer"}, WIPA: {"cashier"}, HEAD: {"head"}}
    return [
        Serving(id, frozenset(found), id in away, (deputies or {}).get(id)) for id, found in roles.items()
    ]  # fmt: skip


def test_the_officer_who_has_it_comes_before_the_one_named_and_all_of_the_role() -> None:
    assert on_duty(office(), assigned=[MANA], named=SOMSRI, roles=["reviewer"]) == (Duty(MANA),)
    assert on_duty(office(), named=MANA, roles=["reviewer"]) == (Duty(MANA),)
    assert on_duty(office(), roles=["reviewer"]) == (Duty(SOMSRI), Duty(MANA))


def test_whoever_is_away_is_stood_in_for_and_without_a_deputy_it_goes_on() -> None:
    assert on_duty(office(MANA, deputies={MANA: WIPA}), assigned=[MANA]) == (Duty(WIPA, MANA),)
    assert on_duty(office(MANA), assigned=[MANA], roles=["reviewer"]) == (Duty(SOMSRI),)
    assert on_duty(office(MANA, SOMSRI), assigned=[MANA], roles=["reviewer"]) == (Duty(HEAD),)
    assert on_duty(office(*PEOPLE), roles=["reviewer"]) == ()


def test_whoever_is_there_themselves_stands_in_for_nobody() -> None:
    """A deputy who is of the role as well is named once, as themselves."""
    found = on_duty(office(MANA, deputies={MANA: SOMSRI}), roles=["reviewer"])
    assert found == (Duty(SOMSRI),)


PERSON = st.sampled_from(PEOPLE)


@given(st.sets(PERSON), st.dictionaries(PERSON, PERSON), st.lists(PERSON, max_size=3), st.none() | PERSON)
def test_nobody_away_is_named_and_each_once(
    away: set[UUID], deputies: dict[UUID, UUID], assigned: list[UUID], named: UUID | None
) -> None:
    found = on_duty(office(*away, deputies=deputies), assigned=assigned, named=named, roles=["reviewer"])
    ids = [duty.id for duty in found]
    assert not set(ids) & away and len(set(ids)) == len(ids)
    assert all(duty.stands_in_for in away for duty in found if duty.stands_in_for)
    assert found or {HEAD, SOMSRI, MANA} <= away
