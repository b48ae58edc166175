"""The walk's browser: forms are read and filled in as a person without JavaScript would."""

from __future__ import annotations

from functools import partial
from typing import Any

import httpx
import pytest
from lxml import html

from tests.config.pretended_platform import PretendedPlatform
from thanjai.config.demo.browser import Form, PageProblem, Shown
from thanjai.config.demo.figures import settings_for
from thanjai.config.demo.office import address_of, form_of
from thanjai.config.demo.packs import load_pack, pack_ids
from thanjai.config.demo.walk import Order, Walk, agency_for
from thanjai.config.demo.world import world
from thanjai.domain.case import Status
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import Step

TEXT = {"th": "ก", "en": "a"}


def shown(body: str, address: str = "http://localhost/apply/x/") -> Shown:
    page = f"<html><body><main>{body}</main></body></html>"
    return Shown(address, 200, html.document_fromstring(page), page.encode())


def only_form(body: str) -> Form:
    return shown(body).forms()[0]


def step(kind: str) -> Step:
    return Step.model_validate({"id": "look", "kind": kind, "title": TEXT, "unit": TEXT, "role": "reviewer"})


def test_a_form_sends_its_hidden_and_prefilled_values_under_those_filled_in() -> None:
    form = only_form(
        '<form method="post"><input type="hidden" name="token" value="t">'
        '<input name="name" value="old"><input type="radio" name="kind" value="a" checked>'
        '<input type="radio" name="kind" value="b"><textarea name="why">w</textarea><button>go</button></form>'
    )
    assert form.filled({"name": ["new"], "kind": ["b"]}) == {
        "token": ["t"], "name": ["new"], "kind": ["b"], "why": ["w"],
    }  # fmt: skip


@pytest.mark.parametrize(("buttons", "pressed"), [
    ('<button name="action" value="add-item:x">+</button><button name="action" value="continue">go</button>', {"action": ["continue"]}),
    ('<button name="action" value="later">later</button><button>go</button>', {}),
    ('<button type="button" name="action" value="">map</button><button name="action" value="">go</button>', {"action": [""]}),
])  # fmt: skip
def test_the_button_that_leads_on_is_pressed(buttons: str, pressed: dict[str, list[str]]) -> None:
    assert only_form(f"<form>{buttons}</form>").goes_on() == pressed


def test_addresses_are_whole_and_each_is_given_once() -> None:
    page = shown('<a href="/files/1/">a</a><a href="/files/1/">b</a><a href="/other/">c</a>')
    assert page.links("/files/") == ["http://localhost/files/1/"]


def test_what_is_wrong_is_said_in_the_page_s_own_words() -> None:
    page = shown('<div class="govuk-error-summary"><h2>Mend</h2> <a href="#x">Enter a name</a></div><p>rest</p>')
    assert "Mend Enter a name" in page.problem()
    with pytest.raises(PageProblem, match="no form to start with"):
        page.form(lambda form: True, "to start with")


def test_the_form_that_finishes_a_step_is_told_from_the_others() -> None:
    take = '<form action="1"><input name="step" value="look"><input name="command" value="assign"></form>'
    other = '<form action="2"><input name="step" value="pay"><input name="command" value="finish"></form>'
    finish = '<form action="3"><input name="step" value="look"><input name="command" value="finish"></form>'
    decide = (
        '<form action="4"><input name="step" value="look"><input name="command" value="decide">'
        '<input name="outcome"><textarea name="reasons"></textarea></form>'
    )
    found = form_of(shown(take + other + decide + finish), step("review"))
    assert found is not None and found.action.endswith("/3")
    found = form_of(shown(take + other + finish + decide), step("decide"))
    assert found is not None and found.action.endswith("/4")
    assert form_of(shown(take + other), step("review")) is None


def test_the_head_does_the_work_that_nobody_else_is_there_for() -> None:
    opdc = world().agency("opdc")
    assert address_of(opdc, Role.REVIEWER) == "review@opdc.example"
    assert address_of(opdc, Role.INSPECTOR) == "head@opdc.example"


def test_a_walk_goes_to_an_agency_that_offers_the_service() -> None:
    assert agency_for(load_pack("hazardous-business"), None).slug == "huai-kaeo"
    with pytest.raises(PageProblem, match="no agency"):
        agency_for(load_pack("hazardous-business"), "nong-waeng")


def walked(
    monkeypatch: pytest.MonkeyPatch, id: str, number: int = 0, **changes: Any
) -> tuple[PretendedPlatform, list[str]]:
    """A walk through a pretended platform, with the names of its steps."""
    pack = load_pack(id)
    agency = agency_for(pack, None)
    emails = [f"{post.box}@{agency.slug}.example" for post in world().posts_of(agency)] + [world().people[0].email]
    platform = PretendedPlatform(pack, settings_for(pack, agency.slug), emails)
    outcome = changes.pop("outcome", "approved")
    for name, value in changes.items():
        setattr(platform, name, value)
    client = partial(httpx.Client, transport=httpx.MockTransport(platform))
    monkeypatch.setattr("thanjai.config.demo.browser.httpx.Client", client)
    monkeypatch.setattr("thanjai.config.demo.walk.httpx.post", platform.bank)
    monkeypatch.setattr("thanjai.config.demo.walk.PATIENCE", 0.0)
    order = Order(pack, agency, pack.examples[number], outcome, "http://platform", "http://bank")
    steps: list[str] = []
    Walk(order, lambda name, milliseconds, note: steps.append(name)).go()
    return platform, steps


@pytest.mark.parametrize("id", [id for id in pack_ids() if load_pack(id).definition.outcome is None])
@pytest.mark.parametrize("number", [0, 1])
def test_every_service_is_walked_from_finding_it_to_a_paper_that_holds(
    monkeypatch: pytest.MonkeyPatch, id: str, number: int
) -> None:
    platform, steps = walked(monkeypatch, id, number)
    assert platform.case.finished
    assert "find" in steps[:2]
    assert (steps[-1] == "verify by upload") is bool(load_pack(id).definition.papers), steps
    wanted = {one["name"] for value in load_pack(id).examples[number].answers.values() if isinstance(value, list)
              for one in value if isinstance(one, dict) and set(one) == {"name"}}  # fmt: skip
    assert set(platform.uploaded) == wanted


def test_a_refused_case_ends_with_the_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    platform, steps = walked(monkeypatch, "food-premises-licence", outcome="refused")
    assert platform.case.status is Status.REFUSED
    assert "document" not in steps


def test_a_paper_that_does_not_hold_fails_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PageProblem, match="does not say valid, but altered"):
        walked(monkeypatch, "old-age-allowance", verdict="altered")


def test_a_payment_that_never_arrives_fails_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PageProblem, match="still waits for payment"):
        walked(monkeypatch, "food-premises-notification", is_deaf=True)


def test_an_account_that_is_not_offered_fails_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PageProblem, match="does not offer the account desk@"):
        walked(monkeypatch, "food-premises-notification", emails=[])
