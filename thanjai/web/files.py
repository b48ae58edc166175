"""Sending kept files to those who may see them."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404

from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import acting_as, worker_at

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


def shown_with(question: Any, file: UUID) -> FileResponse:
    """A file of another agency's case, for whoever was asked about it; only one of those chosen for them."""
    if str(file) not in {one["id"] for one in question.files}:
        raise Http404
    with acting_as(worker_at(question.agency_id)):
        return one_file(file)
