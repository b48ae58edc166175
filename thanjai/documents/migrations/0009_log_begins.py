"""What was issued before there was a log is entered, in the order in which it happened."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import thanjai.documents.models
from thanjai.documents.log.lines import Line
from thanjai.kernel.ids import new_id

BATCH = 1_000

_SALT = "UPDATE documents_document SET salt = uuid_send(gen_random_uuid()) WHERE salt = ''"
_EVENTS = """
SELECT happened.document_id,
    row_number() OVER (PARTITION BY happened.document_id ORDER BY happened.at, happened.rank, happened.seq),
    happened.event, document.agency_id, happened.at, document.kind, document.number, document.check_code,
    happened.sha256, document.salt
FROM (
    SELECT id AS document_id, 'issued' AS event, issued_at AS at, 0 AS rank, 0 AS seq, sha256 FROM documents_document
    UNION ALL
    SELECT change.document_id, change.what, change.at, 1, change.id, document.sha256
    FROM documents_change change JOIN documents_document document ON document.id = change.document_id
    UNION ALL
    SELECT document_id, 'evidence', renewed_at, 2, ordinal, sha256 FROM documents_renewal WHERE file_id IS NOT NULL
) happened JOIN documents_document document ON document.id = happened.document_id
ORDER BY happened.at, happened.document_id, happened.rank, happened.seq
"""


def _enter(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(_SALT)
    with editor.connection.chunked_cursor() as cursor:
        cursor.execute(_EVENTS)
        while rows := cursor.fetchmany(BATCH):
            lines = [Line(*(*row[:-1], bytes(row[-1]))) for row in rows]
            with editor.connection.cursor() as writing:
                writing.executemany(
                    "INSERT INTO documents_logentry (id, leaf, document_id, ordinal, event, agency_id, at, body)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                    [
                        (
                            new_id(),
                            one.leaf,
                            one.document_id,
                            one.ordinal,
                            one.event,
                            one.agency_id,
                            one.second,
                            one.body,
                        )
                        for one in lines
                    ],
                )


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_log")]
    operations = [
        migrations.RunPython(_enter, migrations.RunPython.noop),
        migrations.AlterField(
            "document", "salt", models.BinaryField(default=thanjai.documents.models.new_salt, max_length=16)
        ),
    ]
