"""Sending kept files to those who may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from thanjai.archive.selectors import newest_of
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import acting_as, worker_at

SENT_TO_US: Final = frozenset({"answer", "counter", "consent", "logo", "mandate", "order", "received"})
"""The purposes of files that were not made by us."""
PICTURES: Final = frozenset({"image/jpeg", "image/png"})
"""Drawn anew when they came, so they open in the browser; a PDF that somebody sent is only ever downloaded."""
CAGE: Final = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"
"""Should a browser ever take what somebody sent for a page, it may do nothing."""


def send(file: StoredFile) -> FileResponse:
    """What we made ourselves opens in the browser, a paper with its latest time stamps.

    Raises Refusal for a file that is not known to be clean.
    """
    file = newest_of(file)
    was_sent = file.purpose in SENT_TO_US
    sent = FileResponse(_begun(files.read_pieces(file)), content_type=file.content_type)
    sent["Content-Length"] = str(file.size)
    is_saved = was_sent and file.content_type not in PICTURES
    sent["Content-Disposition"] = str(content_disposition_header(is_saved, file.name))
    sent["Cache-Control"] = "private, no-store"
    if was_sent:
        sent["Content-Security-Policy"] = CAGE
    return sent


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With the first piece read already: a content that is gone or damaged is a fault before the answer begins."""
    first = next(pieces, b"")
    return chain([first], pieces)


def not_clean(answers: Any) -> dict[str, str]:
    """The states of those files in answers that cannot be opened now."""
    return files.not_clean(set(_ids(answers)))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "sha256" in value:
            yield value["id"]
        else:
            yield from (id for inner in value.values() for id in _ids(inner))
    elif isinstance(value, list | tuple):
        yield from (id for inner in value for id in _ids(inner))


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
