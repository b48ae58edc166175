"""The paper in one language: made once, the same number, code and data, and as old as the paper it was made of."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents import test_replacing as replacing
from tests.documents.test_documents import content
from tests.kernel.pdf.test_render import printed
from tests.world import World
from thanjai.archive import stock
from thanjai.archive.models import KeptPaper
from thanjai.cases.events import CaseErased
from thanjai.documents import actions, amending, editions, jobs, languages, selectors
from thanjai.documents.amending import Wanted
from thanjai.documents.asked import Edition
from thanjai.documents.editions import Choice
from thanjai.documents.erasing import erase_documents
from thanjai.documents.log.comparing import compared
from thanjai.documents.models import Document, LogEntry
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.pdf.reading import licence_of
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at

pytestmark = pytest.mark.django_db


def asked(world: World, licence: Document, language: str = "en", actor: Actor | None = None) -> Edition:
    with acting_as(actor or world.officer):
        languages.ask(document_id=licence.id, language=language)
    with acting_as(PLATFORM):
        return Edition.objects.filter(document=licence).latest("asked_at")


def made(world: World, licence: Document, language: str = "en") -> bytes:
    one = asked(world, licence, language)
    jobs.edition(str(world.agency), str(one.id))
    with acting_as(PLATFORM):
        one.refresh_from_db()
        assert one.file_id
        return files.read_file(files.find_file(one.file_id))


def stands(pdf: bytes) -> selectors.Checked:
    with acting_as(PUBLIC):
        return selectors.by_pdf(pdf)


def choices(world: World, licence: Document) -> list[Choice]:
    with acting_as(world.officer):
        return editions.choices_of(selectors.documents_of(licence.case_id)[-1])


def inside(pdf: bytes) -> dict[str, list[bytes]]:
    return dict(PdfReader(io.BytesIO(pdf)).attachments)


def test_it_says_the_same_in_one_language_and_that_the_other_is_the_original(world: World, licence: Document) -> None:
    english, both = made(world, licence), content(licence)
    assert inside(english) == inside(both) and set(inside(both)) == {"data.json", "data.xml"}
    said = printed(english)
    told = licence_of(both, agency_code="KKC")
    assert told.title.en.replace(" ", "") in said and told.title.th not in said
    assert "ThepaperinThaiandEnglish" in said and licence.number in said and licence.check_code in said
    (signature,) = [
        field["/V"]["/Reason"] for field in (PdfReader(io.BytesIO(english)).get_fields() or {}).values() if "/V" in field
    ]  # fmt: skip
    assert "English edition" in signature and "is the original" in signature


def test_whoever_checks_it_is_told_how_the_document_stands(world: World, licence: Document) -> None:
    thai = made(world, licence, "th")
    found = stands(thai)
    assert (found.status, found.check_code, found.replacement) == ("valid", licence.check_code, None)
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    assert stands(thai).status == "suspended"
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    assert stands(thai).status == "revoked"
    assert [one.language for one in choices(world, licence)] == ["th"], "what is there can still be had"
    with pytest.raises(Refusal, match="wrong_status"):
        asked(world, licence, "en")


def test_a_replacement_makes_it_old_and_has_its_own(world: World, licence: Document) -> None:
    old = made(world, licence)
    new = replacing.made(world, licence)
    assert (stands(old).status, stands(old).newer) == ("replaced", new.check_code)
    assert choices(world, licence) == [Choice("th"), Choice("en")]
    again = made(world, licence)
    held = stands(again)
    assert held.status == "valid" and held.replacement and held.replacement.ordinal == 1
    assert new.check_code in printed(again) and "REPLACEMENT" in printed(again, "-raw")
    newer = replacing.made(world, licence, because="damaged")
    assert (stands(again).status, stands(again).newer) == ("replaced", newer.check_code)
    with acting_as(PLATFORM):
        assert [flaw for flaw in compared() if flaw is not None] == []


def test_a_new_version_makes_it_old(world: World, licence: Document) -> None:
    old = made(world, licence)
    with acting_as(world.officer):
        order = amending.order_amendment(
            actor=world.officer, document_id=licence.id, wanted=Wanted("change", "x", {"premises_name": "ใหม่"}, {})
        )
    jobs.amend(str(world.agency), str(order.id))
    with acting_as(worker_at(world.agency)):
        new = Document.objects.get(replaces=licence.id)
    assert (stands(old).status, stands(old).newer) == ("superseded", new.check_code)
    assert stands(made(world, new)).check_code == new.check_code


def test_it_is_made_once_and_the_log_says_so(world: World, licence: Document) -> None:
    first = made(world, licence)
    assert made(world, licence) == first
    with acting_as(PLATFORM):
        assert list(LogEntry.objects.order_by("ordinal").values_list("event", flat=True)) == ["issued", "edition"]
        assert [flaw for flaw in compared() if flaw is not None] == []
        Edition.objects.update(sha256="0" * 64)
        assert "papers in one language" in str(list(compared()))


def _revoke(world: World, licence: Document) -> None:
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")


@pytest.mark.parametrize("meanwhile", [_revoke, replacing.made])
def test_of_a_paper_that_counts_no_more_none_is_made(
    world: World, licence: Document, meanwhile: Callable[[World, Document], Any]
) -> None:
    one = asked(world, licence)
    assert choices(world, licence) == [Choice("th"), Choice("en", is_awaited=True)]
    meanwhile(world, licence)
    for _ in range(2):
        jobs.edition(str(world.agency), str(one.id))
    with acting_as(PLATFORM):
        assert not Edition.objects.exists() and not LogEntry.objects.filter(event="edition").exists()


def test_its_holder_asks_and_opens_it_and_nobody_else(world: World, licence: Document) -> None:
    holder = (
        Actor(Kind.BEARER, bearer=licence.bearer) if licence.bearer else Actor(Kind.PERSON, person=licence.person_id)
    )
    one = asked(world, licence, actor=holder)
    jobs.edition(str(world.agency), str(one.id))
    with acting_as(holder):
        (found,) = [one for one in editions.choices_of(Document.objects.get(pk=licence.id)) if one.file_id]
        assert found.file_id and files.find_file(found.file_id).name == f"{licence.check_code}-en.pdf"
    for actor in (world.stranger, PUBLIC):
        with pytest.raises(Refusal, match="no_such_document"):
            asked(world, licence, actor=actor)
        with acting_as(actor):
            assert not Edition.objects.exists()
    with pytest.raises(Refusal, match="language_needed"):
        asked(world, licence, "lo")


def test_it_is_kept_checkable_and_erased_with_the_others(world: World, licence: Document) -> None:
    made(world, licence)
    with acting_as(PLATFORM):
        one = Edition.objects.get()
    stock.take()
    with acting_as(PLATFORM):
        assert {licence.file_id, one.file_id} <= set(KeptPaper.objects.values_list("file_id", flat=True))
    with acting_as(worker_at(world.agency)):
        erase_documents(CaseErased(world.agency, licence.case_id, []))
        assert not files.find_files([one.file_id]) and not KeptPaper.objects.filter(pk=one.file_id).exists()
