"""How many papers one core renders and signs in a second, on the machine it runs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter, process_time

from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper
from thanjai.kernel.pdf.signing import Signer


@dataclass(frozen=True, slots=True)
class Speed:
    papers: int
    seconds: float
    processor_seconds: float

    @property
    def per_second(self) -> float:
        """By the clock on the wall."""
        return self.papers / self.seconds

    @property
    def per_core_second(self) -> float:
        """By the time the processor spent on it: what one core would do if left alone."""
        return self.papers / self.processor_seconds


def measure(paper: Paper, *, fonts: Fonts, signer: Signer, at: datetime, papers: int = 50) -> Speed:
    """Render and sign `papers` copies of `paper`, each with its own number, one after the other."""
    _make(paper, 0, fonts, signer, at)
    began, busy = perf_counter(), process_time()
    for serial in range(1, papers + 1):
        _make(paper, serial, fonts, signer, at)
    return Speed(papers, perf_counter() - began, process_time() - busy)


def _make(paper: Paper, serial: int, fonts: Fonts, signer: Signer, at: datetime) -> bytes:
    one = paper.model_copy(update={"number": f"{paper.number}-{serial}"})
    place = paper.letterhead.agency.th
    return signer.sign(render_paper(one, fonts=fonts, at=at), at=at, reason=paper.title.th, location=place)
