"""Which of what fits a little is worth showing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from thanjai.domain.finding.index import Hit

_OF_THE_BEST: Final = 0.3
_SHARE: Final = 0.25
"""Of what was asked, by importance, at least so much must be there by word, not only by sound."""
_CLOSE: Final = 5


def worth_showing(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """What fits, and, where nothing does, the few that come closest."""
    if not hits:
        return [], []
    least = _OF_THE_BEST * hits[0].score
    good = [hit for hit in hits if hit.score >= least and hit.share >= _SHARE]
    return good, [] if good else list(hits[:_CLOSE])
