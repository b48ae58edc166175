"""Tables point downwards as imports do; the import linter cannot see foreign keys written as text."""

from __future__ import annotations

from django.apps import apps

ORDER = [
    "kernel",
    "accounts",
    "agencies",
    "catalogue",
    "money",
    "messaging",
    "mandates",
    "cases",
    "documents",
    "bundles",
    "payouts",
]
NEIGHBOURS = {frozenset({"money", "messaging"})}


def test_foreign_keys_point_to_the_same_context_or_below() -> None:
    seen = 0
    for model in apps.get_models():
        if model._meta.app_label not in ORDER:
            continue
        for field in model._meta.concrete_fields:
            if field.remote_field is None:
                continue
            here, there = model._meta.app_label, field.remote_field.model._meta.app_label
            seen += 1
            assert ORDER.index(there) <= ORDER.index(here), f"{model.__name__}.{field.name} points upwards"
            assert frozenset({here, there}) not in NEIGHBOURS
    assert seen > 10
