from django.db import migrations

# No document is issued, stopped, let on or ended without its line in the log, whichever program does it: at commit the
# document must stand as the log last said.
STANDS = """
CREATE FUNCTION stands_in_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
    said text;
BEGIN
    SELECT ended INTO standing FROM documents_document WHERE id = NEW.id;
    SELECT event INTO said FROM documents_logentry
    WHERE document_id = NEW.id AND event NOT IN ('renewed', 'evidence') ORDER BY ordinal DESC LIMIT 1;
    IF said IS NULL OR standing <> (CASE WHEN said IN ('issued', 'lifted') THEN '' ELSE said END) THEN
        RAISE 'document % has no line in the log that says how it stands', NEW.id;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION stands_in_log FROM public;
CREATE CONSTRAINT TRIGGER issued_in_log AFTER INSERT ON documents_document DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION stands_in_log();
CREATE CONSTRAINT TRIGGER changed_in_log AFTER UPDATE OF ended ON documents_document DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.ended IS DISTINCT FROM NEW.ended) EXECUTE FUNCTION stands_in_log();
"""
GONE = """
DROP TRIGGER issued_in_log ON documents_document;
DROP TRIGGER changed_in_log ON documents_document;
DROP FUNCTION stands_in_log;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_log_begins")]
    operations = [migrations.RunSQL(STANDS, GONE)]
