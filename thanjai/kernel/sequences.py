"""Numbers without gaps: given inside the transaction that uses them, so a rollback gives them back."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def next_number(agency: UUID, series: str) -> int:
    """The next number of an agency's series. Others wait for the same series until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_sequence (agency_id, series, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (agency_id, series) DO UPDATE SET last = kernel_sequence.last + 1 RETURNING last",
            [agency, series],
        )
        return int(cursor.fetchone()[0])
