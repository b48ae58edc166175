"""Every paper that a case of every pack brings holds data that fit the published schemas."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader

from tests.kernel.pdf.test_schemas import judge_json, judge_xml
from tests.money.test_money import notice_of, take
from tests.packs.test_packs import NAMES
from tests.web.applicant import work_off
from tests.world import World, build, examples, pack
from thanjai.cases import selectors as cases
from thanjai.domain.case import commands as c
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.render import SCHEMA_KEY, SITE
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db


def worked_to_its_end(world: World, name: str) -> None:
    _, case = world.submitted(name)
    definition, findings = pack(name), examples(name)["examples"][0].get("findings") or {}
    for _ in range(2 * len(definition.steps)):
        work_off()
        with acting_as(PLATFORM):
            case = cases.case(case.id)
            if not case.steps:
                return
            step, invoice = definition.step(case.steps[0]), invoice_of(case.id)
        if step.kind == "pay":
            assert invoice is not None
            take(notice_of(invoice))
        elif step.kind == "decide":
            found = findings.get(step.id, {})
            world.do(case, c.Decide(step=step.id, outcome="approved", reasons="ครบ", findings=found))
        else:
            world.do(case, c.Finish(step=step.id, findings=findings.get(step.id, {})))
    raise AssertionError(f"{name} did not end; it waits at {case.steps}")


@pytest.mark.parametrize("name", [name for name in NAMES if pack(name).outcome is None])
def test_every_paper_of_a_pack_holds_what_the_schemas_say(name: str, settings: object) -> None:
    settings.BASE_URL = SITE  # type: ignore[attr-defined]
    world = build(name, kind=next(iter(pack(name).agency_kinds)))
    worked_to_its_end(world, name)
    with acting_as(PLATFORM):
        made = [files.read_file(one) for one in StoredFile.objects.filter(content_type="application/pdf")]
    kinds = set()
    for pdf in made:
        embedded = PdfReader(io.BytesIO(pdf)).attachments
        data = json.loads(embedded["data.json"][0])
        kind = data[SCHEMA_KEY].rpartition("/")[2].removesuffix(".json")
        judge_json(kind, data)
        judge_xml(kind, embedded["data.xml"][0])
        kinds.add(kind)
    assert "application" in kinds
    assert "licence" in kinds or not pack(name).papers
