"""Files that a definition keeps for a shorter time than the case they were sent with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.cases.selectors import case as case_by_id
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.handled import Handled, handled
from thanjai.kernel import erasing, files
from thanjai.kernel.clock import now, today
from thanjai.kernel.models import StoredFile
from thanjai.privacy.retention import ENDING

AT_ONCE: Final = 200
_VERSIONS: Final = "SELECT DISTINCT version_id FROM cases_case WHERE closed_at IS NOT NULL AND erased_at IS NULL"
_OVER: Final = (
    ENDING
    + """
SELECT e.id FROM ending e
WHERE e.kept_until < %(today)s AND e.id > %(after)s
  AND EXISTS (SELECT 1 FROM kernel_storedfile f WHERE f.owner_id = e.id AND f.purpose = 'answer')
ORDER BY e.id LIMIT %(most)s
"""
)


def forget_over() -> int:
    """Delete the files whose own time is over, of all cases; how many. The caller acts as the platform."""
    return sum(_forget(case_id, question) for version, question in _shorter() for case_id in _cases(version, question))


def _shorter() -> Iterator[tuple[UUID, Handled]]:
    """The questions that take files for a shorter time, by version."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_VERSIONS)
        versions = [row[0] for row in cursor.fetchall()]
    for version in versions:
        definition = definition_of(version)
        for one in handled(definition):
            if one.is_file and one.keep_years < definition.data.retention_years:
                yield version, one


def _cases(version: UUID, question: Handled) -> Iterator[UUID]:
    """The cases whose files for a question may go: those that still have any file."""
    values: dict[str, Any] = {
        "years": question.keep_years, "since": question.kept_from, "versions": [version], "today": today(), "case": None,
        "before": now() - timedelta(days=question.keep_years * 365 - 2), "most": AT_ONCE, "after": UUID(int=0),
    }  # fmt: skip
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_OVER, values)
            found = [row[0] for row in cursor.fetchall()]
        yield from found
        if len(found) < AT_ONCE:
            return
        values["after"] = found[-1]


@transaction.atomic
def _forget(case_id: UUID, question: Handled) -> int:
    erasing.begin()
    answers = case_by_id(case_id).state["answers"]
    entries = answers.get(question.group) or [] if question.group else [answers]
    ids = [one["id"] for entry in entries for one in entry.get(question.id) or []]
    found = list(StoredFile.objects.filter(pk__in=ids))
    for file in found:
        files.forget(file)
    return len(found)
