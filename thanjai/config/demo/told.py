"""One case of the demonstration, on its way from a story to a real case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.config.demo.offering import Offered
from thanjai.config.demo.plan import Ending, Story
from thanjai.config.demo.settling import Applicant
from thanjai.kernel.tenancy import PUBLIC, Actor


@dataclass
class Told:
    """A story with all that is needed to carry it out. `applicant` None: somebody without an account."""

    offered: Offered
    story: Story
    applicant: Applicant | None
    language: str
    ending: Ending = ""
    case_id: UUID | None = None
    holder: Actor = PUBLIC

    @property
    def id(self) -> UUID:
        assert self.case_id is not None
        return self.case_id
