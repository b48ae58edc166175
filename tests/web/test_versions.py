"""The versions of a service, for those who work with it and for whoever reads its manual."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from tests.domain.definition.variations import pack
from tests.web.desk import page, sit_down, words
from tests.world import World, build
from thanjai.catalogue.actions import publish
from thanjai.domain.definition.bpmn_steps import steps_from
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import read
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"
HERE = f"/en/office/versions/{FOOD}/"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def changed() -> ServiceDefinition:
    """The service, decided in fewer days and under another title."""
    body = pack(FOOD)
    body["title"]["en"] = "Licence for a large food shop"
    next(rule for rule in body["deadlines"] if rule["id"] == "decide")["amount"] = 20
    return ServiceDefinition.model_validate(body)


def publish_next() -> None:
    with acting_as(PLATFORM):
        publish(definition=changed())


def test_the_list_says_what_changed_in_each_version_what_matters_first(desk: Client) -> None:
    publish_next()
    found = page(desk, HERE)
    newest, first = found.xpath("//section[@aria-labelledby]")
    assert newest.xpath(".//h3/text()") == ["Times", "Wording"]
    assert newest.xpath(".//h3[1]/following-sibling::ul[1]//ins/text()") == ["20 days"]
    assert newest.xpath(".//h3[1]/following-sibling::ul[1]//del/text()") == ["30 days"]
    assert "The first version." in " ".join(first.itertext())


def test_a_version_says_its_way_of_work_in_words_and_hands_out_its_files(desk: Client) -> None:
    shown = words(desk.get(f"{HERE}1/"))
    assert "Decide and sign the order" in shown
    assert "After: Check" in shown
    answer = desk.get(f"{HERE}1/pack/")
    assert answer["Content-Disposition"] == f'attachment; filename="{FOOD}-1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read(f"{FOOD}/service.yaml").decode()
    assert read(text, "service.yaml").definition == ServiceDefinition.model_validate(pack(FOOD))


def test_the_steps_are_drawn_in_the_language_of_the_page(desk: Client) -> None:
    english, thai = desk.get(f"{HERE}1/bpmn/"), desk.get(f"/office/versions/{FOOD}/1/bpmn/?save=1")
    assert 'name="Decide and sign the order"' in english.content.decode()
    assert 'name="พิจารณาและลงนามคำสั่ง"' in thai.content.decode()
    assert english["Content-Disposition"].startswith("inline")
    assert thai["Content-Disposition"] == f'attachment; filename="{FOOD}-1.bpmn"'
    assert [step["id"] for step in steps_from(thai.content)] == [step["id"] for step in pack(FOOD)["steps"]]


@pytest.mark.parametrize("path", ["/en/office/versions/nothing/", f"{HERE}7/", f"{HERE}7/pack/", f"{HERE}7/bpmn/"])
def test_what_was_never_published_is_not_there(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_the_manual_says_when_it_changed_and_what(client: Client, world: World) -> None:
    publish_next()
    manual = page(client, f"/en/a/khonkaen/{FOOD}/")
    (link,) = manual.xpath("//a[contains(@href, '/changes/')]/@href")
    shown = words(client.get(link))
    assert "from 30 days → to 20 days" in shown
    assert "The service was published." in shown
    assert "A request that was sent before a change goes on" in shown
