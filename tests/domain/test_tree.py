"""The tree that is kept leaf by leaf gives what a plain list of leaves gives, and the published vectors."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_seal import CT_LEAVES, CT_ROOTS
from thanjai.domain import seal, tree

# From the reference tests of Certificate Transparency (merkle_tree_test): leaf, size, path; old size, size, path.
CT_INCLUSION = [
    (0, 1, []),
    (
        0, 8,
        ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
         "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
         "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    ),
    (
        5, 8,
        ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
         "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1, 5,
        ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
         "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
         "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
    ),
]  # fmt: skip
CT_CONSISTENCY = [
    (1, 1, []),
    (
        1, 8,
        ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
         "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
         "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    ),
    (
        6, 8,
        ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
         "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    ),
    (
        2, 5,
        ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
         "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
    ),
]  # fmt: skip


class Kept:
    """A log as the database keeps it: with each leaf the nodes it completes."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.rows: list[bytes] = []
        self.peaks: list[bytes] = []
        for number, leaf in enumerate(leaves):
            self.peaks, found = tree.completed(self.peaks, number, leaf)
            self.rows.append(found)

    def read(self, numbers: frozenset[int]) -> Mapping[int, bytes]:
        return {number: self.rows[number] for number in numbers if number < len(self.rows)}


LEAVES = [seal.leaf_hash(entry) for entry in CT_LEAVES]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert tree.root(size, Kept(LEAVES).read).hex() == CT_ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), CT_INCLUSION)
def test_inclusion_is_that_of_the_reference(index: int, size: int, path: list[str]) -> None:
    assert [one.hex() for one in tree.hashes(tree.inclusion(index, size), Kept(LEAVES).read)] == path


@pytest.mark.parametrize(("old", "size", "path"), CT_CONSISTENCY)
def test_consistency_is_that_of_the_reference(old: int, size: int, path: list[str]) -> None:
    assert [one.hex() for one in tree.hashes(tree.consistency(old, size), Kept(LEAVES).read)] == path


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert tree.root(0, Kept([]).read) == seal.merkle_root([])


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=90), st.data())
def test_whatever_is_asked_a_plain_list_says_the_same(entries: list[bytes], data: st.DataObject) -> None:
    leaves = [seal.leaf_hash(entry) for entry in entries]
    kept = Kept(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree.root(size, kept.read) == seal.merkle_root(leaves[:size])
    assert tree.hashes(tree.inclusion(index, size), kept.read) == seal.inclusion_proof(leaves[:size], index)
    assert tree.hashes(tree.consistency(old, size), kept.read) == seal.consistency_proof(leaves[:size], old)


@given(st.integers(1, 10**12), st.data())
def test_a_proof_reads_two_rows_a_level_however_large_the_log_is(size: int, data: st.DataObject) -> None:
    asked: list[frozenset[int]] = []

    def read(numbers: frozenset[int]) -> Mapping[int, bytes]:
        asked.append(numbers)
        return {number: bytes(32 * 41) for number in numbers}

    tree.hashes(tree.inclusion(data.draw(st.integers(0, size - 1)), size), read)
    tree.hashes(tree.consistency(data.draw(st.integers(1, size)), size), read)
    assert len(asked) == 2 and all(len(numbers) <= 2 * size.bit_length() for numbers in asked)
    assert all(0 <= number < size for numbers in asked for number in numbers)


@given(st.integers(1, 64))
def test_less_than_two_hashes_are_kept_for_each_leaf(size: int) -> None:
    kept = Kept([bytes([number]) * 32 for number in range(size)])
    assert sum(map(len, kept.rows)) < 2 * size * 32


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_outside_the_log_nothing_is_proven(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        tree.inclusion(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 2), (3, 2)])
def test_an_earlier_log_is_a_part_of_the_present_one(old: int, size: int) -> None:
    with pytest.raises(IndexError):
        tree.consistency(old, size)


def test_nodes_that_are_not_there_are_missed() -> None:
    kept = Kept(LEAVES)
    kept.rows[3] = kept.rows[3][:32]
    with pytest.raises(ValueError, match="leaf 3 lacks its node of level 2"):
        tree.hashes([(0, 4)], kept.read)
    with pytest.raises(KeyError):
        tree.root(9, kept.read)
