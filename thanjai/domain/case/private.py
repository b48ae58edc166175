"""What of a case is about its people: it is stored apart, sealed, and is what erasing destroys.

A tree says where it lies in a payload or in the state: names, `*` for any name, and at the end the kind of what is
there. All else is the working of the agency, which remains: kinds of events, steps, days, officers, sums, numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Tree = Mapping[str, Any]
"""Names to trees, or to the type whose empty value stands for what is gone."""

_DELAY: Final[Tree] = {"reason": str, "waits_on": str}

EVENTS: Final[Mapping[str, Tree]] = {
    "submitted": {"answers": dict},
    "step_finished": {"findings": dict, "note": str},
    "defects_recorded": {"defects": list, "exception": str},
    "corrected": {"answers": dict},
    "returned": {"reasons": str},
    "extended": {"reason": str},
    "decided": {"reasons": str, "findings": dict},
    "entry_made": {"values": dict},
    "opinion_asked": {"question": str},
    "opinion_given": {"answer": str},
    "delay_reason_given": _DELAY,
    "delay_notified": _DELAY,
    "appeal_filed": {"grounds": str},
    "appeal_decided": {"reasons": str, "findings": dict},
    "withdrawn": {"reason": str},
    "note_added": {"text": str},
    "message_written": {"text": str},
    "rule_set_aside": {"reason": str},
}
STATE: Final[Tree] = {
    "answers": dict,
    "steps": {"*": {"findings": dict}},
    "defects": {"items": list, "exception": str},
    "opinions": {"*": {"question": str, "answer": str}},
    "delays": {"*": {"texts": list, "reason": _DELAY}},
    "appeal": {"grounds": str},
}


def of_event(type: str) -> Tree:
    """Where the personal parts of an event's payload lie."""
    return EVENTS.get(type, {})


def split(whole: Mapping[str, Any], tree: Tree) -> tuple[dict[str, Any], dict[str, Any]]:
    """What may lie open, and what is personal in the same shape; what is empty is in neither."""
    plain, secret = dict(whole), {}
    for name, inner in _named(plain, tree):
        if isinstance(inner, type):
            if taken := plain.pop(name):
                secret[name] = taken
        elif isinstance(plain[name], Mapping):
            plain[name], hidden = split(plain[name], inner)
            if hidden:
                secret[name] = hidden
    return plain, secret


def joined(plain: Mapping[str, Any], secret: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
    """The whole again. What is neither open nor in `secret` is empty: it was, or it has been erased."""
    whole = dict(plain)
    for name, inner in tree.items():
        if isinstance(inner, type) and name not in whole:
            whole[name] = secret.get(name, inner())
    for name, inner in _named(plain, tree):
        if not isinstance(inner, type) and isinstance(plain[name], Mapping):
            whole[name] = joined(plain[name], secret.get(name, {}), inner)
    return whole


def _named(value: Mapping[str, Any], tree: Tree) -> Iterator[tuple[str, Any]]:
    """The branches of the tree that `value` has."""
    if "*" in tree:
        yield from ((name, tree["*"]) for name in list(value))
    else:
        yield from ((name, inner) for name, inner in tree.items() if name in value)
