"""What catalogue tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.domain.arrangement import Arrangement
from thanjai.domain.definition.model import ServiceDefinition


@dataclass(frozen=True)
class Arranging:
    """An agency is about to offer a service like this. Who knows why not raises Refusal, and nothing happens."""

    agency_id: UUID
    definition: ServiceDefinition
    arrangement: Arrangement
