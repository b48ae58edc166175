"""Applications made up at random for trying a definition out: whole and sound ones, and each with one known fault.

The same definition, day, settings and seed give the same application. Numbers have their right check digits and belong
to nobody; places are real ones.
"""

from thanjai.domain.pretending.application import CannotPretend, Pretender
from thanjai.domain.pretending.spoiling import Spoiled, spoilings

__all__ = ["CannotPretend", "Pretender", "Spoiled", "spoilings"]
