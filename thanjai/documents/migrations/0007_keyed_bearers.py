"""What stands in place of access codes is worked out with the platform's own key, from the plain hashes of before."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from thanjai.kernel.secrets import keyed_bearer

_HELD_BY = (
    "cases_draft", "cases_case", "cases_consultation", "documents_document", "kernel_storedfile", "mandates_holder",
    "money_invoice", "money_receipt",
)  # fmt: skip


def _rework(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(" UNION ".join(f"SELECT bearer FROM {table} WHERE bearer <> ''" for table in _HELD_BY))
        before = [bearer for (bearer,) in cursor.fetchall()]
        after = [keyed_bearer(one) for one in before]
        for table in _HELD_BY:
            cursor.execute(
                f"UPDATE {table} kept SET bearer = reworked.after"
                " FROM unnest(%s::text[], %s::text[]) reworked (before, after) WHERE kept.bearer = reworked.before",
                [before, after],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_others_place"),
        ("cases", "0003_clock"),
        ("kernel", "0001_initial"),
        ("mandates", "0001_initial"),
        ("money", "0001_initial"),
    ]
    operations = [migrations.RunPython(_rework, migrations.RunPython.noop)]
