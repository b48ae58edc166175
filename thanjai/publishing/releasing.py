"""An approved draft becomes the current version of its service, by the platform's own hand."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction

from thanjai.agencies.selectors import agency_by_id
from thanjai.authoring import states
from thanjai.catalogue import actions as catalogue
from thanjai.catalogue.history import is_offered
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.publishing.models import DONE, FAILED, PLANNED, SENT_BACK, Release
from thanjai.publishing.owning import check_publisher
from thanjai.publishing.reviewing import check_current, publishable

_log = structlog.get_logger(__name__)


@transaction.atomic
def due() -> list[UUID]:
    """What is to be published by now. The actor is the platform: who acts travels with a transaction, so it takes one."""
    return list(
        Release.objects.filter(state=PLANNED, publish_at__lte=now()).order_by("publish_at").values_list("id", flat=True)
    )


def carry_out(release_id: UUID) -> None:
    """Publish what is planned. The second time nothing happens. The actor is the platform.

    What cannot be published any more goes back to its authors, with the reason.
    """
    try:
        with transaction.atomic():
            _publish(release_id)
    except Refusal as refusal:
        with transaction.atomic():
            _fail(release_id, refusal.message)


def _publish(release_id: UUID) -> None:
    release = _planned(release_id)
    if release is None:
        return
    draft = states.locked(release.review.draft_id)
    definition = publishable(draft)
    check_current(draft)
    check_publisher(draft.agency_id, definition)
    states.published(draft)
    release.version = catalogue.publish(definition=definition, owner=draft.agency_id)
    _end(release, DONE)
    _log.info("service_published", service=draft.service_id, number=release.version.number)
    _offer(draft.agency_id, definition)


def _offer(agency_id: UUID, definition: ServiceDefinition) -> None:
    """An agency that publishes a service of its own kind offers it at once; where it has something to decide, when it has."""
    if agency_by_id(agency_id).kind not in definition.agency_kinds or is_offered(agency_id, definition.id):
        return
    try:
        with transaction.atomic():
            catalogue.adopt(agency=agency_id, service=definition.id, settings={})
    except Refusal as refusal:
        _log.info("service_not_offered_yet", service=definition.id, why=refusal.code)


def _fail(release_id: UUID, why: Text) -> None:
    release = _planned(release_id)
    if release is None:
        return
    states.give_back_if_handed_in(states.locked(release.review.draft_id))
    release.why = why.model_dump()
    _end(release, FAILED)
    release.review.state = SENT_BACK
    release.review.save(update_fields=["state"])


def _planned(release_id: UUID) -> Release | None:
    """The release, locked, while it is still planned."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("review")
    return rows.filter(pk=release_id, state=PLANNED).first()


def _end(release: Release, state: str) -> None:
    release.state, release.ended_at = state, now()
    release.save()
