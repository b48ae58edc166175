"""The Merkle tree of a log that is kept leaf by leaf: which inner nodes a proof needs, and where they lie.

With each leaf lie the nodes that it completes: the heads of all whole subtrees that end with it, from the leaf's own
hash upwards. Nothing is ever written twice, a log of n leaves keeps less than 2n hashes, and any proof is read from
about two rows for each level. The proofs are those of RFC 6962, section 2.1, and of `thanjai.domain.seal` for a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thanjai.domain.seal import Frontier, node_hash

HASH_BYTES: Final = 32
Span = tuple[int, int]
"""Some leaves: the first, and the one after the last."""
Read = Callable[[frozenset[int]], Mapping[int, bytes]]
"""Gives for the numbers of leaves what lies with each: its hash and the nodes it completes, from below."""


@dataclass(frozen=True, slots=True)
class Node:
    """The head of a whole subtree: of the 2^level leaves from index × 2^level on."""

    level: int
    index: int

    @property
    def completed_by(self) -> int:
        """The number of the leaf with which it lies."""
        return (self.index + 1 << self.level) - 1


def completed(peaks: Sequence[bytes], number: int, leaf: bytes) -> tuple[list[bytes], bytes]:
    """Add leaf `number` to a log with these peaks: the peaks after it, and all nodes that it completes, itself first."""
    left, node, found = list(peaks), leaf, leaf
    while number & 1:
        node = node_hash(left.pop(), node)
        found += node
        number >>= 1
    return [*left, node], found


def inclusion(index: int, size: int) -> list[Span]:
    """What a proof that leaf `index` is among `size` consists of, from below. Raises IndexError outside the log."""
    if not 0 <= index < size:
        raise IndexError("no such leaf in the log")
    first, last, found = 0, size, []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            found.append((middle, last))
            last = middle
        else:
            found.append((first, middle))
            first = middle
    return found[::-1]


def consistency(old: int, size: int) -> list[Span]:
    """What a proof that `size` leaves begin with `old` consists of, from below. Raises IndexError outside the log."""
    if not 0 < old <= size:
        raise IndexError("an earlier log has one leaf or more, and no more than the present one")
    first, last, found = 0, size, []
    while last != old:
        middle = first + _split(last - first)
        if old <= middle:
            found.append((middle, last))
            last = middle
        else:
            found.append((first, middle))
            first = middle
    # The verifier knows the head of the whole old log, but not that of a part of it.
    return ([(first, last)] if first else []) + found[::-1]


def hashes(spans: Sequence[Span], read: Read) -> tuple[bytes, ...]:
    """The head of each span, all read at once. Raises KeyError where a leaf is not there, ValueError where nodes are not."""
    whole = [_nodes(span) for span in spans]
    rows = read(frozenset(node.completed_by for nodes in whole for node in nodes))
    return tuple(_head((_found(rows, node) for node in nodes), span) for nodes, span in zip(whole, spans, strict=True))


def root(size: int, read: Read) -> bytes:
    """The head of the first `size` leaves."""
    return hashes([(0, size)], read)[0] if size else Frontier().root()


def _found(rows: Mapping[int, bytes], node: Node) -> bytes:
    row, start = rows[node.completed_by], node.level * HASH_BYTES
    found = row[start : start + HASH_BYTES]
    if len(found) != HASH_BYTES:
        raise ValueError(f"leaf {node.completed_by} lacks its node of level {node.level}")
    return found


def _nodes(span: Span) -> list[Node]:
    """The whole subtrees that make up a span of the tree, from the left: the largest first."""
    first, last = span
    found = []
    while first < last:
        level = (last - first).bit_length() - 1
        found.append(Node(level, first >> level))
        first += 1 << level
    return found


def _head(peaks: Iterable[bytes], span: Span) -> bytes:
    return Frontier(span[1] - span[0], tuple(peaks)).root()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
