"""What is sealed in the whole database, and sealing it with the newest key, in batches that lock little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import StrIndex, Substr

from thanjai.kernel.keyring import FIRST, ring
from thanjai.kernel.secrets import SealedField, key_of, seal_anew
from thanjai.kernel.tenancy import PLATFORM, acting_as

AT_ONCE: Final = 500
IN_FACTORS: Final = ("secret", "seed")
"""What Factors.encrypt has sealed of an authenticator app, and of recovery codes."""


def counted() -> Counter[str]:
    """How many secrets each key has sealed."""
    found: Counter[str] = Counter()
    with acting_as(PLATFORM), transaction.atomic():
        for model, column in _columns():
            dot = StrIndex(F(column), Value("."))
            by_key = model._default_manager.exclude(**{column: ""}).annotate(key=Substr(F(column), 1, dot - 1))
            for key, count in (
                by_key.filter(**{f"{column}__contains": "."}).values_list("key").annotate(models.Count("pk"))
            ):
                found[key] += count
            found[FIRST] += (
                model._default_manager.exclude(**{column: ""}).exclude(**{f"{column}__contains": "."}).count()
            )
        for kept in Authenticator.objects.values_list("data", flat=True).iterator():
            found.update(key_of(kept[name]) for name in IN_FACTORS if name in kept)
    return +found


def reseal() -> Iterator[tuple[str, int]]:
    """Each column of secrets, and how many of them were sealed anew. Stopped and begun again, it goes on."""
    for model, column in _columns():
        yield f"{model._meta.db_table}.{column}", _reseal(model, column)
    yield "mfa_authenticator.data", _reseal_factors()


def _reseal_factors() -> int:
    """The secrets of apps and recovery codes lie within what allauth keeps of each."""
    count = 0
    with acting_as(PLATFORM), transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            kept = {name: seal_anew(row.data[name]) for name in IN_FACTORS if name in row.data}
            if kept.items() - row.data.items():
                Authenticator.objects.filter(pk=row.pk).update(data={**row.data, **kept})
                count += len(kept)
    return count


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield model, field.name


def _reseal(model: type[models.Model], column: str) -> int:
    """A batch is one transaction; a row changed meanwhile is not overwritten, for it is locked."""
    newest = f"{ring.newest()[0]}."
    count, last = 0, None
    while True:
        with acting_as(PLATFORM), transaction.atomic():
            rows = _batch(model, column, newest, last)
            for row in rows:
                model._default_manager.filter(pk=row.pk).update(**{column: seal_anew(getattr(row, column))})
        if not rows:
            return count
        count, last = count + len(rows), rows[-1].pk


def _batch(model: type[models.Model], column: str, newest: str, last: Any) -> list[models.Model]:
    older = model._default_manager.exclude(**{column: ""}).exclude(**{f"{column}__startswith": newest})
    if last is not None:
        older = older.filter(pk__gt=last)
    return list(older.select_for_update(of=("self",)).order_by("pk").only("pk", column)[:AT_ONCE])
