"""Which case a file belongs to: what was sent with it, what was written about it, and its documents."""

from __future__ import annotations

from uuid import UUID

from thanjai.cases.whose import corrections_of
from thanjai.documents.models import Document
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile


def is_of_case(file_id: UUID, case_id: UUID) -> bool:
    """Whether the file is one of the case's, for one who may see both."""
    try:
        owner = files.find_file(file_id).owner_id
    except StoredFile.DoesNotExist:
        return False
    return (
        owner == case_id
        or Document.objects.filter(pk=owner, case_id=case_id).exists()
        or owner in corrections_of(case_id)
    )
