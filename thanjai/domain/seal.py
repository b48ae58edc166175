"""Seals: canonical JSON, the hash chain of events, and the Merkle log of issued documents.

The chain proves that no event was changed, taken out or put in before the last link; the
log (RFC 6962, section 2.1) proves to an outsider that one document is in it, and that a
later log only added to an earlier one. Neither proves that its end was not cut off: keep
the newest link and the signed heads elsewhere too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

GENESIS: Final = bytes(32)
"""What the first event of a chain is linked to."""
_SAFE_INTEGER: Final = 2**53 - 1


def canonical(value: object) -> bytes:
    """`value` as the one JSON text that RFC 8785 allows, in UTF-8.

    Takes None, booleans, strings, whole numbers within ±(2^53 − 1), sequences, and mappings
    with string keys. Refuses floats outright, so that no two programs can disagree on how one
    is written: amounts are satang, times and decimals are strings. Strings are kept as they
    are, not normalised. Raises TypeError or ValueError.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: object) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError("a whole number beyond 2^53 − 1 is not the same in every reader: write it as a string")
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a sealed mapping are strings")
        # RFC 8785 sorts by UTF-16 code units, which differs from Python's order past U+FFFF.
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be sealed: turn it into text, whole numbers, lists or mappings")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def link(previous: bytes, event: Mapping[str, object]) -> bytes:
    """The 32-byte link of `event` after `previous`: SHA-256 of the link before and the canonical event."""
    if len(previous) != len(GENESIS):
        raise ValueError("a link is 32 bytes")
    return hashlib.sha256(previous + canonical(event)).digest()


def verify_chain(links: Iterable[tuple[Mapping[str, object], bytes]], start: bytes = GENESIS) -> int | None:
    """The index of the first event whose link is wrong, or None when the chain holds.

    `links` are (event, stored link) from the oldest; an event that cannot be sealed is wrong.
    Reads them one at a time, so a chain of any length fits in memory.
    """
    previous = start
    for index, (event, stored) in enumerate(links):
        try:
            expected = link(previous, event)
        except (TypeError, ValueError):
            return index
        if not hmac.compare_digest(expected, stored):
            return index
        previous = stored
    return None


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a log entry; the prefix keeps it from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """As much of a log as it takes to add to it: its size and one hash for each bit of the size.

    Adding to a log of millions costs a few hashes; `root` is the same as `merkle_root` of all leaves.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def appended(self, leaf: bytes) -> Frontier:
        """The frontier after one more leaf hash."""
        peaks, size = [*self.peaks, leaf], self.size
        while size & 1:
            right = peaks.pop()
            peaks.append(node_hash(peaks.pop(), right))
            size >>= 1
        return Frontier(self.size + 1, tuple(peaks))

    def root(self) -> bytes:
        """The head of the log; of an empty log, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The head of the log with these leaf hashes, oldest first."""
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.appended(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that, with leaf `index`, lead to the head. Raises IndexError outside the log."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf in the log")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return (*inclusion_proof(left, index), merkle_root(right))
    return (*inclusion_proof(right, index - split), merkle_root(left))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `leaf` is number `index` of the `size` leaves under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and hmac.compare_digest(found, root)


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """The hashes that show that the log of the first `old_size` leaves only grew. Raises IndexError outside the log."""
    if not 0 < old_size <= len(leaves):
        raise IndexError("an earlier log has one leaf or more, and no more than the present one")
    return _subproof(leaves, old_size, known=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> tuple[bytes, ...]:
    """RFC 6962 SUBPROOF; `known`: the verifier has the head of this very subtree already."""
    if old_size == len(leaves):
        return () if known else (merkle_root(leaves),)
    split = _split(len(leaves))
    if old_size <= split:
        return (*_subproof(leaves[:split], old_size, known=known), merkle_root(leaves[split:]))
    return (*_subproof(leaves[split:], old_size - split, known=False), merkle_root(leaves[:split]))


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the log under `new_root` begins with the one under `old_root` (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and hmac.compare_digest(old_root, new_root)
    # A whole left subtree is its own proof: its head is the old head.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and hmac.compare_digest(old_found, old_root) and hmac.compare_digest(new_found, new_root)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
