"""Answers about public pages: to whoever edits what the page shows, with the version that it showed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from thanjai.catalogue.history import owner_of
from thanjai.domain.satisfaction import Opinion
from thanjai.feedback.answering import follow_up
from thanjai.feedback.models import Answer
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import PLATFORM, acting_as


@dataclass(frozen=True)
class Page:
    """A public page: its path in Thai, and what it is of, as far as it is of something."""

    path: str
    agency_id: UUID | None = None
    service_id: str = ""
    version: int | None = None


@transaction.atomic
def say_of_page(page: Page, opinion: Opinion) -> None:
    """Keep what somebody says of a page. Nobody is known, so nobody is answered.

    It goes to the agency that has the service in its care; else to the one whose page it is; else to the oversight.
    """
    with acting_as(PLATFORM):
        owner = owner_of(page.service_id)[1] if page.service_id else None
        answer = Answer.objects.create(
            agency_id=owner or page.agency_id, service_id=page.service_id, page=page.path, version=page.version,
            ease=opinion.ease, got=opinion.got.value, words=opinion.words, on=today(),
        )  # fmt: skip
        follow_up(answer, opinion)
