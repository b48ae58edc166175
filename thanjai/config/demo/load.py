"""Loading the demonstration: the world, the services, and cases in every state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.jobs import Job

from thanjai.agencies.selectors import calendar_for
from thanjai.bundles import actions as bundles
from thanjai.cases.delay_letters import print_notice
from thanjai.cases.selectors import cases_of_person
from thanjai.config.demo import contacts, history, opinions, packs, reconciled
from thanjai.config.demo.offering import Offered, offer_everywhere
from thanjai.config.demo.packs import Example
from thanjai.config.demo.plan import Story, Teller, Wish, told_so_that
from thanjai.config.demo.settling import Applicant, enter_agencies, enter_calendar, enter_people
from thanjai.config.demo.standing_in import enter_standing_in
from thanjai.config.demo.told import Told
from thanjai.config.demo.variation import Setting, varied
from thanjai.config.demo.world import Home
from thanjai.domain.assurance import Assurance
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Status
from thanjai.domain.case.state import ENDED
from thanjai.domain.definition.papers import Paper
from thanjai.kernel import jobs
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

LETTERS_KEPT = 5
"""How many of the newest cases still write to their applicants, so that the mailbox has something in it."""
OLDEST_DAYS = 150
FOLLOW_UP, DELAY_NOTICE = "thanjai.cases.jobs.follow_up", "thanjai.cases.jobs.tell_delay"
PRINTING = "thanjai.documents.jobs.issue"
ASKING = "thanjai.feedback.jobs.ask"
_SEED = "thanjai"


@dataclass(frozen=True)
class Dealt:
    """A wish with how its time limit shall stand ("soon", "overdue" or "" for no matter) and since when."""

    wish: Wish
    health: str = ""
    days_ago: tuple[int, int] = (20, OLDEST_DAYS)


DECK: Sequence[Dealt] = (
    Dealt(Wish(Status.ISSUED)),
    Dealt(Wish(Status.SUBMITTED), days_ago=(0, 1)),
    Dealt(Wish(Status.IN_PROGRESS), "soon"),
    Dealt(Wish(Status.WAITING_PAYMENT), days_ago=(3, 14)),
    Dealt(Wish(Status.ISSUED, mended=True)),
    Dealt(Wish(Status.IN_PROGRESS, further=1), "overdue"),
    Dealt(Wish(Status.NEEDS_CORRECTION), days_ago=(2, 9)),
    Dealt(Wish(Status.REFUSED)),
    Dealt(Wish(Status.APPEALED), days_ago=(25, 50)),
    Dealt(Wish(Status.WAITING_AGENCY), days_ago=(5, 12)),
    Dealt(Wish(Status.ISSUED)),
    Dealt(Wish(Status.IN_PROGRESS), days_ago=(2, 7)),
    Dealt(Wish(Status.RETURNED), days_ago=(40, 120)),
    Dealt(Wish(Status.SUBMITTED), "overdue", (2, 4)),
    Dealt(Wish(Status.ISSUED, ending="suspended"), days_ago=(60, 140)),
    Dealt(Wish(Status.WITHDRAWN)),
    Dealt(Wish(Status.ISSUED)),
    Dealt(Wish(Status.IN_PROGRESS, mended=True), days_ago=(6, 12)),
    Dealt(Wish(Status.APPROVED), days_ago=(5, 12)),
    Dealt(Wish(Status.ISSUED, ending="revoked"), days_ago=(70, 140)),
    Dealt(Wish(Status.SUBMITTED), "soon", (0, 2)),
    Dealt(Wish(Status.CLOSED)),
    Dealt(Wish(Status.ISSUED), days_ago=(380, 410)),
)
"""What cases become, dealt to the services in turn; the last one's yearly licences have expired."""
RENEWING_AGENCIES = 2
DAYS_LEFT = (85, 27, 6)
"""Of the licences that wait to be renewed by paying."""
LATELY = (9, 26)
PAID_LATELY = 4


@dataclass
class Loaded:
    """What was loaded. `statuses` is empty when the cases were there already."""

    agencies: int = 0
    services: int = 0
    offers: int = 0
    statuses: Counter[str] = field(default_factory=Counter)


def load() -> Loaded:
    """Enter the world, publish and adopt the services, and, the first time, live through the last months."""
    with acting_as(PLATFORM), transaction.atomic():
        enter_calendar()
        agencies, people = enter_agencies(), enter_people()
        services = [packs.load_pack(id) for id in packs.pack_ids()]
        offered = offer_everywhere(services, agencies)
        for bundle in packs.load_bundles():
            bundles.publish(bundle=bundle)
        has_cases = any(cases_of_person(one.actor.person) for one in people if one.actor.person)
    loaded = Loaded(len(agencies), len(services), len(offered))
    if not has_cases:
        with acting_as(PLATFORM), transaction.atomic():
            enter_standing_in(agencies, people)
            tales = list(Deal(offered, people, now()).tales())
            history.carry_out(tales, now())
            contacts.enter(agencies, tales, now())
            _tidy_up(tales)
            opinions.say(tales)
            reconciled.enter(agencies, now(), settings.VAR)
        loaded.statuses = Counter(told.story.case.status.value for told in tales)
    return loaded


class Deal:
    """Deals the deck to the services, so that each has several cases and every state is there."""

    def __init__(self, offered: Sequence[Offered], people: Sequence[Applicant], until: datetime) -> None:
        self._offered = [one for one in offered if one.pack.examples and one.pack.definition.outcome is None]
        self._people, self._until = people, until
        self._count = 0

    def tales(self) -> Iterator[Told]:
        """All cases of the demonstration."""
        card, seen = 0, set[Status]()
        first = set[str]()
        for offered in self._offered:
            busy = offered.pack.id not in first
            first.add(offered.pack.id)
            for _ in range(6 if busy else 2):
                told, card = self._deal(offered, card)
                if told is not None:
                    seen.add(told.story.case.status)
                    yield told
        yield from self._missing({dealt.wish.status for dealt in DECK} - seen)
        yield from self._running_out()
        yield from self._paid_lately()

    def _paid_lately(self) -> Iterator[Told]:
        """Enough payments of the last weeks at one agency, and one that is owed, for its days to be reconciled."""
        for offered in self._offered:
            owed = self._told(offered, Dealt(Wish(Status.WAITING_PAYMENT), days_ago=(3, 14)))
            if owed is not None:
                paid = [self._told(offered, Dealt(Wish(Status.ISSUED), days_ago=LATELY)) for _ in range(PAID_LATELY)]
                if all(paid):
                    yield from filter(None, [owed, *paid])
                    return

    def _running_out(self) -> Iterator[Told]:
        """Licences that can be renewed by paying, at the first agencies that issue them, near their last day."""
        offering = [one for one in self._offered if any(map(_renewed_by_paying, one.pack.definition.papers))]
        for offered in offering[:RENEWING_AGENCIES]:
            yield from filter(None, (self._ending_in(offered, days) for days in DAYS_LEFT))

    def _ending_in(self, offered: Offered, left: int) -> Told | None:
        """One whose yearly licence has about so many days left: told again until it was issued on the right day."""
        ago, today = 365 - left + 12, bangkok_day(self._until)
        for _ in range(8):
            told = self._told(offered, Dealt(Wish(Status.ISSUED), days_ago=(ago, ago)))
            if told is None:
                return None
            found = 365 - (today - bangkok_day(told.story.acts[-1].at)).days
            if left - 3 <= found <= left:
                return told
            ago += found - left + 1
        return None

    def _deal(self, offered: Offered, card: int) -> tuple[Told | None, int]:
        """The next card of the deck that this service can become."""
        for skipped in range(len(DECK)):
            place = (card + skipped) % len(DECK)
            told = self._told(offered, DECK[place])
            if told is not None:
                return told, place + 1
        return None, card

    def _missing(self, statuses: set[Status]) -> Iterator[Told]:
        """A case for each state that nobody was dealt, if some service can come to it."""
        for dealt in DECK:
            if dealt.wish.status in statuses:
                told = next(filter(None, (self._told(offered, dealt) for offered in self._offered)), None)
                if told is not None:
                    statuses.discard(dealt.wish.status)
                    yield told

    def _told(self, offered: Offered, dealt: Dealt) -> Told | None:
        self._count += 1
        rng = Random(f"{_SEED}-{self._count}")
        example = offered.pack.examples[self._count % len(offered.pack.examples)]
        day = bangkok_day(self._until) - timedelta(days=rng.randint(*dealt.days_ago))
        needs_company = any(
            example.answers.get(one.id) for one in offered.pack.definition.form.fields if one.type == "company"
        )
        fitting = [one for one in self._people if (one.data.company is not None) is needs_company]
        applicant = rng.choice(fitting or list(self._people))
        homes = offered.agency.data.homes
        home = rng.choice(homes) if homes else None
        story = self._story(offered, example, applicant, home, dealt, day)
        if story is None:
            return None
        may_be_nobody = offered.pack.definition.assurance is Assurance.NONE
        signed_in = None if rng.random() < 0.2 and may_be_nobody else applicant
        return Told(offered, story, signed_in, applicant.data.language, dealt.wish.ending)

    def _story(
        self,
        offered: Offered,
        example: Example,
        applicant: Applicant,
        home: Home | None,
        dealt: Dealt,
        day: date,
    ) -> Story | None:
        calendar, seed, today = (
            calendar_for(offered.agency.id),
            f"{_SEED}-{self._count}-story",
            bangkok_day(self._until),
        )

        def teller(applied: date) -> Teller:
            rng = Random(seed)
            setting = Setting(applicant.data, home, applied, today, offered.settings)
            telling = varied(offered.pack, example, setting, rng)
            return Teller(offered, telling, example.channel, calendar, rng, self._until)

        story = told_so_that(teller, dealt.wish, day, self._until, dealt.health)
        expects_paper = bool(dealt.wish.ending) and story is not None and not story.case.issued
        return None if expects_paper else story


def _renewed_by_paying(paper: Paper) -> bool:
    return paper.renewal is not None and paper.renewal.mode == "payment"


def _tidy_up(tales: Sequence[Told]) -> None:
    """Take away the jobs that the past has queued: its letters, but for the newest, and papers already made."""
    open_ones = [told for told in tales if told.story.case.status not in ENDED]
    newest = sorted(open_ones or tales, key=lambda told: told.story.acts[-1].at)[-LETTERS_KEPT:]
    agencies = {str(told.id): told.offered.agency.id for told in tales}
    silent = agencies.keys() - {str(told.id) for told in newest}
    for job, case_id in _jobs_of(FOLLOW_UP, "case_id"):
        if case_id in silent:
            _cancel(job)
    for task in (PRINTING, ASKING):
        for job, case_id in _jobs_of(task, "case_id"):
            if case_id in agencies:
                _cancel(job)
    for job, copy_id in _jobs_of(DELAY_NOTICE, "copy_id"):
        with acting_as(worker_at(UUID(str(_arguments(job)["agency_id"])))):
            _, row = print_notice(copy_id=UUID(copy_id))
        if str(row.id) in silent:
            _cancel(job)


def _jobs_of(task: str, about: str) -> Iterator[tuple[Job, str]]:
    """The waiting jobs of a task, each with one of its arguments."""
    for job in jobs.app.job_manager.list_jobs(task=task, status="todo"):
        yield job, str(_arguments(job)[about])


def _arguments(job: Job) -> Mapping[str, Any]:
    """The connector over Django hands the arguments on as the text they are kept as."""
    return json.loads(job.task_kwargs) if isinstance(job.task_kwargs, str) else job.task_kwargs


def _cancel(job: Job) -> None:
    if job.id is not None:
        jobs.app.job_manager.cancel_job_by_id(job.id, delete_job=True)
