"""Submissions, whole journeys and tracking pages over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from statistics import median
from urllib.parse import quote
from uuid import UUID

from thanjai.config.bench import breakdown
from thanjai.config.bench.figures import Figure, at_least, plain
from thanjai.config.bench.issuing import issued
from thanjai.config.bench.load import CONNECTIONS, Tally, Visit, Visits, expect, generate, visit_once
from thanjai.config.bench.planting import NOTIFICATION, Plantation, Planted, slug
from thanjai.config.bench.requests import Browser
from thanjai.config.demo.filling import posted
from thanjai.domain import form
from thanjai.kernel.clock import today

SECONDS = 4.0
REPEATS = 3
FASTEST = 2_500
"""Submissions a second for which drafts are prepared."""
VISITORS = 4_000
"""Addresses from which documents are checked."""
DRAFT = b"00000000-0000-4000-8000-000000000000"
SEARCHED = "ร้านอาหาร"
_PLACE = re.compile(rb"(?i)\r\nlocation:\s*/apply/([0-9a-f-]{36})/")
_KEY = re.compile(rb"(?i)\r\nset-cookie:\s*key-form=([^;\s]+)")


def repeated(
    browser: Browser, visits: Callable[[], Visits], seconds: float = SECONDS, connections: int = CONNECTIONS
) -> list[Tally]:
    """The same load several times, each with its own visits; after a short one that fills caches."""
    generate(browser.address, visits(), 1.0, connections)
    return [generate(browser.address, visits(), seconds, connections) for _ in range(REPEATS)]


def rate_of(tallies: Sequence[Tally]) -> float:
    """The median of visits a second."""
    return median(one.per_second for one in tallies)


def _load_words(tallies: Sequence[Tally]) -> str:
    middle, share = median(one.middle for one in tallies), median(one.generator_share for one in tallies)
    return (
        f"median {middle * 1000:.1f} ms with {2 * CONNECTIONS} at a time; the generator took {share:.0%} of one of the"
        " cores it shares with server and database"
    )


def submissions(browser: Browser, draft: Planted, ids: Sequence[UUID]) -> Visits:
    """Each draft submitted once."""

    def visits(number: int) -> Iterator[Visit]:
        cookies = {"key-form": draft.code}
        ready = [browser.post(f"/apply/{id}/submit/", cookies) for id in ids[number::2]]
        return (visit_once(request, 302) for request in ready)

    return visits


def the_same_pages(requests: Sequence[bytes]) -> Visits:
    """Pages asked for again and again, each process beginning at another."""

    def visits(number: int) -> Iterator[Visit]:
        start = number * len(requests) // 2
        return (visit_once(request) for request in cycle([*requests[start:], *requests[:start]]))

    return visits


def measure_submit(browser: Browser, plantation: Plantation, raw: float) -> list[Figure]:
    """Submissions over HTTP against the raw limit."""
    prepared = int(FASTEST * SECONDS)
    draft = plantation.a_draft
    tallies = repeated(browser, lambda: submissions(browser, draft, plantation.drafts(prepared, plantation.agencies)))
    rate = rate_of(tallies)
    where = breakdown.of_submission(plantation)
    return [
        at_least("submit", rate / raw, "of raw", 0.20, where),
        plain("submit, absolute", rate, "submits/s", _load_words(tallies)),
    ]


def minimal(browser: Browser, ids: Sequence[UUID], code: str) -> float:
    """How many a second of a minimal view that reads one row, behind the same middleware and policies."""
    least = the_same_pages([browser.get(f"/yardstick/{id}/", {"key-case": code}) for id in ids])
    return rate_of(repeated(browser, lambda: least))


def compare(browser: Browser, name: str, pages: Sequence[bytes], least: float, who: str) -> Figure:
    """Pages against as many of a minimal view."""
    seen = repeated(browser, lambda: the_same_pages(pages))
    rate = rate_of(seen)
    detail = f"{rate:.0f}/s, {who}; the minimal view, behind the same middleware and policies, {least:.0f}/s"
    return at_least(name, rate / least, "of minimal", 0.35, f"{detail}; {_load_words(seen)}")


def measure_track(browser: Browser, plantation: Plantation) -> list[Figure]:
    """The page on which an applicant follows a case."""
    case = plantation.a_case
    ids = plantation.cases(500, case.id, plantation.agencies)
    cookies = {"key-case": case.code}
    pages = [browser.get(f"/case/{id}/", cookies) for id in ids]
    return [compare(browser, "track", pages, minimal(browser, ids, case.code), "each with its access code")]


def measure_verify(browser: Browser, plantation: Plantation) -> list[Figure]:
    """The page to which the QR of a document leads, asked for from everywhere, and by one network whose tries add up."""
    codes, case = issued(plantation, 40), plantation.a_case
    least = minimal(browser, plantation.cases(40, case.id, plantation.agencies), case.code)
    spread_out = [
        browser.get(f"/v/{code}/", address=f"10.{number % 250}.{at}.1")
        for number in range(VISITORS // len(codes))
        for at, code in enumerate(codes)
    ]
    crowded = [browser.get(f"/v/{code}/") for code in codes]
    return [
        compare(browser, "verify", spread_out, least, f"from {len(spread_out):,} addresses in turn"),
        compare(browser, "verify, one network", crowded, least, "all counted in one row"),
    ]


def measure_journey(browser: Browser, plantation: Plantation, raw: float) -> list[Figure]:
    """Whole journeys of applicants."""
    journey = Journey(browser, plantation)
    tallies = repeated(browser, lambda: journey.visits, seconds=SECONDS + 2)
    # A journey cut off by the end of the time has been served in part: requests count, not finished journeys.
    rate = median(one.requests / one.seconds for one in tallies) / journey.length
    detail = (
        f"find, manual, start, {journey.pages} form pages shown and sent, check, submit, receipt, tracking:"
        f" {journey.length} requests each, {rate * journey.length:.0f} requests/s; {_load_words(tallies)}"
    )
    return [
        at_least("journey", rate / raw, "of raw", 0.01, detail),
        plain("journey, absolute", rate, "journeys/s", f"{NOTIFICATION}; 60/s are aimed at where raw is 6,000/s"),
    ]


class Journey:
    """The requests of one applicant, in order. The draft's id and secret are filled in as they become known."""

    def __init__(self, browser: Browser, plantation: Plantation) -> None:
        self._code = ("A" * len(plantation.a_draft.code)).encode()
        manual = f"/a/{slug(0)}/{NOTIFICATION}/"
        finding = ("/", f"/services/?q={quote(SEARCHED)}", manual)
        self._before = [browser.get(path) for path in finding]
        self._start = browser.post(f"{manual}start/")
        self._after = self._form(browser, plantation) + self._sending(browser)

    def _form(self, browser: Browser, plantation: Plantation) -> list[tuple[bytes, int]]:
        pack, answers = plantation.pack, plantation.answers
        pages = form.visible_pages(pack.definition, answers, today=today(), settings=pack.settings)
        self.pages = len(pages)
        requests = []
        for page in pages:
            path = f"/apply/{DRAFT.decode()}/{page.id}/"
            fields = {**posted(page, answers), "action": ["continue"]}
            requests += [
                (browser.get(path, self._key("form")), 200),
                (browser.post(path, self._key("form"), fields), 302),
            ]
        return requests

    def _sending(self, browser: Browser) -> list[tuple[bytes, int]]:
        form_place, case_place = f"/apply/{DRAFT.decode()}/", f"/case/{DRAFT.decode()}/"
        return [
            (browser.get(f"{form_place}check/", self._key("form")), 200),
            (browser.post(f"{form_place}submit/", self._key("form")), 302),
            (browser.get(f"{case_place}received/", self._key("case")), 200),
            (browser.get(case_place, self._key("case")), 200),
        ]

    def _key(self, kind: str) -> dict[str, str]:
        return {f"key-{kind}": self._code.decode()}

    @property
    def length(self) -> int:
        """How many requests a journey is."""
        return len(self._before) + 1 + len(self._after)

    def visits(self, number: int) -> Iterator[Visit]:
        """One applicant after another."""
        while True:
            yield self._visit()

    def _visit(self) -> Visit:
        for request in self._before:
            expect((yield request), 200)
        started = yield self._start
        expect(started, 302)
        place, key = _PLACE.search(started), _KEY.search(started)
        assert place and key, started
        for request, status in self._after:
            expect((yield request.replace(DRAFT, place[1]).replace(self._code, key[1])), status)
