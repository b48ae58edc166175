"""When versions were published. A version never changes, so it is asked for once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thanjai.catalogue.models import Version

_moments: dict[UUID, datetime] = {}


def published_at(version_id: UUID) -> datetime:
    """The moment at which a version was published."""
    if version_id not in _moments:
        _moments[version_id] = Version.objects.values_list("published_at", flat=True).get(pk=version_id)
    return _moments[version_id]
