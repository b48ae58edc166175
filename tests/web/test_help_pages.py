"""Help at the counter: consent first, the ordinary form, the helper's name on the chain, the code for the applicant."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.domain.thai_calendars import bangkok
from tests.web.desk import case_path, page, sit_down, tree, words
from tests.world import World, build, complete, examples
from thanjai.cases import drafts, journal, selectors
from thanjai.cases.models import Assistance, CaseEvent, Draft
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-licence"
HELP = "/en/office/help/"


@pytest.fixture
def world() -> Any:
    with standing_at(bangkok(2026, 3, 4, 10)):
        yield build(SERVICE)


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(kept, "PNG")
    return kept.getvalue()


def form(**changed: Any) -> dict[str, Any]:
    drawn = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    told = {
        "service": SERVICE,
        "name": "ยายคำ",
        "channel": "counter",
        "language": "th",
        "email": "",
        "signature": drawn,
    }
    return {**told, **changed}


def filled(draft: Draft) -> None:
    with acting_as(PLATFORM):
        answers = complete(examples(SERVICE)["examples"][0]["answers"])
        drafts.save_answers(draft=draft, page_id="all", values=answers, is_done=True)
        pages = [one.id for one in definition_of(draft.version_id).form.pages]
        Draft.objects.filter(pk=draft.id).update(pages_done=pages)


def begun(client: Client, **changed: Any) -> Draft:
    answer = client.post(HELP, form(**changed))
    assert answer.status_code == 302, words(answer)
    with acting_as(PLATFORM):
        return Draft.objects.latest("started_at")


def test_an_officer_fills_in_for_somebody_who_signed_and_the_chain_says_so(world: World) -> None:
    clerk = world.colleague("เสมียน", Role.FRONT_DESK)
    desk = sit_down(Client(), clerk)
    draft = begun(desk)
    assert (draft.channel, draft.person_id) == ("counter", None)
    assert "Filled in together with an officer" in words(desk.get(f"/en/apply/{draft.id}/", follow=True))
    filled(draft)
    sent = desk.post(f"/en/apply/{draft.id}/submit/", follow=True)
    text = words(sent)
    with acting_as(world.officer):
        case = selectors.case(draft.id)
        code = drafts.code_of(case)
        events = selectors.events_of(case.id)
        assert events[0].under is not None and events[0].under["name"] == "เสมียน"
        assert journal.verify(case, events) is None
        changed = CaseEvent.objects.get(case_id=case.id, seq=1)
        changed.plain_under = {**changed.plain_under, "name": "ใคร"}
        assert journal.verify(case, [changed, *events[1:]]) is not None, "who helped cannot be altered"
        assert Assistance.objects.get().consent == "drawn"
    assert "The request was sent" in text and case.number in text and code in text and "ยายคำ" in text
    assert desk.get(f"/en/case/{draft.id}/").status_code == 404, "the helper no longer holds the secret"
    applicant = Client()
    answer = applicant.get(f"/en/r/{draft.id}/{code}/", follow=True)
    assert "filled in by เสมียน" in words(answer)
    shown = sit_down(Client(), world.officer)
    root = page(shown, case_path(case.id))
    assert "Filled in at the counter" in root.xpath("string(//section[@id='assistance'])")
    link = root.xpath("//section[@id='assistance']//a/@href")[0]
    assert shown.get(link)["Content-Type"] == "image/png"


def test_the_applicant_is_told_by_e_mail_and_can_go_on_alone(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    desk = sit_down(Client(), clerk)
    draft = begun(desk, email="yai@example.com", channel="outreach")
    with acting_as(PLATFORM):
        letter = Message.objects.get(to="yai@example.com")
        assert "clerk" in letter.body and drafts.code_of(draft) in letter.body
    filled(draft)
    applicant = Client()
    applicant.get(f"/en/r/{draft.id}/{drafts.code_of(draft)}/", follow=True)
    assert "We have received" in words(applicant.post(f"/en/apply/{draft.id}/submit/", follow=True))
    with acting_as(world.officer):
        assert CaseEvent.objects.get(case_id=draft.id, seq=1).under is None, "they sent it in their own name"


def test_consent_on_paper_does_without_a_screen_and_what_is_missing_is_named(world: World) -> None:
    desk = sit_down(Client(), world.colleague("clerk", Role.FRONT_DESK))
    photo = SimpleUploadedFile("signed.png", picture(), "image/png")
    draft = begun(desk, signature="", file=photo)
    with acting_as(world.officer):
        assert Assistance.objects.get(draft_id=draft.id).consent == "paper"
    for changed, place in (
        ({"signature": ""}, "#consent"), ({"signature": "data:image/png;base64,!"}, "#consent"),
        ({"signature": "data:text/html;base64,QUFB"}, "#consent"), ({"name": ""}, "#name"), ({"service": ""}, "#service"),
        ({"email": "x"}, "#email"), ({"channel": "x"}, "#channel"),
    ):  # fmt: skip
        bad = desk.post(HELP, form(**changed))
        assert bad.status_code == 422 and tree(bad).xpath("//div[@data-error-summary]//a/@href") == [place], changed


def test_only_the_front_desk_helps_and_only_the_helper_prints_the_code_for_a_day(world: World) -> None:
    inspector = sit_down(Client(), world.colleague("inspector", Role.INSPECTOR))
    assert "Only officers of the front desk" in words(inspector.get(HELP))
    assert inspector.post(HELP, form()).status_code == 403
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    desk = sit_down(Client(), clerk)
    draft = begun(desk)
    slip = f"{HELP}{draft.id}/"
    assert drafts.code_of(draft) in words(desk.get(slip)) and "ยายคำ" in words(desk.get(HELP))
    assert sit_down(Client(), world.officer).get(slip).status_code == 404
    with standing_at(bangkok(2026, 3, 5, 11)):
        assert desk.get(slip).status_code == 404 and "helped nobody" in words(desk.get(HELP))


def test_whoever_helped_does_not_decide(world: World) -> None:
    from thanjai.domain.case import commands as c

    desk = sit_down(Client(), world.officer)
    draft = begun(desk)
    filled(draft)
    desk.post(f"/en/apply/{draft.id}/submit/")
    with acting_as(world.officer):
        case = world.until(selectors.case(draft.id), "decide")
    command = c.Decide(step=case.steps[0], outcome="approved", reasons="ครบ", findings={})
    with pytest.raises(Refusal, match="head may record an exception"):
        world.do(case, command)
    root = page(desk, case_path(case.id))
    aside = next(one for one in root.forms if one.xpath(".//input[@value='set_aside']"))
    bad = desk.post(aside.get("action"), {**dict(aside.form_values()), "reason": ""})
    assert bad.status_code == 422 and tree(bad).xpath("//div[@data-error-summary]//a/@href") == ["#set-aside-reason"]
    second = world.colleague("second", Role.APPROVER)
    with pytest.raises(Refusal, match="second"):
        world.do(case, command)
    answer = desk.post(aside.get("action"), {**dict(aside.form_values()), "reason": "มีคนเดียว"})
    assert answer.status_code == 409, "there is somebody else now"
    with acting_as(PLATFORM):
        from thanjai.agencies.models import Membership
        from thanjai.kernel.clock import now

        Membership.objects.filter(person_id=second.person).update(ended_at=now())
    answer = desk.post(aside.get("action"), {**dict(aside.form_values()), "reason": "มีคนเดียว"}, follow=True)
    assert "on the record" in words(answer) and "มีคนเดียว" in words(answer)
    with acting_as(world.officer):
        case = selectors.case(case.id)
    findings = examples(SERVICE)["examples"][0].get("findings") or {}
    world.do(case, command.model_copy(update={"findings": findings.get(case.steps[0], {})}))
