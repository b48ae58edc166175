"""Reading the tree's nodes: all that a proof needs, with one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import connection

_NODES: Final = "SELECT number, nodes FROM documents_logleaf WHERE number = ANY (%s)"


def read(numbers: frozenset[int]) -> Mapping[int, bytes]:
    """What lies with these leaves, by their numbers; those that are not there are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_NODES, [list(numbers)])
        return {number: bytes(found) for number, found in cursor.fetchall()}
