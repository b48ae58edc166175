"""Printing and signing papers with this installation's fonts and certificate, kept in memory."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from thanjai.kernel.clock import now
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper
from thanjai.kernel.pdf.signing import Signer


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    return Fonts(Path(settings.THANJAI_FONTS))


@lru_cache(maxsize=1)
def authority() -> TestAuthority:
    """The self-made authority that signs until the installation has a real certificate; papers say TEST.

    In a folder of its own, which is put in place whole: other keys may be there before it.
    """
    return TestAuthority.create(Path(settings.THANJAI_KEYS) / "authority", at=now())


@lru_cache(maxsize=1)
def signer() -> Signer:
    return authority().signer()


def printed(paper: Paper, *, at: datetime) -> bytes:
    """The paper as PDF/A-3 with its data inside, not signed."""
    return render_paper(paper, fonts=_fonts(), at=at)


def signed(paper: Paper, *, at: datetime, reason: str, location: str) -> bytes:
    """The paper as PDF/A-3, signed (PAdES) so that any later change is found."""
    return signer().sign(printed(paper, at=at), at=at, reason=reason, location=location)
