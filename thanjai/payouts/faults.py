"""What is wrong with a file that somebody brings, line by line, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` as the file has it, counted from 1; 0 for the whole of it."""

    line: int
    field: str
    message: Text


class UnreadableFile(Refusal):
    """The file cannot be taken. Nothing of it was: each fault says what to mend."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        words = Text(
            th=f"ไฟล์มีที่ต้องแก้ {len(faults)} แห่ง ยังไม่ได้บันทึกอะไร",
            en=f"The file has {len(faults)} faults. Nothing of it was taken.",
        )
        super().__init__("unreadable_file", words, field="file")
        self.faults = tuple(faults)


def of_whole(th: str, en: str) -> UnreadableFile:
    return UnreadableFile([Fault(0, "", Text(th=th, en=en))])


def decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, or what Thai Windows writes. Raises UnreadableFile."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise of_whole(
        "ไฟล์ไม่ใช่ CSV บันทึกเป็น CSV UTF-8 แล้วลองใหม่", "This is no CSV file: save it as CSV UTF-8 and try again."
    )
