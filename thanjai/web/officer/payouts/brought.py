"""Files with lines that are only read, and then gone: registers and a bank's results."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.payouts.faults import UnreadableFile

MOST_BYTES: Final = 10_000_000
_FAULTS_SHOWN: Final = 100


def lines_brought(request: HttpRequest) -> bytes:
    """The content of the file that was sent. Raises Refusal for none, or one too large."""
    upload = request.FILES.get("file")
    if upload is None:
        raise Refusal("file_needed", Text(th="เลือกไฟล์", en="Choose the file."), field="file")
    if upload.size is None or upload.size > MOST_BYTES:
        raise Refusal(
            "file_too_large", Text(th="ไฟล์ใหญ่เกิน 10 MB แบ่งไฟล์", en="More than 10 MB: split the file."), field="file"
        )
    return bytes(upload.read())


def faults_of(refusal: Refusal | None) -> dict[str, Any]:
    """The faults of a file, as many as one reads at once."""
    faults = refusal.faults if isinstance(refusal, UnreadableFile) else ()
    return {"faults": faults[:_FAULTS_SHOWN], "more_faults": max(0, len(faults) - _FAULTS_SHOWN)}
