"""The forms of allauth that need a word of ours."""

from __future__ import annotations

from typing import Final

from allauth.account.fields import EmailField
from allauth.account.forms import RequestLoginCodeForm

_LONGEST_ADDRESS: Final = 254
"""Mail itself has no longer ones."""


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]
    email = EmailField(max_length=_LONGEST_ADDRESS)
