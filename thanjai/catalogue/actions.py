"""Publishing definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.catalogue import adopting
from thanjai.catalogue.following import follow
from thanjai.catalogue.models import Service, Version
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.ids import digest

adopt = adopting.adopt


@transaction.atomic
def publish(*, definition: ServiceDefinition, owner: UUID | None = None) -> Version:
    """Publish a checked definition as the service's next version; the same content again changes nothing.

    Open drafts and cases keep the version they began with. Agencies that have something to decide stay on theirs
    until they have; all others offer the new one at once. `owner` has the template in its care; None: as it is.
    """
    body = definition.model_dump(mode="json", exclude_none=True)
    content = digest(canonical_text(body))
    service, _ = Service.objects.select_for_update(of=("self",)).get_or_create(id=definition.id)
    version = Version.objects.filter(service=service, digest=content).first()
    if version is None:
        last = Version.objects.filter(service=service).order_by("-number").first()
        version = Version.objects.create(
            service=service, number=last.number + 1 if last else 1, digest=content, body=body, published_at=now()
        )
    before, service.current = service.current, version
    service.owner_id = owner or service.owner_id
    service.save()
    if before is not None and before.id != version.id:
        follow(service.id, before, version)
    forget()
    return version


def canonical_text(body: Mapping[str, Any]) -> str:
    """The same definition always gives the same text."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


@transaction.atomic
def note_asked(counts: Mapping[str, int]) -> None:
    """Keep how often each service was asked for; of those not named, that nobody did."""
    for service in Service.objects.select_for_update().order_by("id"):
        if service.asked != (asked := counts.get(service.id, 0)):
            service.asked = asked
            service.save(update_fields=["asked"])
    forget()
