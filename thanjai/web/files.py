"""Sending kept files to those who may see them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404

from thanjai.kernel import files
from thanjai.kernel.models import StoredFile

SENT_TO_US: Final = frozenset({"answer", "counter"})
"""The purposes of files that were not made by us."""


def send(file: StoredFile) -> FileResponse:
    """What we made ourselves opens in the browser; what somebody sent us is only ever downloaded."""
    sent = FileResponse(
        files.path_of(file).open("rb"), filename=file.name, content_type=file.content_type,
        as_attachment=file.purpose in SENT_TO_US,
    )  # fmt: skip
    sent["Cache-Control"] = "private, no-store"
    return sent


def one_file(file: UUID) -> FileResponse:
    """A file by its id, for those whom row-level security shows it to."""
    try:
        return send(files.find_file(file))
    except StoredFile.DoesNotExist:
        raise Http404 from None
