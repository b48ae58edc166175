"""What every part of a definition is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from thanjai.domain.expressions import compiled


class Part(BaseModel):
    """A frozen part of a definition; an unknown key is an error, so that a typo is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _parses(source: str) -> str:
    compiled(source)
    return source


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An id inside a definition; usable as a name in expressions."""

PackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
"""The id of a whole service, also the name of its folder and part of its address."""

Expression = Annotated[str, Field(max_length=1000), AfterValidator(_parses)]
"""CEL, see `thanjai.domain.expressions`."""


class AgencyKind(StrEnum):
    """Who may adopt a service."""

    DEPARTMENT = "department"
    PROVINCIAL_OFFICE = "provincial_office"
    PAO = "pao"
    MUNICIPALITY = "municipality"
    SAO = "sao"
    SPECIAL_LOCAL = "special_local"
    OVERSIGHT = "oversight"


class Role(StrEnum):
    """What an officer does in an agency; a step names the role that does it. Authors write services, not cases."""

    FRONT_DESK = "front_desk"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    CASHIER = "cashier"
    APPROVER = "approver"
    HEAD = "head"
    AUTHOR = "author"
    """ผู้จัดทำบริการ: writes the agency's services."""
