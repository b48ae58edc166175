"""A file may go before the case it was sent with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.thai_calendars import bangkok
from tests.world import World, build, pack
from thanjai.cases.models import Case
from thanjai.catalogue.actions import publish
from thanjai.domain.case import commands as c
from thanjai.kernel import files
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.privacy import attachments

pytestmark = pytest.mark.django_db
BEGIN = bangkok(2026, 11, 2)
SERVICE = "old-age-allowance"


def shorter() -> None:
    """The same service, whose bank book is kept for two years."""
    definition = pack(SERVICE)
    pages = tuple(
        page.model_copy(update={"fields": tuple(
            field.model_copy(update={"keep_years": 2}) if field.id == "bank_book" else field for field in page.fields
        )})
        for page in definition.form.pages
    )  # fmt: skip
    publish(definition=definition.model_copy(update={"form": definition.form.model_copy(update={"pages": pages})}))


def test_a_file_whose_own_time_is_over_goes_and_the_rest_stays() -> None:
    with standing_at(BEGIN):
        world: World = build(SERVICE)
        with acting_as(PLATFORM):
            shorter()
        holder, case = world.submitted(SERVICE)
        with acting_as(worker_at(world.agency)):
            kept = [
                files.store_file(content=name.encode(), name=name, content_type="application/pdf", agency=world.agency,
                                 owner=case.id, purpose="answer", bearer=case.bearer)
                for name in ("book.pdf", "other.pdf")
            ]  # fmt: skip
            row = Case.objects.get(pk=case.id)
            state = row.state
            state["answers"]["bank_book"] = [{"id": str(kept[0].id), "name": "book.pdf", "size": 1, "sha256": "0" * 64}]
            row.state = state
            row.save()
        world.do(case, c.Withdraw(), actor=holder)
    for days, gone in ((365, 0), (730, 0), (732, 1), (740, 0)):
        with standing_at(BEGIN + timedelta(days=days)), acting_as(PLATFORM):
            assert attachments.forget_over() == gone, days
    with acting_as(PLATFORM):
        assert [file.name for file in files.files_of(case.id, "answer")] == ["other.pdf"]
        assert Case.objects.get(pk=case.id).state["answers"]["national_id"]
