from django.db import migrations

# A paper to which a time stamp was added is a line about that paper: it does not say how the document stands.
STANDS = """
CREATE OR REPLACE FUNCTION stands_in_log() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
    said text;
BEGIN
    SELECT ended INTO standing FROM documents_document WHERE id = NEW.id;
    SELECT event INTO said FROM documents_logentry
    WHERE document_id = NEW.id AND event NOT IN ('renewed', 'evidence', 'replaced', 'stamped')
    ORDER BY ordinal DESC LIMIT 1;
    IF said IS NULL OR standing <> (CASE WHEN said IN ('issued', 'lifted') THEN '' ELSE said END) THEN
        RAISE 'document % has no line in the log that says how it stands', NEW.id;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0018_by_kind")]

    operations = [migrations.RunSQL(STANDS, migrations.RunSQL.noop)]
