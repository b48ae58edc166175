"""While the scanner is away, files wait: nobody reads them, and what is found later is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.security.clamd import EICAR
from tests.security.hostile_files import pdf
from tests.web.applicant import FOOD, Applicant, upload, work_off
from tests.web.desk import sit_down, tree, words
from tests.world import World, build
from thanjai.cases import selectors as cases
from thanjai.cases.models import Draft
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files, scanner, upkeep
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.kernel.vault.places import store
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
NOWHERE = "unix:/nowhere/at/all"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def applicant(world: World) -> Applicant:
    applicant = Applicant(english=True)
    applicant.start()
    applicant.fill(until="proxy")
    return applicant


def attach(applicant: Applicant) -> Any:
    values = {**applicant.fields("proxy"), "proxy_authority": upload("a.pdf", pdf())}
    return applicant.send("proxy", values, action="upload")


def the_file(applicant: Applicant) -> StoredFile:
    with acting_as(PLATFORM):
        return StoredFile.objects.get(owner_id=applicant.draft, name="a.pdf")


def answers(applicant: Applicant) -> dict[str, Any]:
    with acting_as(PLATFORM):
        return Draft.objects.get(pk=applicant.draft).answers


def test_a_scanner_that_was_never_set_lets_nothing_pass(applicant: Applicant, settings: Any) -> None:
    settings.THANJAI_SCANNER = ""
    assert attach(applicant).status_code == 302 and the_file(applicant).state == Found.NOT_SCANNED


def test_an_installation_may_refuse_files_while_the_scanner_is_away(applicant: Applicant, settings: Any) -> None:
    settings.THANJAI_SCANNER, settings.THANJAI_SCANNER_ABSENT = NOWHERE, "refuse"
    answer = attach(applicant)
    assert answer.status_code == 422 and "try again in a few minutes" in words(answer)
    assert tree(answer).xpath("//input[@name='proxy_person.given']/@value") == ["พิมพ์ชนก"]
    assert not answers(applicant).get("proxy_authority")


def test_a_file_that_waits_is_read_by_nobody_until_it_is_clean(
    world: World, applicant: Applicant, settings: Any, scanner: str
) -> None:
    settings.THANJAI_SCANNER = NOWHERE
    attach(applicant)
    assert "being checked for viruses" in words(applicant.open("proxy"))
    applicant.fill()
    applicant.submit()
    file = the_file(applicant)
    own, office = f"/case/{applicant.draft}/files/{file.id}/", f"/en/office/cases/{applicant.draft}/files/{file.id}/"
    officer = sit_down(Client(), world.officer)
    assert applicant.client.get(own).status_code == 409 and officer.get(office).status_code in (302, 409)
    with acting_as(world.officer), pytest.raises(Refusal, match="file_waiting"):
        files.read_file(StoredFile.objects.get(pk=file.pk))
    upkeep.look_for_waiting(0)
    assert work_off("check") == [] and the_file(applicant).state == Found.NOT_SCANNED
    settings.THANJAI_SCANNER = scanner
    upkeep.look_for_waiting(0)
    assert "check" in work_off("check") and the_file(applicant).state == Found.CLEAN
    answer = applicant.client.get(own)
    assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")


def taken_for_malware(file: StoredFile, settings: Any, scanner: str) -> None:
    """What lies there turns out to be malware: signatures were renewed meanwhile."""
    store().remove(file.place)
    store().write(file.place, [EICAR])
    settings.THANJAI_SCANNER = scanner
    upkeep.look_for_waiting(0)
    assert set(work_off("check", "drop")) == {"check", "drop"}


def test_malware_found_before_the_request_is_sent_is_taken_out_and_asked_for_again(
    applicant: Applicant, settings: Any, scanner: str
) -> None:
    settings.THANJAI_SCANNER = NOWHERE
    attach(applicant)
    file = the_file(applicant)
    assert answers(applicant)["proxy_authority"][0]["id"] == str(file.id)
    taken_for_malware(file, settings, scanner)
    assert not answers(applicant).get("proxy_authority") and answers(applicant)["proxy_person"]
    assert not store().has(file.place) and the_file(applicant).place == ""
    kept = {**applicant.fields("proxy"), "proxy_authority.kept": [str(file.id)]}
    assert applicant.send("proxy", kept).status_code == 422


def test_malware_found_after_it_was_sent_is_told_to_the_applicant_and_shown_to_the_office(
    world: World, applicant: Applicant, settings: Any, scanner: str
) -> None:
    settings.THANJAI_SCANNER = NOWHERE
    attach(applicant)
    applicant.fill()
    applicant.submit()
    file = the_file(applicant)
    taken_for_malware(file, settings, scanner)
    with acting_as(PLATFORM):
        letter = Message.objects.get(key=f"file-refused/{file.id}")
        row = cases.case(UUID(str(applicant.draft)))
    assert "a.pdf" in letter.body and row.number in letter.subject
    with acting_as(world.officer), pytest.raises(Refusal, match="file_malware"):
        files.read_file(StoredFile.objects.get(pk=file.pk))
    assert applicant.client.get(f"/case/{applicant.draft}/files/{file.id}/").status_code == 409


def test_a_check_that_runs_twice_does_nothing_the_second_time(
    world: World, applicant: Applicant, settings: Any, scanner: str
) -> None:
    settings.THANJAI_SCANNER = NOWHERE
    attach(applicant)
    file = the_file(applicant)
    settings.THANJAI_SCANNER = scanner
    with acting_as(worker_at(world.agency)):
        assert files.check_again(file.id) is Found.CLEAN
        assert files.check_again(file.id) is None


@pytest.mark.parametrize(
    ("address", "there"), [("none", True), ("", False), (NOWHERE, False), ("tcp:127.0.0.1:1", False), ("x", False)]
)
def test_whether_the_scanner_is_there(settings: Any, address: str, there: bool) -> None:
    settings.THANJAI_SCANNER = address
    assert scanner.answers() is there
    assert scanner.scan(b"x").found is (Found.CLEAN if there else Found.NOT_SCANNED)


def test_a_real_scanner_answers(settings: Any, request: pytest.FixtureRequest) -> None:
    settings.THANJAI_SCANNER = request.getfixturevalue("scanner")
    assert scanner.answers() and scanner.scan(b"harmless").found is Found.CLEAN
    assert scanner.scan(EICAR).found is Found.MALWARE and "Eicar" in scanner.scan(EICAR).name
