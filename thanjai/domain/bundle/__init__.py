"""Several services that one undertaking needs, asked for together: a life event.

A bundle is data like a service: one questionnaire, parts that are each a service at an agency of its own, and for each
part when it is needed, why, and which of its questions the bundle's answers answer already.
"""

from thanjai.domain.bundle.given import Left, given, left
from thanjai.domain.bundle.model import Bundle, BundlePart, Wait
from thanjai.domain.bundle.needs import Need, in_order, needs, waited_for

__all__ = ["Bundle", "BundlePart", "Left", "Need", "Wait", "given", "in_order", "left", "needs", "waited_for"]
