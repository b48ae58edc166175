"""People who ask for their data get them, all of them, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests.world import World, build, examples
from thanjai.cases import selectors
from thanjai.cases.models import Case
from thanjai.domain.case import commands as c
from thanjai.kernel import files
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.privacy import jobs, requests
from thanjai.privacy.copies import FORMAT, Copy, schema
from thanjai.privacy.notice import SERVICE

pytestmark = pytest.mark.django_db
ALLOWANCE = "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(SERVICE, ALLOWANCE, "food-premises-licence")


def decided(world: World, outcome: str = "approved", identity: str = "card", **findings: str) -> tuple[Any, Any]:
    """A request for a copy, worked to its decision; its applicant and the case."""
    holder, case = world.submitted(SERVICE)
    world.do(case, c.Finish(step="check", findings={"identity": identity}))
    world.do(case, c.Finish(step="review"))
    world.do(case, c.Decide(step="decide", outcome=outcome, reasons="ตรวจแล้ว", findings=findings))  # type: ignore[arg-type]
    jobs.answer_request(str(world.agency), str(case.id))
    return holder, case


def content_of(world: World, case: Any) -> zipfile.ZipFile:
    with acting_as(world.officer):
        [copy] = requests.copies_of(case.id)
        return zipfile.ZipFile(io.BytesIO(files.read_file(copy)))


def test_an_approved_request_brings_the_whole_copy(world: World) -> None:
    _, allowance = world.submitted(ALLOWANCE)
    with acting_as(worker_at(world.agency)):
        files.store_file(content=b"%PDF-1.7 x", name="สมุดบัญชี.pdf", content_type="application/pdf", agency=world.agency,
                         owner=allowance.id, purpose="answer", bearer=allowance.bearer)  # fmt: skip
    holder, case = decided(world)
    archive = content_of(world, case)
    data = json.loads(archive.read("data.json"))
    assert data["format"] == FORMAT
    assert Copy.model_validate(data).format == FORMAT
    assert json.loads(archive.read("schema.json")) == json.loads(json.dumps(schema()))
    assert [one["number"] for one in data["cases"]] == [allowance.number, case.number]
    first = data["cases"][0]
    assert first["values"]["national_id"] == examples(ALLOWANCE)["examples"][0]["answers"]["national_id"]
    assert first["files"][0]["name"] == "สมุดบัญชี.pdf" and archive.read(first["files"][0]["path"]) == b"%PDF-1.7 x"
    assert archive.read("data.pdf").startswith(b"%PDF")
    with acting_as(holder):
        assert len(requests.copies_of(case.id)) == 1
    with acting_as(PLATFORM):
        assert Message.objects.filter(key=f"data-copy/{case.id}").count() == 1


def test_a_copy_is_made_once(world: World) -> None:
    _, case = decided(world)
    jobs.answer_request(str(world.agency), str(case.id))
    with acting_as(world.officer):
        assert len(requests.copies_of(case.id)) == 1


def test_who_only_types_a_number_gets_nothing_of_it(world: World) -> None:
    """Not certain who asks: what is known under the number they typed stays where it is."""
    world.submitted(ALLOWANCE)
    _, case = decided(world, identity="unknown")
    data = json.loads(content_of(world, case).read("data.json"))
    assert [one["number"] for one in data["cases"]] == [case.number]


def test_others_cases_are_not_in_the_copy(world: World) -> None:
    world.submitted("food-premises-licence")
    _, case = decided(world)
    assert len(json.loads(content_of(world, case).read("data.json"))["cases"]) == 1


def test_a_refused_request_brings_no_copy(world: World) -> None:
    _, case = decided(world, outcome="refused")
    with acting_as(world.officer):
        assert requests.copies_of(case.id) == []


def erasure(world: World, numbers: str) -> Any:
    _, case = world.submitted(SERVICE)
    with acting_as(PLATFORM):
        row = Case.objects.get(pk=case.id)
        state = row.state
        state["answers"] |= {"right": "erasure", "details": "ลบเรื่องเก่า"}
        row.state = state
        row.save()
    world.do(case, c.Finish(step="check", findings={"identity": "card"}))
    world.do(case, c.Finish(step="review"))
    world.do(case, c.Decide(step="decide", outcome="approved", reasons="ลบได้", findings={"erase_numbers": numbers}))
    jobs.answer_request(str(world.agency), str(case.id))
    return case


def test_an_approved_erasure_erases_what_ended_and_was_named(world: World) -> None:
    holder, old = world.submitted(ALLOWANCE)
    world.do(old, c.Withdraw(), actor=holder)
    _, open_one = world.submitted(ALLOWANCE)
    other_holder, others = world.submitted("food-premises-licence")
    world.do(others, c.Withdraw(), actor=other_holder)
    erasure(world, f"{old.number}\n{open_one.number}\n{others.number}\nnonsense")
    with acting_as(PLATFORM):
        erased = {row.number: row.erased_at is not None for row in Case.objects.all()}
    assert erased[old.number] and not erased[open_one.number] and not erased[others.number]
    with acting_as(world.officer):
        assert selectors.events_of(old.id)[-1].payload["rule"].startswith("พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล มาตรา 33")
