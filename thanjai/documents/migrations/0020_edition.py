import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

# As a replacement: the agency's, and its holder's to read.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
HOLDER = f"({rls.KIND} IN ('person', 'bearer') AND sees_document(document_id))"
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)

# A paper in one language is found by its file alone: its code is that of the paper in both.
CHECKED = """
CREATE OR REPLACE FUNCTION documents_checked(code text, known_number text, file text)
    RETURNS TABLE (id uuid, agency_id uuid)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF acting_kind() = '' THEN
        RETURN;
    END IF;
    IF code <> '' THEN
        RETURN QUERY SELECT id, agency_id FROM documents_document WHERE check_code = code;
        IF NOT FOUND THEN
            RETURN QUERY SELECT document.id, document.agency_id
            FROM documents_replacement made JOIN documents_document document ON document.id = made.document_id
            WHERE made.made_at IS NOT NULL AND made.check_code = code;
        END IF;
    END IF;
    IF known_number <> '' THEN
        RETURN QUERY SELECT id, agency_id FROM documents_document WHERE number = known_number LIMIT 20;
    END IF;
    IF file <> '' THEN
        RETURN QUERY SELECT id, agency_id FROM documents_document WHERE sha256 = file
        UNION ALL SELECT document.id, document.agency_id
        FROM documents_renewal renewal JOIN documents_document document ON document.id = renewal.document_id
        WHERE renewal.sha256 = file
        UNION ALL SELECT document.id, document.agency_id
        FROM documents_replacement made JOIN documents_document document ON document.id = made.document_id
        WHERE made.made_at IS NOT NULL AND made.sha256 = file
        UNION ALL SELECT document.id, document.agency_id
        FROM documents_edition made JOIN documents_document document ON document.id = made.document_id
        WHERE made.made_at IS NOT NULL AND made.sha256 = file;
    END IF;
END $$;
"""

# As before, but for a replacement in one language, which is that replacement.
SHOWN = """
CREATE OR REPLACE FUNCTION documents_shown(code text, known_number text, file text)
    RETURNS TABLE (
        id uuid, check_code text, number text, title json, holder text, public json, issued_at timestamptz,
        valid_from date, valid_until date, ended text, ended_at timestamptz, version int, is_renewable boolean,
        agency_code text, agency_th text, agency_en text, current text, is_handed_over boolean, is_proven boolean,
        renewals json, replacements json
    )
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT
        document.id, document.check_code::text, document.number::text, document.title::json, document.holder::text,
        document.public::json, document.issued_at, document.valid_from, document.valid_until, document.ended::text,
        document.ended_at, document.version::int, document.wake_at IS NOT NULL,
        agency.code::text, agency.name_th::text, agency.name_en::text,
        CASE WHEN document.ended <> 'superseded' THEN '' ELSE coalesce((
            WITH RECURSIVE later AS (
                SELECT id, check_code, succeeded_by, 1 AS step FROM documents_document
                WHERE replaces = document.id OR id = document.succeeded_by
                UNION ALL SELECT next.id, next.check_code, next.succeeded_by, later.step + 1
                FROM later JOIN documents_document next ON next.replaces = later.id OR next.id = later.succeeded_by
            )
            SELECT coalesce((
                SELECT check_code FROM documents_replacement
                WHERE document_id = later.id AND made_at IS NOT NULL ORDER BY ordinal DESC LIMIT 1
            ), later.check_code)::text
            FROM later ORDER BY later.step DESC LIMIT 1
        ), '') END,
        document.succeeded_by IS NOT NULL,
        EXISTS (
            SELECT FROM documents_logentry line JOIN documents_logleaf place ON place.entry_id = line.id
            WHERE line.document_id = document.id AND line.ordinal = 1
                AND place.number < (SELECT size FROM documents_loghead ORDER BY number DESC LIMIT 1)
        ),
        (
            SELECT coalesce(json_agg(json_build_array(period_from, period_until, paid_at) ORDER BY ordinal), '[]')
            FROM documents_renewal WHERE document_id = document.id
        ),
        (
            SELECT coalesce(json_agg(json_build_array(
                ordinal, because, check_code, made_at, sha256 = file OR file <> '' AND EXISTS (
                    SELECT FROM documents_edition printed
                    WHERE printed.replacement_id = made.id AND printed.made_at IS NOT NULL AND printed.sha256 = file
                )
            ) ORDER BY ordinal), '[]')
            FROM documents_replacement made WHERE document_id = document.id AND made_at IS NOT NULL
        )
    FROM documents_checked(code, known_number, file) asked
    JOIN documents_document document ON document.id = asked.id
    JOIN agencies_agency agency ON agency.id = document.agency_id;
END $$;
"""

# A paper in one language is a line about that paper: it does not say how the document stands.
STANDS = """
CREATE OR REPLACE FUNCTION stands_in_log() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
    said text;
BEGIN
    SELECT ended INTO standing FROM documents_document WHERE id = NEW.id;
    SELECT event INTO said FROM documents_logentry
    WHERE document_id = NEW.id AND event NOT IN ('renewed', 'evidence', 'replaced', 'stamped', 'edition')
    ORDER BY ordinal DESC LIMIT 1;
    IF said IS NULL OR standing <> (CASE WHEN said IN ('issued', 'lifted') THEN '' ELSE said END) THEN
        RAISE 'document % has no line in the log that says how it stands', NEW.id;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_serving_security"), ("documents", "0019_stamped")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=2)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("file_id", models.UUIDField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="agencies.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="editions",
                        to="documents.document",
                    ),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editions",
                        to="documents.replacement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["document", "replacement", "language"], name="edition_once", nulls_distinct=False
                    )
                ],
                "indexes": [models.Index(fields=["sha256"], name="edition_sha256")],
            },
        ),
        rls.guard(
            "documents_edition", read=rls.any_of(AGENCY_OR_PLATFORM, HOLDER), write=AGENCY_OR_PLATFORM, change=WORKER
        ),
        *(migrations.RunSQL(one, migrations.RunSQL.noop) for one in (CHECKED, SHOWN, STANDS)),
    ]  # fmt: skip
