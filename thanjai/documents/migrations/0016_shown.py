from django.db import migrations

# As before, each way of asking for itself: its plan is kept, where one statement for all ways is planned each time.
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
        WHERE made.made_at IS NOT NULL AND made.sha256 = file;
    END IF;
END $$;
"""

# What the public page says of such a document, all of it and nothing more: not who applied, why it ended, or its file.
SHOWN = """
CREATE FUNCTION documents_shown(code text, known_number text, file text)
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
            SELECT coalesce(json_agg(
                json_build_array(ordinal, because, check_code, made_at, sha256 = file) ORDER BY ordinal
            ), '[]')
            FROM documents_replacement WHERE document_id = document.id AND made_at IS NOT NULL
        )
    FROM documents_checked(code, known_number, file) asked
    JOIN documents_document document ON document.id = asked.id
    JOIN agencies_agency agency ON agency.id = document.agency_id;
END $$;
REVOKE ALL ON FUNCTION documents_shown FROM public;
GRANT EXECUTE ON FUNCTION documents_shown TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0015_asked")]

    operations = [
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
        migrations.RunSQL(SHOWN, "DROP FUNCTION documents_shown"),
    ]
