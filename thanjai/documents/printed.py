"""What stands on a paper that was printed, to be printed again."""

from __future__ import annotations

from thanjai.agencies.selectors import agency_by_id
from thanjai.documents.models import Document, Replacement
from thanjai.domain.numbering import crockford
from thanjai.kernel import files
from thanjai.kernel.ids import new_secret
from thanjai.kernel.pdf.content import LicenceContent
from thanjai.kernel.pdf.reading import licence_of


def content_of(paper: Document | Replacement) -> LicenceContent:
    """What the document's own paper says, or one that was made in its place."""
    assert paper.file_id is not None
    pdf = files.read_file(files.find_file(paper.file_id))
    return licence_of(pdf, agency_code=agency_by_id(paper.agency_id).code)


def check_code() -> str:
    """A new one: long and random, so that it is not guessed."""
    code = crockford(new_secret(10), 12)
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
