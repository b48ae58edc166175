"""Officers at work in their browsers: each signs in, opens the case and finishes the steps of their role."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, Self

from thanjai.config.demo.browser import Browser, Form, PageProblem, Shown
from thanjai.config.demo.filling import posted_fields
from thanjai.config.demo.variation import Telling
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step
from thanjai.kernel.clock import today


def address_of(agency: AgencyData, role: Role | None) -> str:
    """The mailbox of who has the role at the agency; of its head where nobody has. Raises PageProblem."""
    posts = world().posts_of(agency)
    for wanted in (role, Role.HEAD, Role.APPROVER):
        for post in posts:
            if wanted in post.roles:
                return f"{post.box}@{agency.slug}.example"
    raise PageProblem(f"nobody at {agency.slug} can do the work of {role}")


def sign_in(browser: Browser, email: str) -> Shown:
    """Choose a demonstration account on the sign-in page. Raises PageProblem."""
    page = browser.open("/sign-in/")
    for form in page.forms():
        for control in form.element.xpath(".//input[@value=$email] | .//button[@value=$email]", email=email):
            return browser.send(form, {control.get("name"): [email]})
        for option in form.element.xpath(".//select/option[@value=$email]", email=email):
            return browser.send(form, {option.getparent().get("name"): [email]})
    raise PageProblem(f"{page.path} does not offer the account {email}; is this a demonstration, and loaded?")


class Desk:
    """The officers of one agency at one case; each signs in once."""

    def __init__(self, base_url: str, language: str, agency: AgencyData, definition: ServiceDefinition) -> None:
        self._base_url, self._language = base_url, language
        self._agency, self._definition = agency, definition
        self._browsers: dict[str, Browser] = {}
        self._done: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for browser in self._browsers.values():
            browser.close()

    def work(self, case: str, telling: Telling, outcome: str, reasons: str) -> Iterator[tuple[str, float]]:
        """Finish every step that can be finished now, in the order of the definition: its name and the seconds."""
        for step in self._definition.steps:
            if step.kind in AUTOMATIC or step.id in self._done:
                continue
            began = time.perf_counter()
            email = address_of(self._agency, step.role)
            officer = self._signed_in(email)
            form = form_of(officer.open(f"/office/cases/{case}/"), step)
            if form is None:
                continue
            officer.send(form, self._values(step, telling, outcome, reasons))
            self._done.add(step.id)
            yield f"{step.kind} {step.id} ({email.partition('@')[0]})", time.perf_counter() - began

    def _signed_in(self, email: str) -> Browser:
        if email not in self._browsers:
            self._browsers[email] = Browser(self._base_url, self._language)
            sign_in(self._browsers[email], email)
        return self._browsers[email]

    def _values(self, step: Step, telling: Telling, outcome: str, reasons: str) -> Mapping[str, Any]:
        """The findings by the names of their inputs, and for a decision the outcome and its reasons."""
        findings = posted_fields(step.findings, telling.findings(step, today()), self._language)
        if step.kind != "decide":
            return findings
        return {**findings, "outcome": [outcome], "reasons": [reasons]}


def form_of(page: Shown, step: Step) -> Form | None:
    """The form that finishes the step, when the page has it."""
    for form in page.forms():
        names = form.names
        decides = {"outcome", "reasons"} <= names
        if step.id in form.values_of("step") and decides is (step.kind == "decide") and _finishes(form, step):
            return form
    return None


def _finishes(form: Form, step: Step) -> bool:
    """Not one of the other forms of a step, such as taking it or recording defects."""
    commands = set(form.values_of("command")) | set(form.values_of("action"))
    return not commands or bool(commands & {"finish", "decide"})
