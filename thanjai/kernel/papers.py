"""Printing and signing papers with this installation's fonts and certificate, kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from thanjai.kernel import signatories
from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.drawing import PIXELS_PER_INCH, Format, draw
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.lasting import Keeping, lengthen
from thanjai.kernel.pdf.render import render_paper
from thanjai.kernel.pdf.signing import CannotSign

log = structlog.get_logger("thanjai.papers")


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    return Fonts(Path(settings.THANJAI_FONTS))


def is_test(agency: str = signatories.DEFAULT) -> bool:
    """Whether papers of the agency of this code are signed by a certificate that says TEST."""
    return signatories.signer(agency).is_test


def printed(paper: Paper, *, at: datetime) -> bytes:
    """The paper as PDF/A-3 with its data inside, not signed."""
    return render_paper(paper, fonts=_fonts(), at=at, site=settings.BASE_URL)


def tried(paper: Paper, *, at: datetime) -> bytes:
    """The paper of a trial: TRIAL across every page, nobody's signature, nothing on it that could be checked."""
    marked = paper.model_copy(update={"test": True, "verify_url": None})
    return render_paper(marked, fonts=_fonts(), at=at, site=settings.BASE_URL, is_trial=True)


def signed(paper: Paper, *, at: datetime, reason: str, location: str) -> bytes:
    """The paper as PDF/A-3, signed (PAdES) for the agency on its head, so that any later change is found.

    It says TEST where the certificate does, and lasts (B-LTA) where the installation has papers do so. Raises CannotSign, BadSignatories; a device is then opened anew for the
    next paper, for it may have been away.
    """
    try:
        signer = signatories.signer(paper.letterhead.code)
        whole = printed(paper.model_copy(update={"test": signer.is_test}), at=at)
        pdf = signer.sign(whole, at=at, reason=reason, location=location)
        by = signatories.keeping()
        return _lasting(pdf, by, at) if by is not None else pdf
    except CannotSign:
        signatories.read_anew()
        raise


def _lasting(pdf: bytes, by: Keeping, at: datetime) -> bytes:
    made = lengthen(pdf, by=by, at=at)
    if made.silent:
        log.warning("authorities were silent", certificates=made.silent)
    return made.pdf


def drawn(
    template: str,
    data: Mapping[str, Any],
    *,
    format: Format,
    language: str,
    at: datetime | None = None,
    drawings: Mapping[str, str] | None = None,
    colours: tuple[str, str] | None = None,
    ppi: float = PIXELS_PER_INCH,
) -> bytes:
    """What is shown to everybody, from a template: not a paper, and not signed."""
    return draw(
        template, data, fonts=_fonts(), format=format, at=at, language=language, drawings=drawings, colours=colours,
        ppi=ppi,
    )  # fmt: skip
