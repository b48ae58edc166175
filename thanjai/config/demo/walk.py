"""One whole case over HTTP against the running platform: applied for, worked, paid, issued, verified."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from thanjai.config.demo.attachments import Attachment
from thanjai.config.demo.browser import SECONDS, Browser, PageProblem, Shown
from thanjai.config.demo.figures import settings_for, suits
from thanjai.config.demo.filling import Upload, posted, uploads
from thanjai.config.demo.office import Desk, sign_in
from thanjai.config.demo.packs import Example, Pack
from thanjai.config.demo.variation import Telling, as_written
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.fields import Page
from thanjai.kernel.clock import today

_FORM_PAGE = re.compile(r"/apply/[0-9a-f-]{36}/(?P<page>[a-z][a-z0-9-]*)/$")
_CASE = re.compile(r"/case/(?P<case>[0-9a-f-]{36})/")
_NUMBER = re.compile(r"\b\d{2}-[A-Z0-9]{2,8}-[0-9A-Z]{6}-[0-9A-Z*]")
_QR = re.compile(r"000201[0-9A-Za-z. ]{40,400}?6304[0-9A-F]{4}")
_CHECK = re.compile(r"/v/(?P<code>[0-9A-Z-]{12,20})/")
_MOST_PAGES = 60
PATIENCE = 30.0
"""Seconds that the platform has to move on by itself: after a payment, and until a document is there."""
_PAUSE = 0.2

Report = Callable[[str, float, str], None]


@dataclass(frozen=True)
class Order:
    """What to walk. `outcome` is what the officer decides."""

    pack: Pack
    agency: AgencyData
    example: Example
    outcome: str
    base_url: str
    bank_url: str
    language: str = "th"


def agency_for(pack: Pack, slug: str | None) -> AgencyData:
    """The agency named, or the first that offers the service. Raises PageProblem."""
    suitable = [agency for agency in world().agencies if suits(pack.definition, agency)]
    if slug:
        suitable = [agency for agency in suitable if agency.slug == slug]
    if not suitable:
        raise PageProblem(f"no agency of the demonstration offers {pack.id}" + (f" as {slug}" if slug else ""))
    return suitable[0]


class Walk:
    """The walk of one case. Each step is reported with its time in milliseconds and what came of it."""

    def __init__(self, order: Order, report: Report) -> None:
        self._order, self._report = order, report
        self._definition = order.pack.definition
        settings = settings_for(order.pack, order.agency.slug)
        self._telling: Telling = as_written(order.pack, order.example, today=today(), settings=settings)
        self._case = self._check_code = ""
        self._paper = b""

    def go(self) -> None:
        """Walk the whole way. Raises PageProblem at the first thing that is not as it should be."""
        order = self._order
        desk = Desk(order.base_url, order.language, order.agency, self._definition)
        with Browser(order.base_url, order.language) as applicant, desk:
            if self._definition.assurance is not Assurance.NONE:
                with self._step("prove who one is"):
                    sign_in(applicant, world().people[0].email)
            self._apply(applicant)
            self._follow(applicant, desk)
        if self._paper:
            with Browser(order.base_url, order.language) as public:
                self._verify(public)

    @contextmanager
    def _step(self, name: str) -> Iterator[list[str]]:
        notes: list[str] = []
        began = time.perf_counter()
        yield notes
        self._report(name, (time.perf_counter() - began) * 1000, ", ".join(notes))

    def _apply(self, applicant: Browser) -> None:
        place = f"/a/{self._order.agency.slug}/{self._order.pack.id}/"
        with self._step("find"):
            found = applicant.open("/services/", q=self._definition.title.in_language(self._order.language))
            if not found.links(f"/{self._order.pack.id}/"):
                raise PageProblem(f"{found.path}: the search does not find {self._order.pack.id}")
        with self._step("manual"):
            manual = applicant.open(place)
        with self._step("start"):
            page = applicant.send(manual.form(lambda form: form.action.endswith("/start/"), "to start with"))
        for _ in range(_MOST_PAGES):
            where = _FORM_PAGE.search(page.path)
            if where is None or where["page"] == "check":
                break
            page = self._fill_in(applicant, page, where["page"])
        with self._step("check answers, submit") as notes:
            sent = applicant.send(page.form(lambda form: form.action.endswith("/submit/"), "to submit with"))
            case = _CASE.search(sent.path)
            if case is None:
                raise PageProblem(f"submitting led to {sent.path}, not to a receipt: {sent.words[:300]}")
            self._case = case["case"]
            number = _NUMBER.search(sent.words)
            notes.append(number[0] if number else "no number on the page")
        with self._step("tracking page"):
            applicant.open(f"/case/{self._case}/")

    def _fill_in(self, applicant: Browser, page: Shown, id: str) -> Shown:
        asked = next((one for one in self._definition.form.pages if one.id == id), None)
        if asked is None:
            raise PageProblem(f"{page.path}: the definition in packs/ has no page {id!r}; publish it again")
        with self._step(f"page {id}"):
            form = page.form(lambda one: bool(one.names & _names(asked)), f"for the page {id!r}")
            answers = self._telling.answers
            after = applicant.send(form, posted(asked, answers, self._order.language), uploads(asked, answers))
            if after.path == page.path:
                raise PageProblem(f"{after.path} came back: {after.problem()}")
        return after

    def _follow(self, applicant: Browser, desk: Desk) -> None:
        """Work and payment in the order the definition has them, until nothing more happens."""
        for _ in range(len(self._definition.steps) + 2):
            page = applicant.open(f"/case/{self._case}/")
            if page.links(f"/case/{self._case}/pay/"):
                self._pay(applicant)
            elif not self._work(desk):
                break
        if self._order.outcome == "refused" and any(step.kind == "decide" for step in self._definition.steps):
            return
        if self._definition.papers:
            self._receive(applicant)

    def _work(self, desk: Desk) -> bool:
        """Whatever officers can do now; whether there was anything."""
        worked = False
        outcome, phrases = self._order.outcome, world().phrases
        reasons = phrases.refused if outcome == "refused" else phrases.approved
        for name, seconds in desk.work(self._case, self._telling, outcome, reasons):
            worked = True
            self._report(name, seconds * 1000, "")
        return worked

    def _pay(self, applicant: Browser) -> None:
        with self._step("invoice") as notes:
            page = applicant.open(f"/case/{self._case}/pay/")
            code = _QR.search(page.content.decode())
            if code is None:
                raise PageProblem(f"{page.path}: no payment code on the page")
        with self._step("pay at the bank") as notes:
            answer = httpx.post(f"{self._order.bank_url}/api/payments", json={"payload": code[0]}, timeout=SECONDS)
            if answer.status_code != 201:
                raise PageProblem(f"the bank answered {answer.status_code}: {answer.text[:300]}")
        with self._step("paid by the bank's word") as notes:
            self._wait(
                lambda: not applicant.open(f"/case/{self._case}/").links(f"/case/{self._case}/pay/"),
                "the case still waits for payment",
            )
            notes.append("the case moved on")

    def _receive(self, applicant: Browser) -> None:
        with self._step("document") as notes:
            self._wait(lambda: self._documents(applicant) != [], "no document was issued")
            code = self._documents(applicant)[-1]
            self._check_code = code
            notes.append(code)
        with self._step("download") as notes:
            shown = applicant.open(f"/case/{self._case}/")
            for address in shown.links("/files/"):
                content = applicant.fetch(address)
                if content.startswith(b"%PDF") and b"/Sig" in content:
                    self._paper = content
            if not self._paper:
                raise PageProblem(f"{shown.path}: no signed PDF to download")
            notes.append(f"{len(self._paper) // 1000} kB")

    def _documents(self, applicant: Browser) -> list[str]:
        links = applicant.open(f"/case/{self._case}/").links("/v/")
        return [found["code"] for link in links if (found := _CHECK.search(link))]

    def _wait(self, is_so: Callable[[], bool], complaint: str) -> None:
        """Look again and again, for a bounded time. Raises PageProblem."""
        until = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > until:
                raise PageProblem(f"{complaint} after {PATIENCE:.0f} seconds (is the worker running?)")
            time.sleep(_PAUSE)

    def _verify(self, public: Browser) -> None:
        with self._step("verify by code"):
            _must_be_valid(public.open(f"/v/{self._check_code}/"))
        with self._step("verify by upload"):
            page = public.open("/verify/")
            form = page.form(lambda one: bool(one.element.xpath(".//input[@type='file']")), "to upload a PDF with")
            name = form.element.xpath(".//input[@type='file']/@name")[0]
            file = Attachment("licence.pdf", "application/pdf", self._paper)
            _must_be_valid(public.send(form, files=[Upload(name, name, file)]))


def _names(page: Page) -> set[str]:
    """Beginnings of inputs' names are not enough to know a form by; `shown` lists a page's questions."""
    return {field.id for field in page.fields} | {"shown"}


def _must_be_valid(page: Shown) -> None:
    status = page.tree.xpath("//@data-status")
    if "valid" not in status:
        raise PageProblem(f"{page.path} does not say valid, but {', '.join(status) or page.words[:300]}")
