"""Which papers need a newer archive time stamp, as questions to the table."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from thanjai.kernel import signatories
from thanjai.kernel.clock import now


def unseen() -> Q:
    """Files that have not been looked at yet."""
    return Q(holds_until__isnull=True)


def unstamped() -> Q:
    """Signed, and without any archive time stamp."""
    return Q(holds_until__isnull=False, stamps=0)


def weak() -> Q:
    """The newest stamp is by a digest that the installation calls weak."""
    return Q(digest__in=signatories.signatories().weak)


def ending() -> Q:
    """The certificate of what lies outermost ends soon, and a new stamp gains time."""
    moment = now()
    return Q(holds_until__lte=moment + timedelta(days=signatories.signatories().renew_days), middle_at__lte=moment)


def needing() -> Q:
    return unstamped() | weak() | ending()
