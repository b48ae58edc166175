"""Files that applicants attach: taken for what they are, refused with the way out, given back harmless."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.web.applicant import FOOD, HAZARDOUS, Applicant, upload
from tests.web.desk import tree, words
from tests.world import PACKS, build, examples
from thanjai.cases.models import Draft
from thanjai.catalogue.actions import adopt, publish
from thanjai.config.demo.attachments import attachment
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.harmless import Unsafe, harmless
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.web.citizen.uploads import safe_name

pytestmark = pytest.mark.django_db
PNG = attachment("picture.png").content
PDF = attachment("paper.pdf").content


@pytest.fixture
def applicant() -> Applicant:
    """Somebody at the page that asks for a mandate: at most three files of 10 MB."""
    build(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    assert applicant.fill(until="proxy") == "proxy"
    return applicant


def attach(applicant: Applicant, *files: SimpleUploadedFile, action: str = "upload", **more: Any) -> Any:
    values = {**applicant.fields("proxy"), "proxy_authority": list(files), **more}
    return applicant.send("proxy", values, action=action)


def kept(applicant: Applicant, field: str = "proxy_authority") -> list[dict[str, Any]]:
    with acting_as(PLATFORM):
        return Draft.objects.get(pk=applicant.draft).answers.get(field) or []


def stored() -> int:
    with acting_as(PLATFORM):
        return StoredFile.objects.count()


def bomb(side: int) -> bytes:
    """A picture of a few bytes that says it is enormous."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("empty.pdf", b"", "this file is empty"),
        ("large.pdf", PDF + b"\0" * 10_000_001, "larger than 10 MB"),
        ("letter.docx", b"PK\x03\x04" + b"\0" * 100, "must be PDF, JPEG, PNG"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>", "must be PDF"),
        ("program.pdf", b"MZ\x90\0" + b"\0" * 500, "must be PDF"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "must be PDF"),
        ("rubbish.pdf", b"%PDF-1.7\n" + b"\xff\xfe rubbish" * 200, "must be PDF"),
        ("cut.pdf", PDF[: len(PDF) // 3], "must be PDF"),
        ("cut.png", PNG[:40], "must be PDF"),
        ("bomb.png", bomb(60_000), "make the picture smaller"),
        ("page-then.pdf", b"<script>alert(1)</script>" + PDF, "must be PDF"),
        ("picture.gif", b"GIF89a" + b"\0" * 50, "must be PDF"),
    ],
)
def test_what_cannot_be_taken_is_named_with_the_remedy(
    applicant: Applicant, name: str, content: bytes, remedy: str
) -> None:
    answer = attach(applicant, upload(name, content))
    said = tree(answer).xpath("string(//*[@data-error-summary])")
    assert answer.status_code == 422 and f"“{name}”" in said and remedy in said
    assert tree(answer).xpath("//input[@name='proxy_person.given']/@value") == ["พิมพ์ชนก"]
    assert kept(applicant) == [] and stored() == 0


def test_a_refused_file_does_not_take_the_good_ones_with_it(applicant: Applicant) -> None:
    answer = attach(applicant, upload("good.pdf"), upload("bad.pdf", b"x"), upload("also good.png"))
    assert answer.status_code == 422 and "“bad.pdf”" in words(answer)
    assert [one["name"] for one in kept(applicant)] == ["good.pdf", "also good.png"]


def test_too_many_files_say_how_many_may_be_and_the_first_are_kept(applicant: Applicant) -> None:
    answer = attach(applicant, *(upload(f"{number}.pdf") for number in range(5)))
    assert answer.status_code == 422 and "attach at most 3 files" in words(answer)
    assert [one["name"] for one in kept(applicant)] == ["0.pdf", "1.pdf", "2.pdf"]
    assert not tree(answer).xpath("//input[@type='file']")


def test_a_page_with_a_mistake_keeps_the_files_that_were_sent_with_it(applicant: Applicant) -> None:
    values = {"proxy_authority": upload("a.pdf"), **applicant.fields("proxy", proxy_national_id="123")}
    assert applicant.send("proxy", values).status_code == 422
    assert [one["name"] for one in kept(applicant)] == ["a.pdf"]


def test_the_same_file_twice_is_one_and_a_file_can_be_taken_away(applicant: Applicant) -> None:
    attach(applicant, upload("a.pdf"), upload("a again.pdf", attachment("a.pdf").content), upload("b.pdf"))
    ids = [one["id"] for one in kept(applicant)]
    assert [one["name"] for one in kept(applicant)] == ["a.pdf", "b.pdf"]
    left = {**applicant.fields("proxy"), "proxy_authority.kept": ids}
    assert applicant.send("proxy", left, action=f"remove-file:proxy_authority:{ids[0]}").status_code == 302
    assert [one["name"] for one in kept(applicant)] == ["b.pdf"]


def test_a_file_of_somebody_else_cannot_be_passed_off_as_ones_own(applicant: Applicant) -> None:
    attach(applicant, upload("mine.pdf"))
    (mine,) = kept(applicant)
    thief = Applicant()
    thief.start()
    thief.fill(until="proxy")
    values = {**thief.fields("proxy"), "proxy_authority.kept": [mine["id"], "x", str(UUID(int=0))]}
    assert thief.send("proxy", values).status_code == 422
    assert kept(thief) == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 120 + ".pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.tar.pdf", "_LPT1.tar.pdf"),
        ('a";\r\nSet-Cookie: x=1;".pdf', "a;Set-Cookie x=1;.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("a.html", "a.html.pdf"),
        ("สำเนาบัตร.PDF", "สำเนาบัตร.pdf"),
    ],
)
def test_a_name_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given, "pdf") == safe


@pytest.mark.parametrize(
    "name", ["../../x.pdf", 'a";\r\nSet-Cookie: x=1;".pdf', "\u202efdp.pdf", "สำเนา “บัตร”.pdf", "con.pdf"]
)
def test_a_file_comes_back_as_a_download_under_a_safe_name(applicant: Applicant, name: str) -> None:
    file = upload("plain.pdf")
    file.name = name
    attach(applicant, file)
    (entry,) = kept(applicant)
    answer = applicant.client.get(f"/apply/{applicant.draft}/files/{entry['id']}/")
    came = b"".join(answer.streaming_content)
    assert answer.status_code == 200 and came == harmless(attachment("plain.pdf").content).content
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert not set("\r\n/\\") & set(answer["Content-Disposition"].replace("utf-8''", ""))
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store" and "Set-Cookie" not in answer
    assert Client().get(f"/apply/{applicant.draft}/files/{entry['id']}/").status_code == 404


def test_of_a_picture_with_a_script_behind_it_only_the_picture_is_kept_and_shown_in_a_cage(
    applicant: Applicant,
) -> None:
    attach(applicant, upload("both.html", PNG + b"<script>alert(1)</script>", "text/html"))
    (entry,) = kept(applicant)
    assert (entry["name"], entry["type"]) == ("both.html.png", "image/png")
    answer = applicant.client.get(f"/apply/{applicant.draft}/files/{entry['id']}/")
    assert b"script" not in b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/png" and answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]


def test_a_file_sent_in_opens_from_the_case_for_its_applicant_and_the_agency_alone(applicant: Applicant) -> None:
    applicant.fill()
    file = kept(applicant)[0]["id"]
    applicant.submit()
    path = f"/case/{applicant.draft}/files/{file}/"
    answer = applicant.client.get(path)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert Client().get(path).status_code == 404
    stranger = Applicant()
    stranger.start()
    assert stranger.client.get(path).status_code == 404


def test_judging_a_hostile_file_comes_to_an_end() -> None:
    hostile = [
        b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000, b"%PDF-1.7\n" + b"<<" * 1_000_000, b"%PDF-1.7\n" + b"[" * 1_000_000,
        b"%PDF-1.7\nstartxref\n9\n%%EOF" * 50_000, bomb(2_000_000), PNG[:-20] + b"\xff" * 5_000_000,
        b"\xff\xd8\xff" + b"\xff\xe0\0\x02" * 500_000,
    ]  # fmt: skip
    for content in hostile:
        with pytest.raises(Unsafe):
            harmless(content)


def test_a_large_sound_photograph_is_taken() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (4000, 3000), (200, 180, 160)).save(stream, "JPEG")
    assert harmless(stream.getvalue()).kind == "jpeg"


def with_file_in_group() -> ServiceDefinition:
    """The hazardous business, asked for a photograph of each machine."""
    body = yaml.safe_load((PACKS / HAZARDOUS / "service.yaml").read_text(encoding="utf-8"))
    machines = next(page for page in body["form"]["pages"] if page["id"] == "machines")
    group = next(field for field in machines["fields"] if field["id"] == "machines")
    label = {"th": "ภาพถ่าย", "en": "Photograph"}
    group["fields"].append({"id": "photo", "type": "file", "label": label, "required": False, "max_files": 1})
    return ServiceDefinition.model_validate(body)


def test_files_of_entries_stay_with_their_entry_when_another_is_taken_away() -> None:
    world = build(HAZARDOUS, kind=AgencyKind.SAO)
    with acting_as(PLATFORM):
        publish(definition=with_file_in_group())
        adopt(agency=world.agency, service=HAZARDOUS, settings=examples(HAZARDOUS)["settings"])
    applicant = Applicant(HAZARDOUS, english=True)
    applicant.start()
    applicant.fill(until="machines")
    machines = [{"machine_name": name, "machine_count": 1, "machine_power": 2} for name in ("a", "b", "c")]
    values = applicant.fields("machines", machines=machines)
    sent = {"machines-1-photo": upload("b.png"), "machines-2-photo": upload("c.png")}
    blank = {name: "" for name in values if name.startswith("machines-0-")}
    answer = applicant.send("machines", {**values, **sent, **blank}, action="remove-item:machines:1")
    assert answer.status_code == 302
    (left,) = kept(applicant, "machines")
    assert left["machine_name"] == "c" and left["photo"][0]["name"] == "c.png"
    wrong = {**values, "machines-0-photo": upload("x.png", b"x")}
    answer = applicant.send("machines", wrong)
    assert answer.status_code == 422
    (link,) = tree(answer).xpath("//*[@data-error-summary]//a")
    assert "“x.png”" in link.text and tree(answer).xpath(f"//*[@id='{link.get('href')[1:]}']")
