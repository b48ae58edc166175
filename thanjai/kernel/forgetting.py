"""Deleting all files of something that is erased."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.vault.places import store


def forget_files(owners: Collection[UUID]) -> list[str]:
    """Delete every file of these owners; where their contents lay, each of which goes when no other row names it.

    Asked until there is none: a deletion may have waited for somebody who was making another file out of that one.
    """
    places: list[str] = []
    while found := list(StoredFile.objects.filter(owner_id__in=owners)):
        for file in found:
            files.forget(file)
        places += [file.place for file in found]
    return places


def files_left(owners: Collection[UUID], places: Collection[str]) -> int:
    """How many files these owners still have, or contents of theirs still lie where no row names them."""
    rows = StoredFile.objects.filter(owner_id__in=owners).count()
    named = set(StoredFile.objects.filter(place__in=places).values_list("place", flat=True))
    return rows + sum(store().has(place) for place in set(places) - named)
