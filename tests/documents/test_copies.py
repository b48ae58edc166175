"""A certified copy and an extract of the register: papers of their own that say what another says, as it stood then."""

from __future__ import annotations

import pytest

from tests.documents.test_asking import approved, asked, result_of, sent
from tests.documents.test_documents import checked, content
from tests.world import World
from thanjai.cases import drafts, submission
from thanjai.documents import actions
from thanjai.documents.models import Document
from thanjai.kernel.pdf.reading import licence_of
from thanjai.kernel.tenancy import PUBLIC, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
COPY, EXTRACT = "health-licence-copy", "licence-register-extract"
SERVICES = ("food-premises-licence", COPY, EXTRACT)


def by_a_stranger(world: World, licence: Document, service: str) -> object:
    with acting_as(PUBLIC):
        started = drafts.start_draft(actor=PUBLIC, agency_slug="khonkaen", service_id=service)
    who = Actor(Kind.BEARER, bearer=started.draft.bearer)
    return sent(who, started.draft, service, document_number=licence.number)


def test_a_certified_copy_says_all_that_the_licence_says_and_how_it_stood(world: World, licence: Document) -> None:
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    case = asked(world, licence, COPY)
    assert approved(world, case, COPY).status == "issued"
    made = result_of(world, case)
    said = licence_of(content(made), agency_code="KKC")
    assert set(licence_of(content(licence), agency_code="KKC").items) <= set(said.items)
    words = " ".join(line.value.en for line in said.items)
    assert licence.number in words and licence.sha256 in words and "Suspended, on" in words
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=licence.id, reason="แก้ไขแล้ว")
    found = checked(made.check_code)
    assert found.status == "valid" and "Suspended" in str(found.lines), "what it certifies was so at that moment"
    assert checked(licence.check_code).status == "valid"


def test_a_copy_changes_nothing_and_hinders_no_other_request(world: World, licence: Document) -> None:
    first, second = asked(world, licence, COPY), asked(world, licence, COPY)
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    approved(world, first, COPY)
    approved(world, second, COPY)
    assert "Revoked" in str(checked(result_of(world, second).check_code).lines)


def test_anybody_may_have_an_extract_of_what_is_public_and_nobody_elses_copy(world: World, licence: Document) -> None:
    with pytest.raises(submission.InvalidAnswers):
        by_a_stranger(world, licence, COPY)
    case = by_a_stranger(world, licence, EXTRACT)
    approved(world, case, EXTRACT)
    made = licence_of(content(result_of(world, case)), agency_code="KKC")
    labels = {line.label.en for line in made.items}
    assert "Name of the premises" in labels and "SHA-256 of the original file" not in labels
    assert "Nationality" not in labels
