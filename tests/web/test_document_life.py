"""Amending and replacing at the office, and what the holder and whoever checks see of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.documents.test_replacing import priced  # noqa: F401 - a fixture
from tests.web.applicant import work_off
from tests.web.desk import case_path, forms, page, say_why, send, sit_down, tree, words
from tests.web.test_office_pages import licensed
from tests.world import World, build
from thanjai.cases import drafts
from thanjai.cases.models import Case
from thanjai.documents.asked import Edition
from thanjai.documents.models import Amendment, Document, Replacement
from thanjai.domain.definition.base import Role
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.web.identity import PROVEN

pytestmark = pytest.mark.django_db
NAME = "ร้านครัวใหม่"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


@pytest.fixture
def licence(world: World) -> Document:
    return licensed(world)


def path(licence: Document) -> str:
    return f"{case_path(licence.case_id)}documents/{licence.id}/"


def order(desk: Client, licence: Document, **values: Any) -> Any:
    given = {"premises_name": NAME, "kind": "correction", "reason": "พิมพ์ผิด", **values}
    return send(desk, page(desk, f"{path(licence)}amend/"), "amend", given)


def newest(world: World, licence: Document) -> Document:
    with acting_as(worker_at(world.agency)):
        return Document.objects.filter(number=licence.number).latest("version")


def test_an_officer_corrects_a_name_and_everybody_sees_it(desk: Client, world: World, licence: Document) -> None:
    assert licence.number in words(desk.get(case_path(licence.case_id)))
    form = forms(page(desk, f"{path(licence)}amend/"), "amend")[0]
    asked = set(form.fields.keys())
    assert {"premises_name", "inspect--measured_area", "company.name"} <= asked
    assert not {"person.given", "national_id", "email"} & asked, "what is not on this paper is not asked"
    answer = words(order(desk, licence))
    assert "The new version was ordered" in answer and "is being made" in answer
    work_off("amend")
    new = newest(world, licence)
    told = words(desk.get(path(new)))
    assert "Version 2" in told and "correction of the agency's own mistake" in told and "พิมพ์ผิด" in told
    assert world.officer.name in told and "Version 1" in told
    old = Client().get(f"/en/v/{licence.check_code}/")
    assert "Replaced by a newer one" in words(old)
    assert tree(old).xpath(f"//a[contains(@href, '/v/{new.check_code}/')]")
    assert NAME in words(Client().get(f"/en/v/{new.check_code}/"))
    assert "superseded" in words(desk.get(path(licence))) and "Work with the version that counts" in words(
        desk.get(path(licence))
    )


def test_a_figure_that_an_officer_found_is_amended(desk: Client, world: World, licence: Document) -> None:
    order(desk, licence, **{"inspect--measured_area": "345"})
    work_off("amend")
    assert "345" in words(Client().get(f"/en/v/{newest(world, licence).check_code}/"))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"premises_name": ""}, "enter an answer"),
        ({"reason": " "}, "Give the reason."),
        ({"kind": ""}, "Choose what kind of amendment it is."),
        ({"inspect--measured_area": "many"}, "number"),
        ({"applicant_kind": "person"}, "Name"),
    ],
)
def test_what_is_not_whole_comes_back_as_typed(
    desk: Client, world: World, licence: Document, values: dict[str, str], says: str
) -> None:
    answer = order(desk, licence, **values)
    root = tree(answer)
    assert answer.status_code == 422 and says in root.xpath("string(//*[@data-error-summary])")
    for link in root.xpath("//*[@data-error-summary]//a/@href"):
        assert root.xpath(f"//*[@id='{link.removeprefix('#')}']")
    with acting_as(worker_at(world.agency)):
        assert not Amendment.objects.exists()


def test_a_form_sent_twice_is_one_order(desk: Client, world: World, licence: Document) -> None:
    root = page(desk, f"{path(licence)}amend/")
    values = {"premises_name": NAME, "kind": "change", "reason": "x"}
    assert send(desk, root, "amend", values).status_code == 200
    assert "on its way" in words(send(desk, root, "amend", values))
    with acting_as(worker_at(world.agency)):
        assert Amendment.objects.count() == 1


@pytest.mark.parametrize("command", ["amend", "replace"])
def test_whoever_proved_themselves_long_ago_does_so_again(
    desk: Client, world: World, licence: Document, command: str
) -> None:
    page(desk, path(licence))
    session = desk.session
    session[PROVEN] = 0
    session.save()
    place = f"{path(licence)}amend/" if command == "amend" else path(licence)
    values = {"command": command, "because": "lost", "kind": "change", "premises_name": NAME, "reason": "x"}
    assert desk.post(place, values).status_code == 302
    with acting_as(worker_at(world.agency)):
        assert not Amendment.objects.exists() and not Replacement.objects.exists()


def test_a_clerk_sees_the_history_and_orders_nothing(client: Client, world: World, licence: Document) -> None:
    clerk = sit_down(client, world.colleague("เสมียน", Role.FRONT_DESK))
    say_why(clerk, licence.case_id)
    root = page(clerk, path(licence))
    assert (
        "Issued" in root.text_content()
        and not forms(root, "replace")
        and not root.xpath("//a[contains(@href,'amend')]")
    )
    given = {"command": "replace", "because": "lost", "reason": "x"}
    assert clerk.post(path(licence), given).status_code == 403


def test_a_replacement_without_a_fee_is_there_at_once(desk: Client, world: World, licence: Document) -> None:
    answer = send(desk, page(desk, path(licence)), "replace", {"because": "lost", "reason": "หายในตลาด"})
    assert "The replacement was ordered" in words(answer)
    work_off("replace")
    with acting_as(worker_at(world.agency)):
        made = Replacement.objects.get()
    told = words(desk.get(path(licence)))
    assert "Replacement no. 1, for a lost paper" in told and "หายในตลาด" in told
    lost = Client().get(f"/en/v/{licence.check_code}/")
    assert "This paper was replaced" in words(lost) and tree(lost).xpath(f"//a[contains(@href, '{made.check_code}')]")
    held = words(Client().get(f"/en/v/{made.check_code}/"))
    assert "Valid" in held and "Replacement no. 1, for a lost paper" in held
    assert "This paper was replaced" in words(Client().get(f"/en/display/?c={licence.check_code}"))


@pytest.mark.parametrize(
    ("values", "says"),
    [({"reason": "x"}, "lost or damaged"), ({"because": "lost", "reason": ""}, "Give the reason.")],
)
def test_a_replacement_needs_what_happened_and_a_reason(
    desk: Client, licence: Document, values: dict[str, str], says: str
) -> None:
    answer = send(desk, page(desk, path(licence)), "replace", values)
    assert answer.status_code == 422 and says in tree(answer).xpath("string(//*[@data-error-summary])")


@pytest.mark.usefixtures("priced")
def test_the_holder_sees_the_history_and_pays(desk: Client, world: World, licence: Document) -> None:
    send(desk, page(desk, path(licence)), "replace", {"because": "damaged", "reason": "น้ำท่วม"})
    holder = holder_of(world, licence)
    root = page(holder, f"/en/case/{licence.case_id}/documents/{licence.id}/")
    told = root.text_content()
    assert "waits for its fee" in told and "น้ำท่วม" in told and world.officer.name in told
    (pay,) = root.xpath("//a[contains(@href, '/pay/')]/@href")
    assert "50.00" in words(holder.get(pay))
    assert holder.get(f"/en/case/{licence.case_id}/replacement/{licence.id}/pay/").status_code == 404
    other = Client()
    assert other.get(f"/en/case/{licence.case_id}/documents/{licence.id}/").status_code != 200


def holder_of(world: World, licence: Document) -> Client:
    client = Client()
    with acting_as(worker_at(world.agency)):
        code = drafts.code_of(Case.objects.get(pk=licence.case_id))
    client.get(f"/r/{licence.case_id}/{code}/")
    return client


def test_the_holder_has_the_paper_made_in_one_language(world: World, licence: Document) -> None:
    holder, place = holder_of(world, licence), f"/en/case/{licence.case_id}/documents/{licence.id}/"
    thai, english = in_one_language(page(holder, place))
    assert "original" in page(holder, place).xpath("string(//*[@id='editions'])")
    for _ in range(2):
        answer = holder.post(english.get("action"), dict(english.form_values()), follow=True)
        assert "The paper in English is being made" in words(answer) and len(in_one_language(tree(answer))) == 1
    (watched,) = tree(answer).xpath("//*[@data-watch]")
    assert holder.get(watched.get("data-watch")).content.decode() == watched.get("data-version")
    assert work_off("edition") == ["edition"]
    assert holder.get(watched.get("data-watch")).content.decode() != watched.get("data-version")
    root = page(holder, place)
    assert not root.xpath("//*[@data-watch]") and len(in_one_language(root)) == 1
    (link,) = root.xpath("//*[@id='editions']//a[contains(., 'Open the PDF in English')]/@href")
    for _ in range(2):
        assert b"".join(holder.get(link)).startswith(b"%PDF")  # type: ignore[call-overload]
    assert Client().post(thai.get("action"), dict(thai.form_values())).status_code == 404
    assert holder.post(thai.get("action"), {"language": "lo"}).status_code == 409


def test_an_officer_of_the_agency_has_it_made_too(
    desk: Client, client: Client, world: World, licence: Document
) -> None:
    thai, _ = in_one_language(page(desk, path(licence)))
    answer = desk.post(thai.get("action"), dict(thai.form_values()), follow=True)
    assert "The paper in Thai is being made" in words(answer)
    work_off("edition")
    (link,) = page(desk, path(licence)).xpath("//a[contains(., 'Open the PDF in Thai')]/@href")
    assert desk.get(link)["Content-Type"] == "application/pdf"
    other = sit_down(Client(), world.stranger)
    assert other.post(thai.get("action"), dict(thai.form_values())).status_code in (302, 404)
    with acting_as(worker_at(world.agency)):
        assert Edition.objects.count() == 1


def in_one_language(root: Any) -> list[Any]:
    """The forms that ask for the paper in one language."""
    return [form for form in root.forms if "language" in form.fields and form.get("action").endswith("/language/")]
