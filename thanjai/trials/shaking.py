"""Shaking a definition: applications made up at random go the whole way, with random lawful decisions.

The same definition, settings, calendar, day and seed go the same way. No clock, no database: what is shaken need not
be published, nor valid in anything but its shape.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Final

from pypdf import PdfReader

from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Status
from thanjai.domain.definition.model import Step
from thanjai.domain.expressions import value_of
from thanjai.domain.pretending import CannotPretend, Pretender, spoilings
from thanjai.domain.pretending.run import Run
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.pdf.content import LicenceContent
from thanjai.trials.papers import content_of
from thanjai.trials.report import Broke, Seen

MOST_TIMES: Final = 500
MOST_LEAVES: Final = 4
"""A paper that runs to more pages than this says what belongs in an annex."""
_RAW: Final = ("{'", "[{")
"""How an answer of several parts begins where nobody has said how it is read."""
_MOST_DEEDS: Final = 300
_WORDS: Final = "ทดลองสุ่มเส้นทาง"
Printer = Callable[[LicenceContent], bytes]


@dataclass
class Shaker:
    """One definition at one agency, shaken from one moment on."""

    rules: Rules
    calendar: Calendar
    start: datetime

    @cached_property
    def pretender(self) -> Pretender:
        return Pretender(self.rules.definition, today=bangkok_day(self.start), settings=self.rules.settings)

    def shake(self, seeds: Iterable[int], printer: Printer | None = None) -> Seen:
        """All these applications. With a `printer` the fullest of each paper is printed, to see that it fits."""
        seen, fullest = Seen(), dict[str, tuple[int, LicenceContent]]()
        for seed in seeds:
            tour = Tour(self, seed)
            tour.go()
            seen.add(tour.seen)
            for content in tour.papers:
                known = fullest.get(content.number)
                if known is None or _length(content) > _length(known[1]):
                    fullest[content.number] = (seed, content)
        if printer is not None:
            for number, (seed, content) in fullest.items():
                seen.add(_printed(number.partition("-")[2], content, seed, printer))
        return seen


def _length(content: LicenceContent) -> int:
    return len(content.model_dump_json())


def _printed(paper: str, content: LicenceContent, seed: int, printer: Printer) -> Seen:
    try:
        leaves = len(PdfReader(io.BytesIO(printer(content))).pages)
    except Exception as fault:  # noqa: BLE001 - whatever the printing says, this paper cannot be had
        words = Text(
            th=f"พิมพ์ “{content.title.th}” ไม่ได้: {fault}", en=f"“{content.title.en}” cannot be printed: {fault}"
        )
        return Seen(broke=[Broke(code="paper_unprintable", words=words, seed=seed)])
    seen = Seen(leaves={paper: leaves})
    if leaves > MOST_LEAVES:
        words = Text(
            th=f"“{content.title.th}” ยาวถึง {leaves} หน้าเมื่อคำตอบยาว", en=f"“{content.title.en}” runs to {leaves} pages"
        )
        seen.note(Broke(code="paper_unfit", words=words, seed=seed))
    return seen


@dataclass
class Tour:
    """One application on its way. What breaks is noted; the way ends there."""

    shaker: Shaker
    seed: int
    seen: Seen = field(default_factory=lambda: Seen(applications=1))
    papers: list[LicenceContent] = field(default_factory=list)

    def go(self) -> None:
        """From the first page to the end."""
        self._rng, shaker = Random(self.seed), self.shaker
        start = shaker.start + timedelta(minutes=self._rng.randrange(14 * 24 * 60))
        self._run = Run(shaker.rules, shaker.calendar, start)
        self._pretender = shaker.pretender.on(bangkok_day(start))
        try:
            self._apply()
        except CannotPretend as nothing:
            self._broke("form_cannot_be_filled", nothing.words)
        except Refusal as refusal:
            self._broke(f"refused_{refusal.code}", refusal.message)
        except Exception as fault:  # noqa: BLE001 - what makes the engine stumble is what shaking is there to find
            self._broke("error", Text(th=f"ระบบสะดุด: {fault!r}"[:300], en=f"The engine stumbled: {fault!r}"[:300]))

    def _broke(self, code: str, words: Text) -> None:
        self.seen.note(Broke(code=code, words=words, seed=self.seed))

    def _apply(self) -> None:
        answers = self._pretender.application(self.seed)
        rules, today = self.shaker.rules, bangkok_day(self._run.at)
        filled = form.filled(rules.definition, answers, today=today, settings=rules.settings)
        self.seen.pages |= {page.id for page in filled.pages}
        self.seen.questions |= set(answers)
        if self.seed % 3 == 0:
            self._spoil(answers, filled)
        if not str(value_of(rules.definition.applicant_name, filled.names) or "").strip():
            self._broke("nameless", Text(th="เรื่องไม่มีชื่อผู้ยื่น", en="The case has no applicant's name"))
        self._run.submit(answers, "")
        self._walk()

    def _spoil(self, answers: dict[str, object], filled: form.Filled) -> None:
        """The same application with one fault, which its form must name."""
        rules, today = self.shaker.rules, bangkok_day(self._run.at)
        found = list(spoilings(rules.definition, answers, filled.names))
        if not found:
            return
        spoiled = self._rng.choice(found)
        result = form.validate_all(rules.definition, spoiled.answers, today=today, settings=rules.settings)
        if any(error.path.partition(".")[0] == spoiled.question for error in result.errors):
            self.seen.refused += 1
            return
        where = spoiled.path
        self._broke(
            "fault_taken", Text(th=f"แบบคำขอรับคำตอบที่ผิดของ {where}", en=f"The form takes a wrong answer to {where}")
        )

    def _walk(self) -> None:
        for _ in range(_MOST_DEEDS):
            self._look()
            if not self._go_on():
                break
        else:
            self._broke("endless", Text(th="เรื่องไม่สิ้นสุด", en="The case does not come to an end"))
        self._look()
        self._end()

    def _go_on(self) -> bool:
        """One deed by somebody; False when nothing more is to be done."""
        run, rng = self._run, self._rng
        if run.case.is_appealed:
            self._pass_time(20)
            self._decide_appeal()
            return True
        if run.case.left in (Status.REFUSED, Status.RETURNED) and run.case.appeal is None and rng.random() < 0.4:
            self._pass_time(10)
            run.do(c.FileAppeal(grounds=_WORDS), "", "person")
            return True
        if run.case.left is not None or run.case.finished:
            return False
        if run.case.status is Status.NEEDS_CORRECTION:
            self._mend_or_return()
            return True
        waiting = [step for step in run.active() if step.kind not in ("issue", "register", "notify")]
        if not waiting:
            self._broke("stuck", Text(th="เรื่องค้าง ไม่มีขั้นตอนให้ทำ", en="The case is stuck: no step is left to do"))
            return False
        self._work(rng.choice(waiting))
        return True

    def _work(self, step: Step) -> None:
        run, rng = self._run, self._rng
        if rng.random() < 0.02:
            run.do(c.Withdraw(reason=_WORDS), "", "person")
            return
        self._pass_time(8)
        if step.kind == "pay":
            run.pay()
        elif step.kind == "decide":
            self._decide(step)
        elif step.kind == "check" and run.case.defects is None and rng.random() < 0.2:
            self._record_defects(step)
        else:
            run.do(c.Finish(step=step.id, findings=self._findings(step)), "", "officer")

    def _decide(self, step: Step) -> None:
        refuses = self._rng.random() < 0.2
        findings = {} if refuses else self._findings(step)
        outcome = "refused" if refuses else "approved"
        self._run.do(c.Decide(step=step.id, outcome=outcome, reasons=_WORDS, findings=findings), "", "officer")

    def _findings(self, step: Step) -> dict[str, object]:
        run = self._run
        officer = self._pretender.on(bangkok_day(run.at))
        return officer.findings(step, run.case.answers, run.findings(), self._rng.randrange(2**32))

    def _record_defects(self, step: Step) -> None:
        until = bangkok_day(self._run.at) + timedelta(days=15)
        defects = (e.Defect(missing=_WORDS),)
        self._run.do(c.RecordDefects(step=step.id, defects=defects, mend_by=until), "", "officer")

    def _mend_or_return(self) -> None:
        self._pass_time(10)
        if self._rng.random() < 0.8:
            answers = dict(self._run.case.answers)
            self._run.do(c.Correct(answers=answers), "", "person")
        else:
            self._run.move_to(self._run.end())
            self._run.do(c.Return(reasons=_WORDS), "", "officer")

    def _decide_appeal(self) -> None:
        refused = next((id for id, one in self._run.case.steps.items() if one.outcome == "refused"), None)
        reverses = self._rng.random() < 0.5
        findings = self._findings(self.shaker.rules.definition.step(refused)) if reverses and refused else {}
        outcome = "reversed" if reverses else "stands"
        self._run.do(c.DecideAppeal(outcome=outcome, reasons=_WORDS, findings=findings), "", "officer")

    def _pass_time(self, days: int) -> None:
        self._run.move_to(self._run.at + timedelta(minutes=self._rng.randrange(30, days * 24 * 60)))

    def _look(self) -> None:
        """What can be seen of the case as it stands: time limits that end before they begin."""
        for line in self._run.deadlines():
            if line.due_at < line.started_at:
                title = line.title
                self._broke(
                    "deadline_before_start",
                    Text(th=f"“{title.th}” ครบกำหนดก่อนเริ่มนับ", en=f"“{title.en}” is due before it begins"),
                )

    def _end(self) -> None:
        run = self._run
        self.seen.steps |= {id for id, one in run.case.steps.items() if one.status != "skipped"}
        if run.case.fee is not None:
            self.seen.fees |= {line.fee for one in _requested(run) for line in one.lines}
        first, last = run.happened[0].at, run.happened[-1].at
        self.seen.ways.setdefault(run.case.status.value, []).append((last - first).days)
        for step in self.shaker.rules.definition.steps:
            if step.kind == "issue" and (state := run.case.steps.get(step.id)) and state.outcome == "issued":
                self._paper(step)

    def _paper(self, step: Step) -> None:
        content = content_of(self._run, step)
        if content is None:
            return
        self.papers.append(content)
        self.seen.papers.add(step.paper or "")
        title = content.title
        if content.holder == "-":
            self._broke("paper_without_holder", Text(th=f"“{title.th}” ไม่มีชื่อผู้รับ", en=f"“{title.en}” names no holder"))
        for line in content.items:
            if isinstance(line.value, Text) and line.value.th.startswith(_RAW):
                label = line.label
                self._broke("paper_raw", Text(th=f"“{label.th}” พิมพ์เป็นรหัส", en=f"“{label.en}” is printed as code"))
        if content.expires_on is not None and content.expires_on < content.issued_on:
            self._broke(
                "paper_ends_before_it_begins",
                Text(th=f"“{title.th}” หมดอายุก่อนวันที่ออก", en=f"“{title.en}” ends before the day it is issued"),
            )


def _requested(run: Run) -> Sequence[e.FeeRequested]:
    found = (e.event_from(one.payload) for one in run.happened if one.type == "fee_requested")
    return [one for one in found if isinstance(one, e.FeeRequested)]
