"""What is personal in a case comes apart and together again, and the rest stands without it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import case as domain
from thanjai.domain.case import private
from thanjai.domain.case.events import _ADAPTER, Event, event_from

LEAVES = {str: st.text(max_size=20), dict: st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
          list: st.lists(st.text(max_size=5), max_size=3)}  # fmt: skip


def shaped(tree: private.Tree) -> st.SearchStrategy[dict[str, Any]]:
    """Values of the shape of a tree, with other things beside what is personal."""
    if "*" in tree:
        return st.dictionaries(st.sampled_from(["one", "two", "three"]), shaped(tree["*"]), max_size=3)
    parts = {
        name: LEAVES[inner] if isinstance(inner, type) else st.none() | shaped(inner) for name, inner in tree.items()
    }
    return st.fixed_dictionaries({**parts, "kept": st.integers()})


@given(shaped(private.STATE))
def test_what_was_split_is_joined_again(state: dict[str, Any]) -> None:
    plain, secret = private.split(state, private.STATE)
    assert private.joined(plain, secret, private.STATE) == state
    assert private.joined(json.loads(json.dumps(plain)), json.loads(json.dumps(secret)), private.STATE) == state


@given(shaped(private.STATE))
def test_nothing_personal_is_left_open(state: dict[str, Any]) -> None:
    plain, _ = private.split(state, private.STATE)
    for blank in (private.joined(plain, {}, private.STATE),):
        again, left = private.split(blank, private.STATE)
        assert left == {} and again == plain


def test_every_event_that_has_words_or_answers_says_where() -> None:
    """A new event with free text, answers or findings must be in the tree, or here with its reason."""
    open_words = {
        "assigned": {"name"}, "rule_set_aside": {"name"},  # an officer's
        "opinion_asked": {"asked"}, "opinion_given": {"name"},  # another agency's
        "delay_notified": {"officer", "contact"},  # the office's
        "dates_moved": {"calendar", "reason"},  # the calendar's
        "fee_paid": {"reference", "receipt"}, "document_issued": {"document", "number"},  # numbers
        "appeal_filed": {"by", "file"}, "told": {"what", "by"}, "served": {"by"}, "defects_acknowledged": {"by", "file"},
        "submitted": {"channel"}, "message_written": {"by"},
    }  # fmt: skip
    ids = {"type", "step", "kind", "rule", "paper", "outcome", "id", "register_entry", "cause", "officer"}
    for schema in _ADAPTER.json_schema()["$defs"].values():
        kind = schema.get("properties", {}).get("type", {}).get("const")
        if kind is None:
            continue
        told = {
            name for name, about in schema["properties"].items()
            if {"string", "object"} & {one.get("type") for one in [about, *about.get("anyOf", [])]}
            and not {"date", "date-time"} & {one.get("format") for one in [about, *about.get("anyOf", [])]}
        }  # fmt: skip
        assert told - ids - set(private.of_event(kind)) - open_words.get(kind, set()) == set(), kind


def test_an_erased_event_is_still_an_event() -> None:
    """With its personal parts gone, every kind can be read and has its effect on what remains."""
    events: list[Event] = [
        event_from({"type": "submitted", "answers": {"a": 1}, "counts_from": "2026-11-02T01:30:00Z"}),
        event_from({"type": "step_started", "step": "check", "kind": "check"}),
        event_from({"type": "step_finished", "step": "check", "findings": {"b": 2}, "note": "x"}),
        event_from({"type": "returned", "reasons": "y"}),
        event_from({"type": "appeal_filed", "grounds": "z"}),
    ]
    moment = events[0].counts_from  # type: ignore[union-attr]

    def stripped(event: Event) -> Event:
        tree = private.of_event(event.type)
        return event_from(private.joined(private.split(event.model_dump(mode="json"), tree)[0], {}, tree))

    whole = domain.replay((event, moment) for event in events).model_dump(mode="json")
    rest = domain.replay((stripped(event), moment) for event in events).model_dump(mode="json")
    plain, secret = private.split(whole, private.STATE)
    assert private.split(rest, private.STATE) == (plain, {})
    assert secret == {"answers": {"a": 1}, "steps": {"check": {"findings": {"b": 2}}}, "appeal": {"grounds": "z"}}
