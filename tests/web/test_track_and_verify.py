"""Following a case with number and code, and checking a document: by its code, its number and its file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.money.test_money import notice_of, take
from tests.web.applicant import FOOD, Applicant, upload, work_off
from tests.web.desk import page, tree, words
from tests.world import World, build
from thanjai.cases import drafts, selectors
from thanjai.documents import actions
from thanjai.documents import selectors as documents
from thanjai.documents.log.entering import enter
from thanjai.documents.models import Document
from thanjai.kernel import files
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money.selectors import invoice_of
from thanjai.web.citizen import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def receipt(world: World) -> tuple[str, str]:
    """The number and the code of a case."""
    _, case = world.submitted()
    with acting_as(PLATFORM):
        return case.number, drafts.code_of(selectors.case(case.id))


def find(number: str, code: str, client: Client | None = None) -> Any:
    return (client or Client()).post("/en/track/", {"number": number, "code": code})


def test_number_and_code_open_the_case_on_any_device(receipt: tuple[str, str]) -> None:
    client = Client()
    answer = find(*receipt, client)
    assert answer.status_code == 302 and answer["Location"].startswith("/en/case/")
    assert receipt[0] in words(client.get(answer["Location"]))
    assert client.get(answer["Location"].replace("/en/", "/")).status_code == 200
    assert Client().get(answer["Location"]).status_code == 404


def test_how_they_are_spelled_is_forgiven(receipt: tuple[str, str]) -> None:
    number, code = receipt
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    for spelled in (
        (number.lower(), code.lower()),
        (number.replace("-", ""), code.replace("-", "")),
        (number.replace("-", " "), f"  {code.replace('-', ' ')} "),
        (number.translate(thai), code.translate(thai)),
        (number.translate(full_width), code.translate(full_width)),
        (number.replace("-", "–"), code.replace("-", "_")),
        (number.replace("000", "OoO"), code.replace("0", "O").replace("1", "l")),
    ):
        assert find(*spelled).status_code == 302, spelled


def test_a_wrong_pair_is_told_apart_from_nothing(world: World, receipt: tuple[str, str]) -> None:
    number, code = receipt
    other = world.submitted()[1].number
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for pair in ((number, wrong), (other, code), (number, "short"), ("69-KKC-999999-0", code)):
        answer = find(*pair)
        assert answer.status_code == 422 and "do not fit together" in words(answer), pair
        assert tree(answer).xpath("//input[@name='number']/@value") == [pair[0]]
        assert not tree(answer).xpath("//input[@name='code']/@value")[0]


def test_what_is_no_case_number_is_said_beside_the_form(receipt: tuple[str, str]) -> None:
    answer = find("my case", receipt[1])
    assert answer.status_code == 422 and "not a case number" in words(answer)
    assert tree(answer).xpath("//input[@name='number']/@value") == ["my case"]


def test_both_are_asked_for() -> None:
    root = tree(find(" ", ""))
    assert root.xpath("//*[@data-error-summary]//a/@href") == ["#number", "#code"]


def test_guessing_is_stopped_and_only_from_where_it_came(receipt: tuple[str, str]) -> None:
    with standing_at(now()):
        for _ in range(20):
            assert find(receipt[0], "AAAA-BBBB-CCCC").status_code == 422
        stopped = find(*receipt)
        assert stopped.status_code == 429 and "Wait ten minutes" in words(stopped)
        assert stopped["Retry-After"] == "30"
        elsewhere = Client(REMOTE_ADDR="203.0.113.9")
        assert find(*receipt, elsewhere).status_code == 302
    with standing_at(now() + timedelta(seconds=31)):
        assert find(*receipt).status_code == 302


@pytest.fixture
def document(world: World) -> Document:
    """A licence that was applied for, paid for and issued."""
    applicant = Applicant()
    case_id = applicant.apply()
    with acting_as(world.officer):
        world.until(selectors.case(case_id), "pay")
        invoice = invoice_of(case_id)
    assert invoice is not None
    take(notice_of(invoice))
    assert "issue" in work_off("issue")
    with acting_as(world.officer):
        (found,) = documents.documents_of(case_id)
    return found


def status(answer: Any) -> str:
    """What the check found; a licence in force is not a fault to whoever asks."""
    assert answer.status_code in (200, 404), answer.status_code
    return str(tree(answer).xpath("//@data-status")[0])


def by_code(document: Document) -> str:
    return status(Client().get(f"/en/v/{document.check_code}/"))


def by_file(content: bytes, name: str = "licence.pdf") -> Any:
    return Client().post("/en/verify/", {"file": SimpleUploadedFile(name, content, "application/pdf")})


def paper(document: Document) -> bytes:
    with acting_as(PLATFORM):
        return files.read_file(files.find_file(document.file_id))


def test_a_document_in_force_shows_what_the_paper_shows_by_code_number_and_file(document: Document) -> None:
    by_number = Client().get("/en/verify/", {"number": document.number})
    assert by_number.status_code == 302 and by_number["Location"] == f"/en/v/{document.check_code}/"
    for answer in (Client().get(by_number["Location"]), by_file(paper(document))):
        text = words(answer)
        assert status(answer) == "valid"
        for part in (document.number, document.holder, document.check_code, "TEST", "ครัวไทยริมบึง"):
            assert part in text, part
    assert "1101400987650" not in text and "office@krua.example.com" not in text


def test_a_code_is_found_however_it_is_spelled(document: Document) -> None:
    for spelled in (document.check_code.lower(), document.check_code.replace("-", " ")):
        assert Client().get("/verify/", {"number": spelled})["Location"] == f"/v/{document.check_code}/"


def test_it_says_when_a_document_is_suspended_lifted_revoked_and_expired(world: World, document: Document) -> None:
    pdf = paper(document)
    assert document.valid_until is not None
    with standing_at(now() + timedelta(days=(document.valid_until - document.valid_from).days + 2)):
        assert by_code(document) == "expired" == status(by_file(pdf))
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")
    assert by_code(document) == "suspended" == status(by_file(pdf))
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=document.id, reason="แก้ไขแล้ว")
    assert by_code(document) == "valid"
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=document.id, reason="ผิดซ้ำ")
    assert by_code(document) == "revoked" == status(by_file(pdf))


def test_an_altered_file_is_called_altered_wherever_it_was_changed(document: Document) -> None:
    pdf = paper(document)
    for place in (200, len(pdf) // 3, len(pdf) - 4000):
        altered = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert status(by_file(altered)) == "altered", place
    assert status(by_file(pdf + b"\n% more")) == status(by_file(pdf[:-100])) == "altered"


def test_what_is_not_ours_is_unknown_with_the_way_on(document: Document) -> None:
    for content in (upload("other.pdf").read(), b"hello", b"%PDF-1.7 rubbish", b"\x89PNG\r\n\x1a\n"):
        answer = by_file(content, "<b>other</b>.pdf")
        assert status(answer) == "unknown"
        assert "<b>other" not in answer.content.decode()
    for path in ("/en/v/ABCD-EFGH-JKMN/", "/en/v/x/"):
        answer = Client().get(path)
        assert answer.status_code == 404 and status(answer) == "unknown" and "ask the agency" in words(answer)
    assert status(Client().get("/en/verify/?number=1/2500")) == "unknown"


def test_a_check_without_anything_to_check_asks_for_it() -> None:
    client = Client()
    for answer, field in (
        (client.post("/en/verify/"), "file"),
        (by_file(b""), "file"),
        (client.post("/en/verify/", {"file": "text"}), "file"),
        (client.get("/en/verify/?number="), "number"),
    ):
        assert answer.status_code == 422
        assert tree(answer).xpath("//*[@data-error-summary]//a/@href") == [f"#{field}"]
    large = by_file(b"%PDF-1.7" + b"\0" * check.LARGEST)
    assert large.status_code == 422 and "larger than 20 MB" in words(large)
    assert page(client, "/en/verify/").xpath("//form//input[@type='file']")


def test_searching_the_register_by_trial_is_stopped() -> None:
    with standing_at(now()):
        for number in range(60):
            assert Client().get("/en/verify/", {"number": f"{number}/2569"}).status_code == 200
        stopped = Client().get("/en/verify/", {"number": "1/2569"})
        assert stopped.status_code == 429 and "Wait ten minutes" in words(stopped)
        assert by_file(b"x").status_code == 429


def test_a_number_that_two_agencies_use_shows_both(world: World, document: Document) -> None:
    with acting_as(PLATFORM):
        twin = Document.objects.get(pk=document.id)
        twin.pk, twin.step, twin.agency_id, twin.check_code = None, "copy", world.other, "AAAA-BBBB-CCCC"
        twin.id = type(document)._meta.pk.get_default()
        twin.save(force_insert=True)
        enter(twin, "issued", twin.issued_at)
    answer = Client().get("/en/verify/", {"number": document.number})
    assert tree(answer).xpath("//@data-status") == ["valid", "valid"]
