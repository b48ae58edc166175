"""What the checks find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from thanjai.domain.text import Text

Where = tuple[str | int, ...]
"""A path into the definition as written, such as ("steps", 2, "when")."""

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`error`: the definition cannot be published. `source`: the law or standard behind the rule, if any.

    `accepted` is the author's reason for letting a warning stand; its level is then `info`.
    """

    level: Level
    code: str
    where: Where
    message: Text
    source: str = ""
    accepted: Text | None = None


Problems = Iterator[Problem]


def error(code: str, where: Where, th: str, en: str, source: str = "") -> Problem:
    return Problem("error", code, where, Text(th=th, en=en), source)


def warning(code: str, where: Where, th: str, en: str, source: str = "") -> Problem:
    return Problem("warning", code, where, Text(th=th, en=en), source)


LFA_7 = "Licensing Facilitation Act B.E. 2558, section 7"
LFA_8 = "Licensing Facilitation Act B.E. 2558, section 8"
LFA_10 = "Licensing Facilitation Act B.E. 2558, section 10"
E_ACT_7 = "Electronic Performance of Government Act B.E. 2565, section 7"
E_ACT_12 = (
    "Electronic Performance of Government Act B.E. 2565, section 12; Digital Government Act B.E. 2562, section 11"
)
E_ACT_13 = "Electronic Performance of Government Act B.E. 2565, section 13"
PDPA_19 = "Personal Data Protection Act B.E. 2562, sections 19 and 24"
PDPA_23 = "Personal Data Protection Act B.E. 2562, section 23"
PDPA_26 = "Personal Data Protection Act B.E. 2562, section 26"
PDPA_37 = "Personal Data Protection Act B.E. 2562, section 37"
OPDC = "OPDC standard times, resolution of the Cabinet"
ITA_O9 = "Integrity and Transparency Assessment, item O9"
DECREE = "Royal Decree on paying a fee in place of an application for renewal B.E. 2564, section 4"
WCAG_LANGUAGE = "Web Content Accessibility Guidelines 2.2, 3.1.2; Licensing Facilitation Act B.E. 2558, section 7"
WCAG_LABELS = "Web Content Accessibility Guidelines 2.2, 3.3.2"
ONE_THING = "GOV.UK Service Manual, structuring forms: one thing per page"
APA_44 = "Administrative Procedure Act B.E. 2539, section 44"
APA_40 = "Administrative Procedure Act B.E. 2539, section 40"
PLAIN = "ISO 24495-1:2023, plain language"
DUTIES = "Criteria of the Ministry of Finance on internal control of state agencies B.E. 2561: separation of duties"
INFO_GO_8 = "info.go.th manual, item 8"
INFO_GO_6 = "info.go.th manual, item 6"
INFO_GO_7 = "info.go.th manual, item 7"
