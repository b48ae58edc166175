"""A document that somebody hands over: what is asked of it, and on what grounds it is taken or refused.

That something is electronic is no ground to refuse it (Electronic Transactions Act section 7), so it is not on the list;
whoever wants paper names the law that does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

LONGEST_PURPOSE: Final = 200
LONGEST_WORDS: Final = 500


class Asked(StrEnum):
    """What is asked of a document, each for itself."""

    SIGNATURE = "signature"
    CHAIN = "chain"
    TIME = "time"
    REVOCATION = "revocation"
    LOG = "log"
    REGISTER = "register"


class Answer(StrEnum):
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    """It could not be told: the reader must know, and it speaks neither for nor against the document."""


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Why(StrEnum):
    """Grounds to refuse."""

    ALTERED = "altered"
    NOT_TRUSTED = "not_trusted"
    OVER = "over"
    STOPPED = "stopped"
    OTHER_PERSON = "other_person"
    OTHER_PURPOSE = "other_purpose"
    TOO_OLD = "too_old"
    PAPER_BY_LAW = "paper_by_law"
    OTHER = "other"


WORDS: Final[dict[Why, Text]] = {
    Why.ALTERED: Text(th="ไฟล์ถูกแก้ไขหรือไม่ครบ", en="The file was altered or is not whole"),
    Why.NOT_TRUSTED: Text(th="ไม่มีลายมือชื่อ หรือไม่รู้จักผู้ลงลายมือชื่อ", en="Not signed, or by somebody unknown"),
    Why.OVER: Text(th="หมดอายุ หรือยังไม่เริ่มใช้", en="Expired, or not valid yet"),
    Why.STOPPED: Text(th="ถูกพักใช้ เพิกถอน หรือมีฉบับใหม่แทน", en="Suspended, revoked or replaced"),
    Why.OTHER_PERSON: Text(th="ไม่ใช่เอกสารของผู้ที่นำมายื่น", en="About somebody other than who presents it"),
    Why.OTHER_PURPOSE: Text(th="เนื้อหาไม่ตรงกับเรื่องที่ใช้", en="Does not say what it is needed for"),
    Why.TOO_OLD: Text(th="ออกไว้นานกว่าที่กฎหมายให้ใช้", en="Issued longer ago than the law allows"),
    Why.PAPER_BY_LAW: Text(th="มีกฎหมายให้ใช้ฉบับกระดาษ (ระบุกฎหมาย)", en="A law wants it on paper (name the law)"),
    Why.OTHER: Text(th="เหตุอื่น (อธิบาย)", en="Another reason (explain it)"),
}
EXPLAINED: Final = frozenset({Why.PAPER_BY_LAW, Why.OTHER})
"""Grounds that say nothing without words."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one question; `code` says which of the possible ones, for words and for programs."""

    asked: Asked
    answer: Answer
    code: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer decides, tidied and whole. `why` is None for what is accepted."""

    outcome: Outcome
    purpose: str
    why: Why | None
    words: str


def decision(*, outcome: str, purpose: str, why: str, words: str, lines: Iterable[Line]) -> Decision:
    """Raises Refusal that names the field and says what is missing.

    What a check found against is taken all the same only with words: an officer may know more than a machine, and
    says so.
    """
    purpose, words = purpose.strip(), words.strip()
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise Refusal("purpose", _PURPOSE, field="purpose")
    if outcome not in tuple(Outcome):
        raise Refusal("outcome", _OUTCOME, field="outcome")
    if len(words) > LONGEST_WORDS:
        raise Refusal("words", _TOO_LONG, field="words")
    if outcome == Outcome.ACCEPTED:
        if not words and any(line.answer is Answer.BAD for line in lines):
            raise Refusal("words", _AGAINST, field="words")
        return Decision(Outcome.ACCEPTED, purpose, None, words)
    if why not in tuple(Why):
        raise Refusal("why", _WHY, field="why")
    if not words and Why(why) in EXPLAINED:
        raise Refusal("words", _EXPLAIN, field="words")
    return Decision(Outcome.REFUSED, purpose, Why(why), words)


_PURPOSE: Final = Text(
    th=f"ระบุว่าใช้เอกสารนี้ในเรื่องใด ไม่เกิน {LONGEST_PURPOSE} ตัวอักษร",
    en=f"Say what the document is used for, in at most {LONGEST_PURPOSE} letters.",
)
_OUTCOME: Final = Text(th="เลือกว่ารับหรือไม่รับ", en="Choose whether you accept or refuse it.")
_WHY: Final = Text(th="เลือกเหตุที่ไม่รับ", en="Choose the reason for refusing it.")
_EXPLAIN: Final = Text(
    th="ระบุกฎหมายหรืออธิบายเหตุที่ไม่รับ ผู้ถือเอกสารจะเห็นข้อความนี้",
    en="Name the law, or explain the reason. The holder will read it.",
)
_AGAINST: Final = Text(
    th="ผลตรวจมีข้อที่ไม่ผ่าน หากจะรับให้เขียนว่าเพราะเหตุใดจึงเชื่อถือได้",
    en="A check found against the document. To accept it, write why it can be relied on all the same.",
)
_TOO_LONG: Final = Text(th=f"เขียนไม่เกิน {LONGEST_WORDS} ตัวอักษร", en=f"Write it in at most {LONGEST_WORDS} letters.")
