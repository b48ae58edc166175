from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import seal

texts = st.text(max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
events = st.dictionaries(texts, values, max_size=4)

# The leaves and heads of the reference tests of Certificate Transparency.
CT_LEAVES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(size: int) -> list[bytes]:
    return [seal.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]


def chain(history: list[dict[str, Any]]) -> list[tuple[dict[str, Any], bytes]]:
    previous, links = seal.GENESIS, []
    for event in history:
        previous = seal.link(previous, event)
        links.append((event, previous))
    return links


def test_canonical_text_is_sorted_tight_and_utf8() -> None:
    assert seal.canonical({"ข": [1, None, True], "a": 'ไทย\n\u001f"/'}) == (
        '{"a":"ไทย\\n\\u001f\\"/","ข":[1,null,true]}'.encode()
    )


def test_keys_sort_by_utf16_as_in_the_example_of_rfc_8785() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = list(json.loads(seal.canonical(dict.fromkeys(keys))))
    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(values)
def test_canonical_text_reads_back_and_does_not_depend_on_order(value: object) -> None:
    text = seal.canonical(value)
    assert json.loads(text) == value
    if isinstance(value, dict):
        assert seal.canonical(dict(reversed(value.items()))) == text


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, b"a", {"a"}, object()])
def test_what_has_two_ways_to_be_written_is_not_sealed(value: object) -> None:
    with pytest.raises(TypeError):
        seal.canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\ud800": 1}])
def test_what_other_readers_would_change_is_not_sealed(value: object) -> None:
    with pytest.raises(ValueError):
        seal.canonical(value)


def test_a_link_is_the_hash_of_the_one_before_and_the_event() -> None:
    assert seal.link(bytes(32), {"a": 1}) == hashlib.sha256(bytes(32) + b'{"a":1}').digest()
    with pytest.raises(ValueError, match="32 bytes"):
        seal.link(b"", {})


@given(st.lists(events, max_size=6))
def test_an_untouched_chain_holds(history: list[dict[str, Any]]) -> None:
    assert seal.verify_chain(chain(history)) is None


@given(st.lists(events, min_size=1, max_size=6), events, st.data())
def test_a_changed_event_is_found_where_it_is(
    history: list[dict[str, Any]], other: dict[str, Any], data: st.DataObject
) -> None:
    links, place = chain(history), data.draw(st.integers(0, len(history) - 1))
    if seal.canonical(other) == seal.canonical(history[place]):
        other = {**other, "changed": "yes", "x": len(other)}
    links[place] = (other, links[place][1])
    assert seal.verify_chain(links) == place


@given(st.lists(events, min_size=1, max_size=6), st.data())
def test_a_changed_link_is_found_where_it_is(history: list[dict[str, Any]], data: st.DataObject) -> None:
    links, place = chain(history), data.draw(st.integers(0, len(history) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = int.from_bytes(links[place][1], "big") ^ 1 << bit
    links[place] = (links[place][0], changed.to_bytes(32, "big"))
    assert seal.verify_chain(links) == place


@given(st.lists(events, min_size=2, max_size=6), st.data())
def test_an_event_taken_out_put_in_twice_or_moved_is_found(history: list[dict[str, Any]], data: st.DataObject) -> None:
    links, place = chain(history), data.draw(st.integers(0, len(history) - 2))
    assert seal.verify_chain(links[:place] + links[place + 1 :]) == place
    assert seal.verify_chain(links[: place + 1] + links[place:]) == place + 1
    moved = [*links[:place], links[place + 1], links[place], *links[place + 2 :]]
    assert seal.verify_chain(moved) == place


def test_an_event_that_cannot_be_sealed_is_wrong() -> None:
    assert seal.verify_chain([({"amount": 0.1}, seal.GENESIS)]) == 0


def test_a_chain_can_be_checked_from_the_middle() -> None:
    links = chain([{"n": number} for number in range(5)])
    assert seal.verify_chain(links[2:], start=links[1][1]) is None
    assert seal.verify_chain(links[2:]) == 0


def test_the_heads_are_those_of_the_reference_tests() -> None:
    hashes = [seal.leaf_hash(entry) for entry in CT_LEAVES]
    assert [seal.merkle_root(hashes[:size]).hex() for size in range(1, 9)] == CT_ROOTS
    assert seal.merkle_root([]) == hashlib.sha256(b"").digest()


def test_proofs_are_those_of_the_reference_tests() -> None:
    """Of Certificate Transparency's own implementations, over the same eight leaves."""
    log = [seal.leaf_hash(entry) for entry in CT_LEAVES]
    for index, told in CT_INCLUSION.items():
        proof = tuple(map(bytes.fromhex, told))
        assert seal.inclusion_proof(log, index) == proof
        assert seal.verify_inclusion(log[index], index, 8, proof, bytes.fromhex(CT_ROOTS[7]))
    for old, told in CT_CONSISTENCY.items():
        proof, roots = tuple(map(bytes.fromhex, told)), [bytes.fromhex(CT_ROOTS[size - 1]) for size in (old, 8)]
        assert seal.consistency_proof(log, old) == proof
        assert seal.verify_consistency(old, 8, roots[0], roots[1], proof)


CT_INCLUSION = {
    0: [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    5: [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CT_CONSISTENCY = {
    2: [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    6: [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def test_proofs_are_those_of_the_example_in_rfc_6962() -> None:
    a, b, c, d, e, f, j = leaves(7)
    g, h, i = seal.node_hash(a, b), seal.node_hash(c, d), seal.node_hash(e, f)
    k = seal.node_hash(g, h)
    log = [a, b, c, d, e, f, j]
    l_node = seal.node_hash(i, j)
    assert seal.inclusion_proof(log, 0) == (b, h, l_node)
    assert seal.inclusion_proof(log, 3) == (c, g, l_node)
    assert seal.inclusion_proof(log, 4) == (f, j, k)
    assert seal.inclusion_proof(log, 6) == (i, k)
    assert seal.consistency_proof(log, 3) == (c, d, g, l_node)
    assert seal.consistency_proof(log, 4) == (l_node,)
    assert seal.consistency_proof(log, 6) == (i, j, k)


@given(st.integers(1, 40), st.data())
def test_inclusion_is_proved_for_each_leaf_and_for_no_other(size: int, data: st.DataObject) -> None:
    log, index = leaves(size), data.draw(st.integers(0, size - 1))
    proof, root = seal.inclusion_proof(log, index), seal.merkle_root(log)
    assert seal.verify_inclusion(log[index], index, size, proof, root)
    assert not seal.verify_inclusion(seal.leaf_hash(b"forged"), index, size, proof, root)
    assert not seal.verify_inclusion(log[index], index, size, proof, seal.leaf_hash(b"other head"))
    assert not seal.verify_inclusion(log[index], index, size, (*proof, root), root)
    assert not seal.verify_inclusion(log[index], size, size, proof, root)
    if proof:
        assert not seal.verify_inclusion(log[index], index, size, proof[:-1], root)
        other = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
        assert not seal.verify_inclusion(log[index], other, size, proof, root)


@given(st.integers(1, 40), st.data())
def test_a_log_that_only_grew_is_consistent_and_one_rewritten_is_not(size: int, data: st.DataObject) -> None:
    log, old = leaves(size), data.draw(st.integers(1, size))
    proof, old_root, root = (
        seal.consistency_proof(log, old),
        seal.merkle_root(log[:old]),
        seal.merkle_root(log),
    )
    assert seal.verify_consistency(old, size, old_root, root, proof)
    forged = [*log]
    forged[data.draw(st.integers(0, old - 1))] = seal.leaf_hash(b"forged")
    forged_proof = seal.consistency_proof(forged, old)
    assert not seal.verify_consistency(old, size, old_root, seal.merkle_root(forged), forged_proof)
    assert not seal.verify_consistency(old, size, old_root, root, (*proof, root))
    assert not seal.verify_consistency(size + 1, size, old_root, root, proof)
    if proof:
        assert not seal.verify_consistency(old, size, old_root, root, proof[:-1])


def test_a_consistency_proof_is_not_empty_when_the_log_grew() -> None:
    assert not seal.verify_consistency(3, 5, bytes(32), bytes(32), ())


def test_a_consistency_proof_with_a_hash_too_many_proves_nothing() -> None:
    log = leaves(2)
    proof = seal.consistency_proof(log, 1)
    assert seal.verify_consistency(1, 2, log[0], seal.merkle_root(log), proof)
    assert not seal.verify_consistency(1, 2, log[0], seal.merkle_root(log), (*proof, log[0]))


@pytest.mark.parametrize("index", [-1, 3])
def test_nothing_outside_the_log_has_a_proof(index: int) -> None:
    with pytest.raises(IndexError):
        seal.inclusion_proof(leaves(3), index)
    with pytest.raises(IndexError):
        seal.consistency_proof(leaves(3), 0 if index < 0 else 4)


@given(st.integers(0, 40))
def test_a_frontier_keeps_one_hash_for_each_bit_of_its_size(size: int) -> None:
    frontier = seal.Frontier()
    for leaf in leaves(size):
        frontier = frontier.appended(leaf)
    assert frontier.size == size
    assert len(frontier.peaks) == size.bit_count()
    assert frontier.root() == seal.merkle_root(leaves(size))
