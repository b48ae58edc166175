"""The public register as open data: whole, piece by piece, each paper once, and nothing that the papers do not say."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import ROOT, data, get
from tests.world import World
from thanjai.documents import actions
from thanjai.documents.log.entering import enter
from thanjai.documents.models import Document
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.limits import OPEN_DATA_PIECES
from thanjai.kernel.tallies import Try, take
from thanjai.kernel.tenancy import acting_as, worker_at

PAPERS = "register/agencies/khonkaen/papers"


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def following(answer: Any) -> str | None:
    found = re.search(r'<([^>]+)>; rel="next"', answer["Link"])
    return found[1].partition(ROOT)[2] if found else None


@pytest.fixture
def more(world: World, document: Document) -> list[Document]:
    """Four more papers like the first, two of them issued at the same moment."""
    made = []
    with acting_as(worker_at(document.agency_id)):
        for number in range(4):
            copy = Document.objects.get(pk=document.pk)
            copy.pk, copy.step, copy.number, copy.check_code = (
                uuid4(),
                f"more-{number}",
                f"X-{number}",
                f"CODE-{number}",
            )
            copy.issued_at += timedelta(minutes=number // 2 + 1)
            copy.save(force_insert=True)
            enter(copy, "issued", copy.issued_at)
            made.append(copy)
    return made


@pytest.mark.parametrize("place", [PAPERS, "register/kinds/licence/papers"])
def test_pieces_have_every_paper_once_in_the_order_of_issue(
    document: Document, more: list[Document], place: str
) -> None:
    seen: list[str] = []
    asked: str | None = f"{place}?limit=2"
    while asked:
        answer = get(asked)
        seen += [one["number"] for one in lines(answer)]
        asked = following(answer)
    assert seen[0] == document.number and len(seen) == len(set(seen)) == 5
    assert set(seen[1:3]) == {"X-0", "X-1"} and set(seen[3:]) == {"X-2", "X-3"}


def test_what_is_suspended_or_issued_meanwhile_moves_nothing(
    world: World, document: Document, more: list[Document]
) -> None:
    first = get(f"{PAPERS}?limit=3")
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=more[-1].id, reason="ตรวจพบสิ่งปนเปื้อน")
    rest = lines(get(following(first) or ""))
    assert len(rest) == 2 and {one["number"]: one["status"] for one in rest}["X-3"] == "suspended"


def test_a_line_says_what_the_paper_says_and_no_more(document: Document) -> None:
    answer = get(PAPERS)
    (one,) = lines(answer)
    described = data(get("register/agencies/khonkaen/dataset"))
    assert list(one) == [field["name"] for field in described["fields"]]
    assert one["number"] == document.number and one["holder"] == document.holder and one["status"] == "valid"
    assert one["says"] == document.public and document.check_code not in answer.content.decode()
    assert following(answer) is None and 'rel="describedby"' in answer["Link"]
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer["Repr-Digest"] == f"sha-256=:{digest}:" and answer["Date"]


def test_as_csv_it_has_the_same_columns_and_no_formulas(document: Document) -> None:
    with acting_as(worker_at(document.agency_id)):
        Document.objects.filter(pk=document.pk).update(holder="=1+1")
    header, row = csv.reader(io.StringIO(get(f"{PAPERS}?format=csv").content.decode()))
    assert header[0] == "number" and row[0] == document.number and row[header.index("holder")] == "'=1+1"
    assert document.public[0]["value"]["th"] in row[header.index("says")]


def test_a_set_of_data_is_described_as_the_catalogue_of_the_state_asks(document: Document) -> None:
    for scope in ("agencies/khonkaen", "kinds/licence"):
        told = data(get(f"register/{scope}/dataset"))
        assert told["license_id"] == "DGA Open Government License" and told["data_category"] == "สาธารณะ"
        for resource in told["resources"]:
            assert get(resource["url"].partition(ROOT)[2]).status_code == 200


def test_what_is_not_listed_or_not_theirs_is_not_there(world: World, document: Document) -> None:
    assert lines(get("register/agencies/other/papers")) == lines(get("register/kinds/certificate/papers")) == []
    assert data(get("register/agencies/nobody/papers"), 404)["code"] == "no_such_agency"
    assert data(get("register/kinds/rocket/papers"), 422)["field"] == "kind"
    assert data(get(f"{PAPERS}?limit=2001"), 422)["field"] == "limit"
    with acting_as(worker_at(document.agency_id)):
        Document.objects.filter(pk=document.pk).update(listed=False)
    assert lines(get(PAPERS)) == []


def test_more_papers_ask_the_database_no_more(document: Document, more: list[Document]) -> None:
    counts = []
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as captured:
            assert len(lines(get(f"register/kinds/licence/papers?limit={limit}"))) == limit
        counts.append(len([one for one in captured if one["sql"].startswith("SELECT")]))
    assert counts == [2, 2], "the tries, and the papers with their agencies"


def test_one_network_takes_so_many_pieces(document: Document) -> None:
    limit = OPEN_DATA_PIECES
    with standing_at(now()):
        take([Try(f"{limit.name}|127.0.0.1", limit.times, limit.within, limit.times - 1)])
        assert [get(PAPERS).status_code for _ in range(2)] == [200, 429]
        assert get("register/agencies/khonkaen/dataset").status_code == 200
