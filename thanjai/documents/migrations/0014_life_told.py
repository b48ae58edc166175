from django.db import migrations

# A replacement is found by its own code and file; nothing of it is told but which document it is of, and whose.
CHECKS = """
CREATE OR REPLACE FUNCTION documents_checked(code text, known_number text, file text)
    RETURNS TABLE (id uuid, agency_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, agency_id FROM documents_document
    WHERE acting_kind() <> '' AND code <> '' AND check_code = code
    UNION ALL SELECT * FROM (
        SELECT id, agency_id FROM documents_document
        WHERE acting_kind() <> '' AND known_number <> '' AND number = known_number LIMIT 20
    ) numbered
    UNION ALL SELECT id, agency_id FROM documents_document
    WHERE acting_kind() <> '' AND file <> '' AND sha256 = file
    UNION ALL SELECT document.id, document.agency_id
    FROM documents_renewal renewal JOIN documents_document document ON document.id = renewal.document_id
    WHERE acting_kind() <> '' AND file <> '' AND renewal.sha256 = file
    UNION ALL SELECT document.id, document.agency_id
    FROM documents_replacement made JOIN documents_document document ON document.id = made.document_id
    WHERE acting_kind() <> '' AND made.made_at IS NOT NULL AND code <> '' AND made.check_code = code
    UNION ALL SELECT document.id, document.agency_id
    FROM documents_replacement made JOIN documents_document document ON document.id = made.document_id
    WHERE acting_kind() <> '' AND made.made_at IS NOT NULL AND file <> '' AND made.sha256 = file
$$;
"""

# A replacement is a line about a paper, as the evidence of a renewal is: it does not say how the document stands.
STANDS = """
CREATE OR REPLACE FUNCTION stands_in_log() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
    said text;
BEGIN
    SELECT ended INTO standing FROM documents_document WHERE id = NEW.id;
    SELECT event INTO said FROM documents_logentry
    WHERE document_id = NEW.id AND event NOT IN ('renewed', 'evidence', 'replaced') ORDER BY ordinal DESC LIMIT 1;
    IF said IS NULL OR standing <> (CASE WHEN said IN ('issued', 'lifted') THEN '' ELSE said END) THEN
        RAISE 'document % has no line in the log that says how it stands', NEW.id;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0013_versions")]

    operations = [migrations.RunSQL(one, migrations.RunSQL.noop) for one in (CHECKS, STANDS)]
