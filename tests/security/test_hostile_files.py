"""Every hostile file ends in a clear refusal or a harmless copy, and nothing of the form is lost."""

from __future__ import annotations

import io
import subprocess
import sys
from base64 import b64decode
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.security.hostile_files import INFECTED, NAMES, Hostile, corpus, pdf, picture, with_form, with_place
from tests.web.applicant import FOOD, Applicant, upload
from tests.web.desk import tree
from tests.world import build
from thanjai.cases.models import Draft
from thanjai.kernel import signatories
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.files import find_file, read_file
from thanjai.kernel.harmless import Unsafe, harmless
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.web.citizen.upload_words import WHY

each = pytest.mark.parametrize("file", corpus(), ids=str)


@each
def test_there_is_a_reason_or_a_copy_without_what_does_harm(file: Hostile) -> None:
    if file.refused:
        with pytest.raises(Unsafe) as raised:
            harmless(file.content)
        assert raised.value.code == file.refused and f"file_{file.refused}" in WHY
        return
    copy = harmless(file.content)
    text = copy.content if copy.kind != "pdf" else spelled_out(copy.content)
    assert [word for word in file.gone if word in text] == []
    assert harmless(copy.content).kind == copy.kind, "what is harmless once is harmless for good"


def spelled_out(content: bytes) -> bytes:
    """A PDF with nothing in it compressed."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as found:
        found.save(
            stream, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    return stream.getvalue() + content


@pytest.fixture
def applicant(db: None) -> Applicant:
    build(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    assert applicant.fill(until="proxy") == "proxy"
    return applicant


def attach(applicant: Applicant, name: str, content: bytes) -> Any:
    file = upload("plain.pdf", content, "application/octet-stream")
    file.name = name
    return applicant.send("proxy", {**applicant.fields("proxy"), "proxy_authority": file}, action="upload")


def kept(applicant: Applicant) -> list[dict[str, Any]]:
    with acting_as(PLATFORM):
        return Draft.objects.get(pk=applicant.draft).answers.get("proxy_authority") or []


@each
def test_the_form_says_what_to_do_and_loses_nothing(applicant: Applicant, file: Hostile) -> None:
    answer = attach(applicant, file.name, file.content)
    if not file.refused:
        assert answer.status_code == 302 and len(kept(applicant)) == 1
        return
    said = tree(answer).xpath("string(//*[@data-error-summary])")
    assert (
        answer.status_code == 422 and "Choose" in said or "must be" in said or "Print it" in said or "smaller" in said
    )
    assert tree(answer).xpath("//input[@name='proxy_person.given']/@value") == ["พิมพ์ชนก"]
    assert kept(applicant) == []


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_misleading_name_is_kept_as_a_plain_one(applicant: Applicant, name: str) -> None:
    attach(applicant, name, pdf())
    (entry,) = kept(applicant)
    assert entry["name"].endswith(".pdf") and len(entry["name"]) <= 124
    assert not set('\0\r\n/\\:*?"<>|\u202e\ufeff') & set(entry["name"]) and not entry["name"].startswith(".")
    answer = applicant.client.get(f"/apply/{applicant.draft}/files/{entry['id']}/")
    assert answer["Content-Disposition"].startswith("attachment; filename") and "Set-Cookie" not in answer


@pytest.mark.parametrize("file", INFECTED, ids=str)
def test_malware_is_not_kept(applicant: Applicant, scanner: str, settings: Any, file: Hostile) -> None:
    settings.THANJAI_SCANNER = scanner
    answer = attach(applicant, file.name, file.content)
    assert answer.status_code == 422 and "harmful software" in answer.content.decode() and kept(applicant) == []
    with acting_as(PLATFORM):
        assert not StoredFile.objects.exists()


def test_hundreds_of_files_at_once_are_stopped_and_the_answers_kept(applicant: Applicant) -> None:
    def send(count: int) -> Any:
        many = [upload(f"{number}.pdf", b"x") for number in range(count)]
        return applicant.send("proxy", {**applicant.fields("proxy"), "proxy_authority": many}, action="upload")

    with standing_at(now()):
        assert "must be PDF" in send(90).content.decode() and send(90).status_code == 422
        stopped = send(90)
        assert stopped.status_code == 422 and "too many files came from here" in stopped.content.decode()
        assert tree(stopped).xpath("//input[@name='proxy_person.given']/@value") == ["พิมพ์ชนก"]
    assert send(300).status_code == 400 and kept(applicant) == []


def test_a_photograph_keeps_its_points_and_stands_upright() -> None:
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 30), (10, 200, 30)).save(stream, "JPEG", exif=exif)
    with Image.open(io.BytesIO(harmless(stream.getvalue()).content)) as image:
        assert image.size == (30, 60) and not image.getexif()
        red, green, blue = image.getpixel((5, 5))  # type: ignore[misc]
        assert red < 40 and green > 170 and blue < 60


def test_a_photograph_of_an_iphone_is_taken_as_a_jpeg() -> None:
    copy = harmless(HEIC)
    with Image.open(io.BytesIO(copy.content)) as image:
        assert (copy.kind, image.format, image.size) == ("jpeg", "JPEG", (64, 64))


def test_what_was_typed_into_a_form_stays_readable() -> None:
    with pikepdf.open(io.BytesIO(harmless(with_form()).content)) as found:
        page = found.pages[0]
        drawn = b"".join(bytes(one.read_bytes()) for one in page.Resources.XObject.values())
        assert b"Somchai" in drawn and "/Annots" not in page


def test_a_file_that_opens_without_its_owners_password_is_taken() -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="owner", user=""))
    with pikepdf.open(io.BytesIO(harmless(locked).content)) as found:
        assert not found.is_encrypted and len(found.pages) == 1


def test_the_same_file_gives_the_same_copy() -> None:
    for content in (pdf(), with_place(), picture("PNG")):
        assert harmless(content).content == harmless(content).content


def test_what_we_signed_is_taken_as_it_is(applicant: Applicant) -> None:
    content = signed(pdf())
    attach(applicant, "licence.pdf", content)
    (entry,) = kept(applicant)
    with acting_as(PLATFORM):
        assert read_file(find_file(entry["id"])) == content


def test_a_signed_file_that_acts_is_refused_with_the_way_out(applicant: Applicant) -> None:
    answer = attach(
        applicant, "contract.pdf", signed(pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")))
    )
    assert answer.status_code == 422 and "Print it to a new PDF" in answer.content.decode()


def with_link(action: pikepdf.Dictionary, key: str = "/A") -> bytes:
    """A page with a place to press, as our licences have beside their QR."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        place = pikepdf.Dictionary(
            {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 9, 9], key: action}
        )
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([place]))
        stream = io.BytesIO()
        opened.save(stream)
    return stream.getvalue()


def to(address: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address, **more)


def test_a_signed_file_may_link_to_the_page_where_it_is_checked() -> None:
    """A licence of ours could once not be handed in as evidence."""
    content = signed(with_link(to("https://example.go.th/v/K7QF-3M2P-9XTD/")))
    assert harmless(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        with_link(to("file:///etc/passwd")),
        with_link(to("javascript:alert(1)")),
        with_link(to("https://example.com/"), "/AA"),
        with_link(to("https://example.com/", Next=pikepdf.Dictionary(S=pikepdf.Name.Launch))),
        pdf(OpenAction=to("https://example.com/")),
    ],
    ids=["to a file", "to a script", "when the mouse comes near", "and then a program", "when it is opened"],
)
def test_a_signed_file_leads_nowhere_else(content: bytes) -> None:
    with pytest.raises(Unsafe, match="signed_active"):
        harmless(signed(content))


def signed(content: bytes) -> bytes:
    """With a signature of the platform's own."""
    return signatories.signer().sign(content, at=now(), reason="test", location="test")


HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRt"
    "AAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAGQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlw"
    "cnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwAeoCCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABAAAAAEHBpeGkAAAAA"
    "AwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAhbWRhdAAAABUoAa8LYPrGwdf/89Kt6b0fr2O07cA="
)
"""A blue square of 64 by 64 points, as an iPhone would write it."""


@pytest.mark.parametrize(
    "deed", ["open('/etc/passwd')", "socket.socket()", "socket.socket(socket.AF_UNIX)", "os.pipe()"]
)
def test_the_process_that_decodes_can_open_nothing(deed: str) -> None:
    program = f"""
import os, socket
from thanjai.kernel.harmless.__main__ import open_nothing_more
open_nothing_more()
try:
    {deed}
except OSError as error:
    print(error.strerror)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout == "Too many open files\n", run


def test_a_pdf_does_not_tell_who_made_it() -> None:
    named = pikepdf.new()
    named.add_blank_page()
    with named.open_metadata() as about:
        about["dc:creator"] = ["สมหญิง ลับมาก"]
    named.docinfo["/Author"] = "Somying Secret"
    stream = io.BytesIO()
    named.save(stream)
    with pikepdf.open(io.BytesIO(harmless(stream.getvalue()).content)) as copy:
        assert "/Info" not in copy.trailer and "/Metadata" not in copy.Root
