"""Two officers at once, and jobs that run side by side: one order, one version, one paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.documents.test_documents import issued
from tests.threads import together
from tests.world import World, build
from thanjai.documents import actions, amending, jobs, languages, replacing
from thanjai.documents.amending import Wanted
from thanjai.documents.asked import Edition
from thanjai.documents.editions import FILE
from thanjai.documents.log import heads, proofs
from thanjai.documents.log.checking import Check
from thanjai.documents.models import Amendment, Document, Replacement
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.signet import LOG, signet
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as, worker_at
from thanjai.kernel.transactions import at_one_moment
from thanjai.verifier import papers
from thanjai.verifier.heads import keys_of

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def world(own_database: None, settings: Any, tmp_path: Path) -> World:
    settings.THANJAI_KEYS = tmp_path / "keys"
    with transaction.atomic():
        return build("food-premises-licence")


@pytest.fixture
def licence(world: World) -> Document:
    with transaction.atomic():
        return issued(world)


def amend(world: World, licence: Document, name: str) -> str:
    def do() -> UUID:
        wanted = Wanted("change", "เปลี่ยนชื่อ", {"premises_name": name}, {})
        return amending.order_amendment(actor=world.officer, document_id=licence.id, wanted=wanted).id

    return outcome(world, do)


def replace(world: World, licence: Document) -> str:
    return outcome(
        world,
        lambda: (
            replacing.order_replacement(actor=world.officer, document_id=licence.id, because="lost", reason="หาย").id
        ),
    )


def outcome(world: World, do: Callable[[], Any]) -> str:
    """The id of what was ordered, or the word of the refusal."""
    try:
        with acting_as(world.officer):
            return str(do())
    except Refusal as refusal:
        return refusal.code


def count(world: World, table: Any) -> int:
    with acting_as(worker_at(world.agency)), transaction.atomic():
        return int(table.objects.count())


def is_whole() -> bool:
    with at_one_moment():
        return list(Check().flaws()) == []


def test_of_orders_at_once_one_is_taken(world: World, licence: Document) -> None:
    found = together(
        lambda: amend(world, licence, "หนึ่ง"), lambda: amend(world, licence, "สอง"), lambda: replace(world, licence)
    )
    assert sorted(found).count("under_way") == 2
    assert count(world, Amendment) + count(world, Replacement) == 1


def test_the_same_job_many_times_at_once_makes_one_version(world: World, licence: Document) -> None:
    order = amend(world, licence, "หนึ่ง")
    together(*[lambda: jobs.amend(str(world.agency), order)] * 4)
    assert count(world, Document) == 2 and is_whole()


def test_the_same_job_many_times_at_once_makes_one_paper(world: World, licence: Document) -> None:
    order = replace(world, licence)
    together(*[lambda: jobs.replace(str(world.agency), order)] * 4)
    with acting_as(PLATFORM), transaction.atomic():
        assert Replacement.objects.get().made_at is not None
    assert is_whole()


def test_a_paper_in_one_language_is_asked_for_and_made_once(world: World, licence: Document) -> None:
    together(*[lambda: outcome(world, lambda: languages.ask(document_id=licence.id, language="en"))] * 4)
    with acting_as(PLATFORM), transaction.atomic():
        wanted = str(Edition.objects.get().id)
    together(*[lambda: jobs.edition(str(world.agency), wanted)] * 4)
    with acting_as(PLATFORM), transaction.atomic():
        made = Edition.objects.get()
        (file,) = files.files_of(licence.id, FILE)
        pdf = files.read_file(file)
    assert file.id == made.file_id and is_whole()
    heads.sign()
    with acting_as(PUBLIC), transaction.atomic():
        proof = proofs.of_code(licence.check_code)
    found = papers.check(pdf, json.dumps(proof), keys_of([signet(LOG).public_pem]))
    assert (found.number, found.standing, found.is_replaced) == (licence.number, "in force", False)


def test_revoking_while_a_version_is_made_leaves_one_that_counts(world: World, licence: Document) -> None:
    order = amend(world, licence, "หนึ่ง")

    def revoke() -> str:
        return outcome(
            world, lambda: actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ").ended
        )  # fmt: skip

    together(lambda: jobs.amend(str(world.agency), order), revoke)
    with acting_as(PLATFORM), transaction.atomic():
        ends = sorted(Document.objects.values_list("ended", flat=True))
    assert ends in (["revoked"], ["", "superseded"]) and is_whole()
