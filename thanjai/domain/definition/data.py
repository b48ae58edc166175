"""How personal data are handled: why they are asked, by what right, for how long, and who else gets them (PDPA s.23)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Option

from thanjai.domain.definition.base import Part
from thanjai.domain.text import Text

Basis = Literal["legal_duty", "public_task", "consent", "contract", "vital_interest"]
"""PDPA section 24."""
KeptFrom = Literal["closing", "document"]
"""Years are counted from the day the case closed, or from the day its last document ended, if that is later."""


class Handling(Part):
    """What may be said of one question, or of all on a page: a question's own words come before its page's."""

    purpose: Text | None = None
    """Why we ask, shown to the applicant (PDPA section 23)."""
    basis: Basis | None = None
    """Only where it is another than the service's."""
    basis_note: Text | None = None
    sensitive: bool = False
    """Race, belief, health, disability, a criminal record, biometrics and the like (PDPA section 26): needs a
    `basis_note` of its own that names the ground of that section."""
    keep_years: Annotated[int, Option(ge=1, le=100)] | None = None
    """For questions that take files: how long these are kept, when shorter than the service's. Answers go together."""
    recipients: tuple[Text, ...] | None = None
    """Who gets it besides the agency, where that differs from the service's."""


class DataRules(Part):
    """What holds for all personal data of a service (PDPA ss.23, 24, 37)."""

    lawful_basis: Basis
    basis_note: Text
    purpose: Text | None = None
    """For what all of it is used together; each question says its own."""
    retention_years: Annotated[int, Option(ge=1, le=100)]
    kept_from: KeptFrom = "closing"
    retention_source: Text | None = None
    """By what rule it is kept so long."""
    recipients: tuple[Text, ...] = ()
    """Who gets data besides the agency's own officers."""
    without: Text | None = None
    """What happens when somebody does not give them; usually that the request cannot be decided."""
