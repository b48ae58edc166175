"""Whether a payment still counts is for whoever asked for the money to say.

A context above registers a judge for the purposes that it uses. Money itself knows only that an invoice was
paid already, or cancelled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

Judge = Callable[[UUID, str, datetime], str]
"""Given the subject, the purpose and the bank's moment of payment: empty when it counts, or why not, in a word
under which the notice is filed. It is asked within the transaction that takes the notice in, with the invoice locked."""

_judges: dict[str, Judge] = {}


def judged_by(prefix: str) -> Callable[[Judge], Judge]:
    """Decorate the judge of all purposes that begin with `prefix`."""

    def register(judge: Judge) -> Judge:
        _judges[prefix] = judge
        return judge

    return register


def judge_of(purpose: str) -> Judge | None:
    return next((judge for prefix, judge in _judges.items() if purpose.startswith(prefix)), None)
