"""What people do on the way of one case: who applies, the officers, and anybody who is shown the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import FilePayload, Locator

from tests.journeys.filling import Filling
from tests.journeys.visitor import Visitor
from thanjai.config.demo.figures import settings_for
from thanjai.config.demo.filling import posted, posted_fields, uploads
from thanjai.config.demo.office import address_of
from thanjai.config.demo.packs import load_pack
from thanjai.config.demo.variation import as_written
from thanjai.config.demo.walk import agency_for
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import AUTOMATIC, Step
from thanjai.kernel.clock import today

FORM_PAGE = r"/apply/(?P<draft>[0-9a-f-]{36})/(?P<page>[a-z][a-z0-9-]*)/"
CASE = r"/case/(?P<case>[0-9a-f-]{36})/"
_NUMBER = re.compile(r"\b\d{2}-[A-Z0-9]{2,8}-[0-9A-Z]{6}-[0-9A-Z]\b")
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_QR = re.compile(r"000201[0-9A-Za-z. ]{40,400}?6304[0-9A-F]{4}")
CONTINUE = "main form .govuk-button-group button[value=continue]"
_MOST_PAGES, _MOST_TRIES = 40, 4


@dataclass(frozen=True)
class Receipt:
    """What an applicant takes away."""

    number: str
    code: str
    case: str


class Request:
    """One request to be made: a service of an agency, answered as in its example."""

    def __init__(self, pack: str, example: int = 0, **changed: object) -> None:
        self.pack = load_pack(pack)
        self.agency: AgencyData = agency_for(self.pack, None)
        self.definition = self.pack.definition
        settings = settings_for(self.pack, self.agency.slug)
        self._telling = as_written(self.pack, self.pack.examples[example], today=today(), settings=settings)
        self.answers = self._telling.answers | changed
        self.place = f"/a/{self.agency.slug}/{pack}/"

    @property
    def email(self) -> str | None:
        return self.answers.get("email")

    def page(self, id: str) -> Page:
        return next(page for page in self.definition.form.pages if page.id == id)

    def words(self, language: str) -> str:
        """What somebody who looks for the service may type."""
        return next(word for word in self.definition.keywords if word.isascii() is (language == "en"))

    @property
    def required_steps(self) -> list[Step]:
        """The steps that officers always have to do."""
        return [step for step in self.definition.steps if step.kind not in AUTOMATIC and step.when is None]

    def findings(self, step: Step) -> dict[str, object]:
        """What officers record at a step."""
        return self._telling.findings(step, today())


class Applicant:
    """Finds, reads, fills in, sends, pays, receives."""

    def __init__(self, visitor: Visitor, request: Request) -> None:
        self.visitor, self.request = visitor, request
        self.page = visitor.page

    def find(self) -> None:
        """From the front page by a word to the manual."""
        visitor = self.visitor
        visitor.go("/")
        visitor.look("home")
        self.page.locator("main input[type=search], .hero input[type=search]").first.fill(
            self.request.words(visitor.view.language)
        )
        visitor.press(self.page.locator("form[role=search] button").first)
        visitor.look("found")
        manual = self.page.locator(f'main a[href$="{self.request.place}"]')
        if not manual.count():
            # Several agencies give it: first the service, then which of them.
            visitor.press(self.page.locator(f'[data-found] a[href*="/services/{self.request.definition.id}/"]').first)
            visitor.look("which-agency")
        visitor.press(manual)
        visitor.must_be_at(self.request.place)

    def read_and_start(self) -> None:
        """The manual, and its button."""
        self.visitor.look("manual")
        self.start()

    def start(self) -> None:
        """Press "apply" on the manual's page. Where the service asks who applies, sign in first."""
        if self.request.definition.assurance is not Assurance.NONE:
            sign_in(self.visitor, world().people[0].email)
        if self.visitor.path != self.request.place:
            self.visitor.go(self.request.place)
        self.visitor.press(self.page.locator('form[action$="/start/"] button >> visible=true').first)
        self.visitor.must_be_at(FORM_PAGE)

    def here(self) -> str:
        """The page of the form that is shown."""
        return self.visitor.must_be_at(FORM_PAGE)["page"]

    def fill_in_until(self, stop: str = "check") -> None:
        """Page after page, until the page `stop` is shown."""
        for _ in range(_MOST_PAGES):
            if self.here() == stop:
                return
            self.fill_in()
        raise AssertionError(f"the form has more than {_MOST_PAGES} pages")

    def fill_in(self) -> None:
        """Answer the page that is shown, and go on. Questions may come by answering others."""
        id = self.here()
        asked, answers = self.request.page(id), self.request.answers
        files = uploads(asked, answers)
        for _ in range(_MOST_TRIES):
            filling = Filling(
                self.visitor, "main form:has(button[value=continue])",
                posted(asked, answers, self.visitor.view.language), files,
            )  # fmt: skip
            filling.write()
            files = filling.left
            self.visitor.look(id)
            self.visitor.press(self.page.locator(CONTINUE))
            if self.here() != id:
                return
        raise AssertionError(f"the page {id} comes back: {self.visitor.words[:800]}")

    def send(self) -> Receipt:
        """Check the answers, send them, and read the receipt."""
        self.visitor.must_be_at(r"/apply/[0-9a-f-]{36}/check/")
        self.visitor.look("check")
        self.visitor.press(self.page.locator('form[action$="/submit/"] button'))
        return self.receipt()

    def receipt(self) -> Receipt:
        """What the page of the receipt says."""
        case = self.visitor.must_be_at(CASE + "received/")["case"]
        self.visitor.look("received")
        words = self.visitor.words
        number, code = _NUMBER.search(words), _CODE.search(words)
        assert number and code, f"no number or no code on the receipt: {words[:500]}"
        return Receipt(number[0], code[0], case)

    def follow(self, case: str) -> None:
        self.visitor.go(f"/case/{case}/")

    @property
    def to_pay(self) -> Locator:
        return self.page.locator('main a[href$="/pay/"]')

    def has_to_pay(self) -> bool:
        """Whether the page asks for money. It loads itself anew when something happened: half a page says nothing."""
        self.page.wait_for_load_state()
        return self.to_pay.count() > 0

    def pay(self, case: str) -> None:
        """Pay the code of the invoice on the bank's own page; the case goes on by the bank's word."""
        visitor = self.visitor
        visitor.press(self.to_pay)
        visitor.look("pay")
        assert self.page.locator("main svg.qr").count() == 1, "there is no QR"
        code = _QR.search(self.page.content())
        assert code, "the code is not there in letters"
        visitor.press(self.page.locator(f'a[href^="{visitor.platform.bank_url}"]'))
        assert code[0] in self.page.content(), "the bank was not given the code"
        visitor.look("bank")
        visitor.press(self.page.locator("button[name=way][value=normal]").first)
        visitor.look("bank-paid")
        self.follow(case)
        visitor.waits_for(self.to_pay, "detached")

    def download(self) -> dict[str, bytes]:
        """The issued papers by their check codes."""
        found = {}
        for line in self.page.locator("main li", has=self.page.locator('a[href*="/v/"]')).all():
            code = _CODE.search(line.locator('a[href*="/v/"]').get_attribute("href") or "")
            href = line.locator('a[href*="/files/"]').get_attribute("href")
            assert code and href
            answer = self.visitor.context.request.get(f"{self.visitor.platform.base_url}{href}")
            assert answer.ok, f"{href} answered {answer.status}"
            found[code[0]] = answer.body()
        return found


class Office:
    """The officers of the request's agency at one case, one after another at the same desk."""

    def __init__(self, visitor: Visitor, request: Request, receipt: Receipt) -> None:
        self._visitor, self._request, self._receipt = visitor, request, receipt
        self._signed_in = ""
        self.done: set[str] = set()

    @cached_property
    def _desk(self) -> Visitor:
        return self._visitor.another()

    def work(self) -> bool:
        """Finish every step that can be finished now, in the order of the definition; whether there was one."""
        worked = False
        for step in self._request.definition.steps:
            if step.kind not in AUTOMATIC and step.id not in self.done and self._finish(step):
                self.done.add(step.id)
                worked = True
        return worked

    def desk(self, step: Step) -> Visitor:
        """Who does the step, signed in."""
        email = address_of(self._request.agency, step.role)
        if email != self._signed_in:
            sign_in(self._desk, email)
            if not self._signed_in:
                self._desk.look("office-work-list")
            self._signed_in = email
        return self._desk

    def open_case(self, officer: Visitor) -> None:
        """From the work list by the number to the case."""
        officer.go("/office/")
        officer.page.locator("#q").fill(self._receipt.number)
        officer.press(officer.page.locator("form[role=search] button"))
        officer.press(officer.page.locator(f'main a[href$="/cases/{self._receipt.case}/"]'))

    def _finish(self, step: Step) -> bool:
        officer = self.desk(step)
        self.open_case(officer)
        beside = officer.page.locator(f'main a[href*="?step={step.id}#"]')
        if beside.count():
            officer.press(beside)
        command = "decide" if step.kind == "decide" else "finish"
        form = step_form(step.id, command)
        if not officer.page.locator(form).count():
            return False
        values = posted_fields(step.findings, self._request.findings(step), officer.view.language)  # type: ignore[arg-type]
        if step.kind == "decide":
            values |= {"outcome": ["approved"], "reasons": [world().phrases.approved]}
        for _ in range(_MOST_TRIES):
            filling = Filling(officer, form, values)
            filling.write()
            officer.look(f"office-{step.id}")
            officer.press(filling.form.locator("button.govuk-button:not(.govuk-button--secondary)").last)
            if "done=" in officer.page.url:
                return True
        raise AssertionError(f"the step {step.id} comes back: {officer.words[:800]}")


def step_form(step: str, command: str) -> str:
    """The form on the office's page of a case that gives one command at one step."""
    hidden = (f"input[name={name}][value='{value}']" for name, value in (("step", step), ("command", command)))
    return "main form" + "".join(f":has({one})" for one in hidden)


def search_office(officer: Visitor, request: Request, text: str) -> list[str]:
    """The numbers of the cases that the head of the request's agency finds."""
    sign_in(officer, address_of(request.agency, Role.HEAD))
    officer.go("/office/")
    officer.page.locator("#q").fill(text)
    officer.press(officer.page.locator("form[role=search] button"))
    return officer.page.locator("main [data-row]").all_inner_texts()


def sign_in(visitor: Visitor, email: str) -> None:
    """Choose an account of the demonstration."""
    visitor.go("/sign-in/")
    visitor.press(visitor.page.locator(f'main button[value="{email}"]'))


def track(visitor: Visitor, receipt: Receipt) -> None:
    """Open a case with its number and its code alone."""
    visitor.go("/track/")
    visitor.look("track")
    visitor.page.locator("#number").fill(receipt.number.lower())
    visitor.page.locator("#code").fill(receipt.code.replace("-", " ").lower())
    visitor.press(visitor.page.locator("main form button"))
    visitor.must_be_at(CASE)
    assert receipt.number in visitor.words


def standing_by_code(visitor: Visitor, code: str) -> str:
    """What the page behind the QR of a paper says."""
    visitor.go(f"/v/{code}/")
    return visitor.page.locator("[data-status]").get_attribute("data-status") or ""


def standing_by_file(visitor: Visitor, paper: bytes, name: str) -> str:
    """What the check of a file says."""
    visitor.go("/verify/")
    file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": paper}
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press(visitor.page.locator('form[enctype="multipart/form-data"] button'))
    return visitor.page.locator("[data-status]").get_attribute("data-status") or ""
