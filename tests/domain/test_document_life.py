"""Whatever is done to a document in whatever order, it has one version that counts, and what is over stays over."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.document_life import Command, Life, Standing, Version, after, carry_out, possible
from thanjai.domain.refusals import Refusal

NEW: Life = (Version(),)
DEEDS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(Command)), max_size=40)
OVER = {Standing.REVOKED, Standing.SUPERSEDED}


def lived(deeds: list[tuple[int, Command]]) -> list[Life]:
    """Every state that the deeds lead through; those that are refused change nothing."""
    lives = [NEW]
    for ordinal, command in deeds:
        with suppress(Refusal):
            lives.append(carry_out(lives[-1], ordinal, command))
    return lives


@given(DEEDS)
def test_there_are_never_two_versions_in_force_and_only_the_last_one_counts(deeds: list[tuple[int, Command]]) -> None:
    for life in lived(deeds):
        assert [one.standing for one in life[:-1]] == [Standing.SUPERSEDED] * (len(life) - 1)
        assert life[-1].standing is not Standing.SUPERSEDED or Command.TRANSFER in {command for _, command in deeds}
        assert [one.ordinal for one in life] == list(range(1, len(life) + 1))


@given(DEEDS)
def test_what_is_superseded_or_revoked_stays_so_and_takes_no_more_commands(deeds: list[tuple[int, Command]]) -> None:
    lives = lived(deeds)
    for before, later in pairwise(lives):
        for old, new in zip(before, later, strict=False):
            if old.standing in OVER:
                assert new == old and possible(old.standing) == ()


@given(DEEDS)
def test_an_amendment_neither_lifts_nor_makes_a_suspension(deeds: list[tuple[int, Command]]) -> None:
    life = lived(deeds)[-1]
    last = life[-1]
    if Command.AMEND in possible(last.standing):
        assert carry_out(life, last.ordinal, Command.AMEND)[-1].standing is last.standing


@given(DEEDS)
def test_a_replacement_changes_nothing_but_how_many_there_are(deeds: list[tuple[int, Command]]) -> None:
    life = lived(deeds)[-1]
    last = life[-1]
    if Command.REPLACE in possible(last.standing):
        made = carry_out(life, last.ordinal, Command.REPLACE)
        assert made == (*life[:-1], Version(last.ordinal, last.standing, last.replacements + 1))


@given(DEEDS, st.sampled_from(Command))
def test_what_is_possible_is_just_what_is_not_refused(deeds: list[tuple[int, Command]], command: Command) -> None:
    standing = lived(deeds)[-1][-1].standing
    if command in possible(standing):
        after(standing, command)
    else:
        with pytest.raises(Refusal, match="wrong_status"):
            after(standing, command)


@pytest.mark.parametrize("ordinal", [0, 2])
def test_a_version_that_is_not_there_is_refused(ordinal: int) -> None:
    with pytest.raises(Refusal, match="wrong_status"):
        carry_out(NEW, ordinal, Command.AMEND)


@given(DEEDS)
def test_a_document_that_was_handed_over_has_no_version_after_it(deeds: list[tuple[int, Command]]) -> None:
    life = lived(deeds)[-1]
    last = life[-1]
    if Command.TRANSFER in possible(last.standing):
        over = carry_out(life, last.ordinal, Command.TRANSFER)
        assert len(over) == len(life) and possible(over[-1].standing) == ()
