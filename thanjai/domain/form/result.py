"""What validation gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class FieldError:
    """Something to mend. `path` leads to the answer: `name`, `home.postcode`, `workers.0.name`."""

    path: str
    code: str
    message: Text
    page: str = ""
    """The id of the page that asks."""


@dataclass(frozen=True, slots=True)
class Result:
    """`values`: the sound answers in their one stored form, JSON-ready; unanswered and hidden ones left out."""

    values: dict[str, Any]
    errors: tuple[FieldError, ...]

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer; `part` names the part of a compound one."""

    code: str
    remedy: Text
    part: str = ""


class Unfit(Exception):
    """An answer cannot be taken as it is."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


def unfit(code: str, th: str, en: str, part: str = "") -> Unfit:
    """An `Unfit` with one fault, whose remedy is given in both languages."""
    return Unfit(Fault(code, Text(th=th, en=en), part))
