"""Licences issued: numbered, printed, signed, stored, the case told. As the worker does it, one process a core."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from thanjai.cases import actions, selectors
from thanjai.config.bench.figures import Figure, at_least
from thanjai.config.bench.load import fork, gathered
from thanjai.config.bench.planting import LICENCE, Plantation, Planted, telling
from thanjai.config.demo.packs import load_pack
from thanjai.config.demo.variation import Telling
from thanjai.documents import jobs
from thanjai.documents import selectors as documents
from thanjai.domain.case import commands as c
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.kernel import signatories
from thanjai.kernel.clock import today
from thanjai.kernel.searching import words_of
from thanjai.kernel.tenancy import acting_as, worker_at

EACH = 40
"""Licences of each process in one run."""
REPEATS = 3


def measure(plantation: Plantation) -> Figure:
    """Licences a second and core."""
    definition = load_pack(LICENCE).definition
    granted, step = _granted(plantation, definition)
    # Numbers without gaps are given one after another, so each process works for an agency of its own.
    agencies = plantation.agencies[: os.cpu_count() or 1]
    ready = [plantation.cases(EACH * (REPEATS + 1), granted.id, [agency]) for agency in agencies]
    # A worker reads keys and dictionary once, however many licences it issues.
    signatories.authority()
    words_of(["ใบอนุญาต"])
    connections.close_all()
    rates = []
    for first in range(0, EACH * (REPEATS + 1), EACH):
        rates.append(_run(agencies, [cases[first : first + EACH] for cases in ready], step.id))
    rate = median(rates[1:])
    detail = (
        f"{LICENCE}: number, PDF/A-3, PAdES signature, file and rows durable, case moved on;"
        f" {len(agencies)} processes at once for as many agencies, {rate * len(agencies):.1f}/s together,"
        " database on the same cores"
    )
    return at_least("issue", rate, "per s and core", 12, detail)


def issued(plantation: Plantation, count: int) -> list[str]:
    """The check codes of so many licences, issued one after another."""
    granted, step = _granted(plantation, load_pack(LICENCE).definition)
    agency = plantation.agencies[0]
    cases = plantation.cases(count, granted.id, [agency])
    for case in cases:
        jobs.issue(agency_id=str(agency), case_id=str(case), step=step.id)
    with acting_as(worker_at(agency)), transaction.atomic():
        return [one.check_code for case in cases for one in documents.documents_of(case)]


def _granted(plantation: Plantation, definition: ServiceDefinition) -> tuple[Planted, Step]:
    """One case worked by its officers until the licence is to be issued, and that step."""
    return worked_until(plantation, definition, "issue")


def worked_until(plantation: Plantation, definition: ServiceDefinition, kind: str) -> tuple[Planted, Step]:
    """One case worked by its officers until it comes to a step of some kind, and that step."""
    told, planted = telling(LICENCE), plantation.case()
    agency = plantation.agencies[0]
    for _ in range(len(definition.steps) + 1):
        with acting_as(worker_at(agency)), transaction.atomic():
            row = selectors.case(planted.id)
        step = definition.step(row.steps[0])
        if step.kind == kind:
            return planted, step
        _work(plantation, row, step, told)
    raise RuntimeError(f"the example of {LICENCE} never comes to a step of kind {kind}")


def _work(plantation: Plantation, row: Any, step: Step, told: Telling) -> None:
    """Do a step as officers and bank do."""
    if step.kind == "pay":
        fee = selectors.domain_case(row).fee
        assert fee is not None
        satang = sum(line.satang for line in fee.lines)
        agency = plantation.agencies[0]
        with acting_as(worker_at(agency)):
            actions.confirm_payment(
                agency=agency, case_id=row.id, step=step.id, satang=satang, reference="B1", receipt="B1"
            )
        return
    findings = told.findings(step, today())
    done: c.Command = c.Finish(step=step.id, findings=findings)
    if step.kind == "decide":
        done = c.Decide(step=step.id, outcome="approved", reasons="ครบตามเกณฑ์", findings=findings)
    with acting_as(plantation.officer):
        actions.carry_out(actor=plantation.officer, case_id=row.id, command=done)


def _run(agencies: Sequence[UUID], cases: Sequence[Sequence[UUID]], step: str) -> float:
    """Issue them from all processes at once; returns licences a second and process."""
    barrier = fork.Barrier(len(agencies))
    pipes = [fork.Pipe(duplex=False) for _ in agencies]
    children = [
        fork.Process(target=_child, args=(str(agency), own, step, barrier, pipe[1]), daemon=True)
        for agency, own, pipe in zip(agencies, cases, pipes, strict=True)
    ]
    return EACH / float(max(gathered(children, pipes)))


def _child(agency: str, cases: Sequence[UUID], step: str, barrier: Any, pipe: Any) -> None:
    barrier.wait()
    began = time.perf_counter()
    for case in cases:
        jobs.issue(agency_id=agency, case_id=str(case), step=step)
    pipe.send(time.perf_counter() - began)
