"""Deadlines counted by the domain alone: every rule of every pack, with its explanation in words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from statistics import median

from thanjai.config.bench.figures import Figure, at_least
from thanjai.config.demo.packs import load_pack, pack_ids
from thanjai.domain.deadlines import DeadlineRule, Duration, Facts, Milestone, Unit, compute
from thanjai.domain.workdays import Calendar, base_calendar

SECONDS = 1.5
REPEATS = 3
AIM = 20_000
STARTS = 500
WARNED = Duration(amount=5, unit=Unit.DAY)
"""What an agency may have chosen; it is counted for every rule that does not say itself when to warn."""


def measure() -> Figure:
    """Deadlines a second of one core, by the time the processor gave to it."""
    calendar, sets = base_calendar(2020, 2030), [_rules(id) for id in pack_ids()]
    facts = [_facts(number) for number in range(STARTS)]
    rate = median(_run(sets, facts, calendar) for _ in range(REPEATS))
    rules = sum(len(rules) for rules, _ in sets)
    detail = (
        f"{rules} rules of {len(sets)} services, all begun, lengthened once where the law allows it, warned of"
        f" {WARNED.in_words().en} before; starts over {STARTS} days; due date, warning and explanation in two"
        " languages; one process, processor time"
    )
    return at_least("clock", rate, "deadlines/s", AIM, detail)


def _rules(id: str) -> tuple[list[DeadlineRule], dict[str, int]]:
    """A pack's rules, and the figures that agencies set for them."""
    definition = load_pack(id).definition
    return list(definition.deadlines), {rule.setting: 15 for rule in definition.deadlines if rule.setting}


def _facts(day: int) -> Facts:
    """A case that has come to everything, each some hours after the other."""
    start = datetime(2025, 1, 1, 2, tzinfo=UTC) + timedelta(days=day)
    return {milestone: start + timedelta(hours=7 * place) for place, milestone in enumerate(Milestone)}


def _run(sets: list[tuple[list[DeadlineRule], dict[str, int]]], facts: list[Facts], calendar: Calendar) -> float:
    """Count for a while; returns deadlines a second."""
    used = {rule.id: 1 for rules, _ in sets for rule in rules}
    counted, began = 0, time.process_time()
    for one in cycle(facts):
        for rules, settings in sets:
            counted += len(compute(rules, one, settings, calendar, used, WARNED))
        taken = time.process_time() - began
        if taken >= SECONDS:
            return counted / taken
    raise AssertionError("unreachable: facts are never used up")
