"""The demonstration: forms filled in from answers, and a world with a case in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, calendar_for, officers_of
from thanjai.cases import journal
from thanjai.cases import selectors as cases
from thanjai.cases.lookback import Judged, judge_all
from thanjai.catalogue.spread import spreads
from thanjai.config.demo import load as demo
from thanjai.config.demo import packs
from thanjai.config.demo.attachments import attachment
from thanjai.config.demo.dates import mover
from thanjai.config.demo.diary import Diary
from thanjai.config.demo.figures import usual
from thanjai.config.demo.filling import posted, uploads
from thanjai.config.demo.findings import found
from thanjai.config.demo.variation import Setting, as_uploaded, as_written, varied
from thanjai.config.demo.world import world
from thanjai.documents import selectors as documents
from thanjai.domain import form
from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.case import Status
from thanjai.domain.case.lookback import Breach
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import Setting as AgencySetting
from thanjai.domain.identity import juristic_number, national_id
from thanjai.domain.reconciling import Kind
from thanjai.domain.workdays import base_calendar
from thanjai.feedback import following, results
from thanjai.kernel import files, signatories
from thanjai.kernel.clock import today
from thanjai.kernel.harmless import harmless
from thanjai.kernel.jobs import app
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import books, reconciling

TODAY = date(2026, 11, 20)
EXAMPLES = [(id, number) for id in packs.pack_ids() for number in range(len(packs.load_pack(id).examples))]


@pytest.mark.parametrize(("id", "number"), EXAMPLES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_posted_reads_back_as_the_answers(id: str, number: int, language: str) -> None:
    pack = packs.load_pack(id)
    told = as_written(pack, pack.examples[number], today=TODAY, settings=pack.settings)
    read = {
        name: value
        for page in pack.definition.form.pages
        for name, value in form.parse_page(page, posted(page, told.answers, language)).items()
    }
    files = {field.id for field in pack.definition.form.fields if field.type == "file"}
    whole = {name: value for name, value in told.answers.items() if name in files} | read
    whole = as_uploaded(pack.definition.form.fields, whole)
    result = form.validate_all(pack.definition, whole, today=TODAY, settings=pack.settings)
    wanted = form.validate_all(
        pack.definition,
        as_uploaded(pack.definition.form.fields, told.answers),
        today=TODAY,
        settings=pack.settings,
    )
    assert result.errors == ()
    assert result.values == wanted.values


def test_files_go_to_the_input_of_their_question_also_inside_a_group() -> None:
    text = {"th": "ก", "en": "a"}
    inner = {"id": "plan", "type": "file", "label": text}
    outer = [
        {"id": "proof", "type": "file", "label": text},
        {"id": "shops", "type": "group", "label": text, "item_label": text, "fields": [inner]},
    ]
    page = Page.model_validate({"id": "p", "title": text, "fields": outer})
    answers = {"proof": [{"name": "a.pdf"}], "shops": [{"plan": None}, {"plan": [{"name": "b.png"}]}]}
    assert [(one.name, one.file.name) for one in uploads(page, answers)] == [
        ("proof", "a.pdf"),
        ("shops-1-plan", "b.png"),
    ]
    assert posted(page, answers) == {}


@pytest.mark.parametrize(("name", "kind"), [("ก.pdf", "pdf"), ("ข.jpg", "jpeg"), ("c.PNG", "png")])
def test_attachments_are_what_their_names_say(name: str, kind: str) -> None:
    assert harmless(attachment(name).content).kind == kind


def test_the_world_s_numbers_pass_their_checks() -> None:
    for agency in world().agencies:
        assert juristic_number(agency.tax_id)
        assert len(agency.officers) == len(world().posts_of(agency))
    for person in world().people:
        assert national_id(person.national_id)
        assert person.company is None or juristic_number(person.company["number"])
    assert len({person.email for person in world().people}) >= 8


@pytest.mark.parametrize(("written", "expected"), [
    ("1966-05-14", "1966-05-14"), ("2026-11-16", "2026-07-10"), ("2026-12-01", "2026-08-01"), ("2029-01-08", "2026-07-22"),
    ("2029-02-08", "2026-08-22"),
])  # fmt: skip
def test_days_of_an_example_move_with_the_application(written: str, expected: str) -> None:
    applied, acted = date(2026, 7, 1), date(2026, 7, 10)
    move = mover([date(2029, 1, 8), date(2029, 2, 8)], TODAY, applied)
    assert move(date.fromisoformat(written), acted) == date.fromisoformat(expected)


@pytest.mark.parametrize(("id", "number"), EXAMPLES)
def test_a_varied_example_still_fills_in_the_form(id: str, number: int) -> None:
    pack = packs.load_pack(id)
    for seed, person in enumerate(world().people):
        setting = Setting(person, world().agency("tha-phra").homes[0], date(2026, 7, 1), TODAY, pack.settings)
        told = varied(pack, pack.examples[number], setting, Random(seed))
        answers = as_uploaded(pack.definition.form.fields, told.answers)
        assert not form.validate_all(pack.definition, answers, today=setting.applied, settings=pack.settings).errors


@pytest.mark.parametrize("id", packs.pack_ids())
def test_officers_can_record_every_step_of_every_service(id: str) -> None:
    pack = packs.load_pack(id)
    told = as_written(pack, pack.examples[0], today=TODAY, settings=pack.settings)
    answers = as_uploaded(pack.definition.form.fields, told.answers)
    for step in pack.definition.steps:
        for known in ({}, told.findings(step, TODAY)):
            record = found(pack.definition, step, known, TODAY, Random(1))
            faults = form.validate_findings(
                pack.definition, step, record, answers, today=TODAY, settings=pack.settings
            ).errors
            assert {error.code for error in faults} <= {"too_early"}, step.id


@pytest.mark.parametrize(("bounds", "expected"), [
    ({}, 10), ({"maximum": 7}, 7), ({"minimum": 20}, 20), ({"default": 3}, 3),
])  # fmt: skip
def test_a_setting_nobody_gave_lies_within_its_bounds(bounds: dict[str, int], expected: int) -> None:
    text = {"th": "ก", "en": "a"}
    setting = AgencySetting.model_validate({"id": "days", "kind": "working_days", "label": text, **bounds})
    assert usual(setting) == expected


def test_officers_work_in_office_hours_and_nobody_in_the_future() -> None:
    until = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    diary = Diary(base_calendar(2026, 2026), Random(3), until)
    for day in range(1, 20):
        applied = diary.applying(date(2026, 11, day))
        worked = in_bangkok(diary.in_office(applied, 0.1, 0.5))
        assert applied < worked < until
        assert diary.applying(TODAY) < until
        if day < 18:
            assert 8 <= worked.hour <= 16 and worked.weekday() < 5


@pytest.fixture
def fresh_keys(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An installation that has never signed anything, as a demonstration finds it."""
    settings.THANJAI_KEYS, settings.VAR = tmp_path / "keys", tmp_path
    signatories.read_anew()
    yield
    signatories.read_anew()


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_keys")
def test_the_demonstration_has_a_case_in_every_state_that_its_services_know() -> None:
    loaded = demo.load()
    assert loaded.agencies >= 8
    unreachable = {Status.CLOSED} if all(packs.load_pack(id).definition.papers for id in packs.pack_ids()) else set()
    assert set(loaded.statuses) == {status.value for status in Status if status not in unreachable}
    assert 60 <= loaded.statuses.total() <= 170
    with acting_as(PLATFORM), transaction.atomic():
        rows = list(cases.everything())
        assert len(rows) == loaded.statuses.total()
        assert [journal.verify(row, lines) for row, lines in rows if journal.verify(row, lines)] == []
        assert {row.status for row, _ in rows} == set(loaded.statuses)
        now = datetime.now(UTC)
        assert any(row.due_at and row.due_at < now for row, _ in rows), "none is overdue"
        assert all(line.at < now for _, lines in rows for line in lines)
        assert books.unbalanced() == []
        assert broken_by(judge_all()) == {Breach.LATE}, "late, but not in silence"
        queued = [*app.job_manager.list_jobs(status="todo")]
        assert len({job.task_kwargs for job in queued if isinstance(job.task_kwargs, str)}) <= 40
        assert not [job for job in queued if job.task_name == demo.ASKING]
        assert_every_role_serves([row.agency_id for row, _ in rows])
        assert sum(one.open for one in spreads().services) == loaded.offers
        assert_documents_stand_as_they_should([row.agency_id for row, _ in rows])
        assert any(results.of_agency(agency).total.count for agency in {row.agency_id for row, _ in rows})
        assert following.loads(), "no answer is to be followed up"
        assert_each_kind_of_difference_can_be_tried([row.agency_id for row, _ in rows])
    assert demo.load().statuses.total() == 0, "loading again adds no cases"
    with acting_as(PLATFORM), transaction.atomic():
        assert len(list(cases.everything())) == len(rows)


def broken_by(cases: Iterator[Judged]) -> set[Breach]:
    return {one.breach for judged in cases for one in judged.findings}


def assert_documents_stand_as_they_should(agencies: list[UUID]) -> None:
    issued = [document for agency in set(agencies) for document in documents.documents_of_agency(agency)]
    assert {documents.status_of(document) for document in issued} == {
        "valid",
        "expired",
        "suspended",
        "revoked",
    }
    left = [(one.valid_until - today()).days for one in issued if one.valid_until and not one.ended]
    for least, most in ((0, 7), (8, 30), (31, 90)):
        assert any(least <= days <= most for days in left), "no licence waits to be renewed"
    oldest = min(issued, key=lambda document: document.issued_at)
    checked = documents.by_pdf(files.read_file(files.find_file(oldest.file_id)))
    assert checked.number == oldest.number, "the oldest paper's signature does not hold"


def assert_each_kind_of_difference_can_be_tried(agencies: list[UUID]) -> None:
    first, last = today() - timedelta(days=31), today()
    found = [{one.kind for one in reconciling.groups_of(agency, first, last)} for agency in set(agencies)]
    assert any(kinds >= set(Kind) - {Kind.TWICE, Kind.WAITS} for kinds in found), found


def assert_every_role_serves(agencies: list[UUID]) -> None:
    for agency in (one for one in set(agencies) if agency_by_id(one).kind != AgencyKind.OVERSIGHT):
        served = {role for member in officers_of(agency) for role in member.roles}
        assert {Role.FRONT_DESK, Role.REVIEWER, Role.APPROVER, Role.HEAD, Role.CASHIER} <= served
        assert not calendar_for(agency).works_on(date(2026, 1, 2))
