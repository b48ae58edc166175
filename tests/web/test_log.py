"""The public log over HTTP: what is told proves itself, may be kept on the way, and is followed by the monitor."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.documents.test_documents import content, issued
from tests.world import World, build
from thanjai.documents import actions
from thanjai.documents.log import heads
from thanjai.documents.models import Document
from thanjai.domain import seal
from thanjai.kernel import clock, limits
from thanjai.kernel.signet import LOG, public_parts
from thanjai.kernel.tenancy import acting_as
from thanjai.verifier import papers
from thanjai.verifier.heads import Head, keys_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def documents(world: World) -> list[Document]:
    return [issued(world, f"T{number}") for number in range(5)]


def sign(after: timedelta = timedelta()) -> None:
    """The lines are placed as they are at commit, and the log is signed."""
    connection.check_constraints()
    with clock.standing_at(clock.now() + after):
        assert heads.sign() is not None


def get(place: str, status: int = 200) -> Any:
    answer = Client().get(f"/log/{place}")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def head() -> Head:
    keys = keys_of(one["pem"].encode() for one in get("")["keys"])
    return read(get("head"), keys)


def test_everything_that_is_told_proves_itself(documents: list[Document]) -> None:
    sign()
    now = head()
    lines = get("entries/0/99")["entries"]
    assert [one["number"] for one in lines] == list(range(5)) and now.size == 5
    leaves = [seal.leaf_hash(one["line"].encode()) for one in lines]
    assert seal.merkle_root(leaves) == now.root
    for number, leaf in enumerate(leaves):
        told = get(f"inclusion/{leaf.hex()}/5")
        assert seal.verify_inclusion(leaf, told["number"], 5, [bytes.fromhex(one) for one in told["path"]], now.root)
        assert told["number"] == number
    for old in range(1, 6):
        told = get(f"consistency/{old}/5")
        path, before = [bytes.fromhex(one) for one in told["path"]], seal.merkle_root(leaves[:old])
        assert seal.verify_consistency(old, 5, before, now.root, path)
        assert (told["old_root"], told["new_root"]) == (before.hex(), now.root.hex())


def test_only_what_was_signed_is_told(world: World, documents: list[Document]) -> None:
    assert "Nothing has been signed" in get("head", 404)["message"]
    assert "no signed lines" in get("entries/0/9", 404)["message"]
    sign()
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=documents[0].id, reason="x")
    connection.check_constraints()
    assert len(get("entries/0/9")["entries"]) == 5
    for place in ("entries/5/5", "entries/3/2", "consistency/5/6", "consistency/0/5", f"inclusion/{'0' * 64}/5",
                  "inclusion/xyz/5", f"heads/{10**30}", f"entries/{10**30}/{10**30}", f"consistency/1/{10**30}", "heads/2", "consistency/6/5"):  # fmt: skip
        assert get(place, 404)["message"]
    sign(timedelta(minutes=1))
    assert json.loads(get("heads/1")["body"])["size"] == 5 and json.loads(get("heads/2")["body"])["size"] == 6


def test_what_never_changes_may_be_kept_for_ever_and_the_newest_head_for_a_moment(documents: list[Document]) -> None:
    sign()
    for place, kept in (("", "max-age=30"), ("head", "max-age=30"), ("heads/1", "immutable"), ("entries/0/4", "immutable"),
                        ("entries/0/9", "max-age=30"), ("consistency/2/5", "immutable"), ("heads/9", "no-store")):  # fmt: skip
        answer = Client().get(f"/log/{place}")
        assert kept in answer["Cache-Control"] and "Set-Cookie" not in answer, place


def test_many_questions_wait(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    sign()
    one = limits.Limit("log", 3, timedelta(minutes=10), "x")
    from thanjai.web import log

    monkeypatch.setattr(log.head, "limits", (limits.Applied(one, lambda request: 1, False),))
    statuses = [Client().get("/log/head", REMOTE_ADDR="192.0.2.7").status_code for _ in range(5)]
    assert statuses[:3] == [200, 200, 200] and statuses[-1] == 429


def test_no_name_number_or_code_is_told(documents: list[Document]) -> None:
    sign()
    told = "".join(Client().get(f"/log/{place}").content.decode() for place in ("", "head", "entries/0/9"))
    for one in documents:
        for said in (one.holder, one.number, one.check_code, one.check_code.replace("-", ""), bytes(one.salt).hex()):
            assert said not in told


def test_the_proof_is_for_whoever_has_the_code_or_the_file(documents: list[Document]) -> None:
    one = documents[2]
    page, proof = f"/en/v/{one.check_code}/", f"/en/v/{one.check_code}/proof/"
    connection.check_constraints()
    assert "about five minutes" in Client().get(page).content.decode()
    assert Client().get(proof)["Content-Type"].startswith("text/html")
    sign()
    assert f'href="{proof}"' in Client().get(page).content.decode()
    answer = Client().get(proof)
    assert answer["Content-Disposition"] == f'attachment; filename="{one.check_code}-proof.json"'
    assert "no-store" in answer["Cache-Control"]
    found = papers.check(content(one), answer.content, keys_of(public_parts(LOG).values()))
    assert (found.number, found.check_code, found.standing) == (one.number, one.check_code, "in force")
    assert Client().get("/en/v/0000-0000-0000/proof/").status_code == 404


def test_a_page_of_a_checked_file_leads_to_the_proof(documents: list[Document]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sign()
    pdf = SimpleUploadedFile("x.pdf", content(documents[1]), "application/pdf")
    page = Client().post("/verify/", {"file": pdf}).content.decode()
    assert f'href="/v/{documents[1].check_code}/proof/"' in page
