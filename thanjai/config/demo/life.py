"""The whole life of one case and its licence, over two years: sent on a Sunday, mended, late with three notices,
refused, reversed on appeal, paid, issued, and renewed by paying.

Every act is the real command of whoever does it, at its moment of a clock that is moved; what falls due between
two acts happens by itself, as the worker would do it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from thanjai.cases import afterwards, delays, selectors
from thanjai.cases.actions import carry_out
from thanjai.config import machine
from thanjai.config.demo.history import do, pay
from thanjai.config.demo.offering import offer_everywhere
from thanjai.config.demo.packs import load_pack
from thanjai.config.demo.plan import Act, Story
from thanjai.config.demo.settling import Officer, enter_agencies, enter_calendar, enter_people
from thanjai.config.demo.told import Told
from thanjai.config.demo.variation import Telling, as_written
from thanjai.documents import renewing
from thanjai.documents.keys import secret_of
from thanjai.documents.selectors import documents_of
from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.events import Defect
from thanjai.domain.definition.base import Role
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

SERVICE: Final = "food-premises-licence"
AGENCY: Final = "khon-kaen-city"
EXAMPLE: Final = 1
"""The second one: somebody who applies for themselves."""


def _at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BANGKOK)


BEGINNING: Final = _at(2026, 3, 1, 20)
END: Final = _at(2028, 3, 1, 12)


@dataclass
class Life:
    """One case on its way. `told` is what the demonstration's history knows of it."""

    told: Told
    telling: Telling

    @property
    def row(self) -> Any:
        with acting_as(PLATFORM), transaction.atomic():
            return selectors.case(self.told.id)

    @property
    def document(self) -> Any:
        """The licence; None before it is issued."""
        with acting_as(PLATFORM), transaction.atomic():
            return next(iter(documents_of(self.told.id)), None)

    def officer(self, role: Role) -> Officer:
        return self.told.offered.agency.officer(role)

    def as_officer(self, role: Role, command: c.Command) -> None:
        actor = self.officer(role).actor
        with acting_as(actor), transaction.atomic():
            carry_out(actor=actor, case_id=self.told.id, command=command)

    def as_applicant(self, command: c.Command) -> None:
        with transaction.atomic():
            do(self.told, Act(clock.now(), "applicant", command))

    def findings(self, step: str) -> dict[str, Any]:
        definition = self.told.offered.pack.definition
        return self.telling.findings(definition.step(step), bangkok_day(clock.now()))

    def submit(self) -> None:
        self.as_applicant(c.Submit(answers={}, counts_from=clock.now()))

    def record_defects(self) -> None:
        wrong = Defect(field="premises_point", missing="จุดที่ตั้งบนแผนที่อยู่ผิดถนน", mend="วางหมุดที่หน้าร้านแล้วส่งอีกครั้ง")
        self.as_officer(Role.FRONT_DESK, c.RecordDefects(step="check", defects=(wrong,), mend_by=date(2026, 3, 19)))

    def acknowledge(self) -> None:
        self.as_applicant(c.AcknowledgeDefects(by="online"))

    def mend(self) -> None:
        self.as_applicant(c.Correct(answers={}))

    def accept(self) -> None:
        self.as_officer(Role.FRONT_DESK, c.Finish(step="check"))

    def give_reason(self, cause: DelayCause, reason: str, expected: date) -> None:
        actor = self.officer(Role.INSPECTOR).actor
        command = c.GiveDelayReason(rule="decide", cause=cause, reason=reason, expected=expected)
        with acting_as(actor), transaction.atomic():
            delays.give_reason(actor=actor, case_id=self.told.id, command=command)

    def first_reason(self) -> None:
        self.give_reason(DelayCause.INSPECTION, "นัดตรวจสถานที่ครั้งแรกเลื่อนเพราะฝนตกหนัก", date(2026, 4, 20))

    def another_reason(self) -> None:
        self.give_reason(DelayCause.INSPECTION, "ตรวจสถานที่แล้ววันที่ 22 กำลังสรุปผลการตรวจ", date(2026, 4, 30))

    def inspect(self) -> None:
        self.as_officer(Role.INSPECTOR, c.Finish(step="inspect", findings=self.findings("inspect")))

    def refuse(self) -> None:
        reasons = "บ่อดักไขมันเล็กกว่าที่ข้อบัญญัติท้องถิ่นกำหนด จึงยังไม่ถูกสุขลักษณะตามมาตรา 54"
        self.as_officer(Role.APPROVER, c.Decide(step="decide", outcome="refused", reasons=reasons))

    def appeal(self) -> None:
        with acting_as(self.told.holder), transaction.atomic():
            grounds = "ขนาดบ่อที่วัดไม่ได้รวมบ่อที่สองหลังครัว ขอให้วัดใหม่"
            afterwards.file_appeal(actor=self.told.holder, case_id=self.told.id, grounds=grounds)

    def reverse(self) -> None:
        reasons = "วัดใหม่แล้ว บ่อทั้งสองรวมกันมีขนาดตามข้อบัญญัติ ให้เพิกถอนคำสั่งไม่อนุญาตและอนุญาต"
        findings = self.findings("decide")
        self.as_officer(Role.HEAD, c.DecideAppeal(outcome="reversed", reasons=reasons, findings=findings))

    def pay_fee(self) -> None:
        pay(self.told.offered.agency.id, self.told.id, "pay", clock.now())

    def renew(self) -> None:
        """From the link in the reminder, without signing in."""
        document = self.document
        with acting_as(PUBLIC), transaction.atomic():
            renewing.open_invoice(check_code=document.check_code, secret=secret_of(document))
        last = document.valid_until
        until = last.replace(year=last.year + 1)
        pay(document.agency_id, document.id, f"{renewing.PURPOSE}{until.isoformat()}", clock.now())


SCENES: Final[tuple[tuple[datetime, Callable[[Life], None]], ...]] = (
    (BEGINNING, Life.submit),
    (_at(2026, 3, 4, 11), Life.record_defects),
    (_at(2026, 3, 4, 15), Life.acknowledge),
    (_at(2026, 3, 9, 21), Life.mend),
    (_at(2026, 3, 10, 9), Life.accept),
    (_at(2026, 4, 9, 14), Life.first_reason),
    (_at(2026, 4, 22, 16), Life.another_reason),
    (_at(2026, 4, 27, 10), Life.inspect),
    (_at(2026, 4, 28, 15), Life.refuse),
    (_at(2026, 5, 14, 19), Life.appeal),
    (_at(2026, 6, 12, 10), Life.reverse),
    (_at(2026, 6, 16, 12), Life.pay_fee),
    (_at(2027, 6, 8, 20), Life.renew),
)
"""Thirty days from the complete request on 10 March end on Thursday 9 April: notices are owed on Friday the 10th, and
each week after, with Songkran between."""


def live(until: datetime = END, reached: Callable[[datetime], None] = lambda moment: None) -> Life:
    """Enter the world and live through it until then. The clock's file must be named; nothing may be in a transaction."""
    _set_clock(BEGINNING - timedelta(hours=1))
    life = _begin()
    for moment, act in SCENES:
        if moment > until:
            break
        machine.travel(moment)
        act(life)
        reached(moment)
    machine.travel(until)
    reached(until)
    return life


def _begin() -> Life:
    with acting_as(PLATFORM), transaction.atomic():
        enter_calendar()
        agencies, people = enter_agencies(), enter_people()
        pack = load_pack(SERVICE)
        offered = next(one for one in offer_everywhere([pack], agencies) if one.agency.data.slug == AGENCY)
    telling = as_written(pack, pack.examples[EXAMPLE], today=bangkok_day(BEGINNING), settings=offered.settings)
    applicant = next(one for one in people if one.data.company is None)
    return Life(Told(offered, Story(telling.answers), applicant, "en"), telling)


def _set_clock(moment: datetime) -> None:
    """The story begins on its own day, wherever the world's clock stands; from then on it only goes forward."""
    ahead = moment - datetime.now(UTC)  # the story's clock against the world's
    Path(os.environ[clock.FILE]).write_text(str(ahead.total_seconds()))
