from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

# The log is public: whoever asks may read all of it. Lines are written by whoever does the deed at the agency, their
# places and the tree by the database alone, heads by the platform. Nobody changes or removes anything.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)

# At the commit of a line's transaction, one transaction after another: the next number, and the nodes that this leaf
# completes. Each statement here sees what was committed before, as the lock is held until after the commit; under
# REPEATABLE READ the number would be taken, and the transaction fails. By then nothing else is left to be locked.
PLACE = """
CREATE FUNCTION place_in_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place bigint;
    node bytea := NEW.leaf;
    found bytea := NEW.leaf;
    beside bytea;
    level integer := 0;
BEGIN
    IF NEW.leaf <> sha256('\\x00'::bytea || convert_to(NEW.body, 'UTF8')) THEN
        RAISE 'the leaf of a line of the log is not its hash';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('thanjai log of documents'));
    SELECT coalesce(max(number) + 1, 0) INTO place FROM documents_logleaf;
    WHILE place >> level & 1 = 1 LOOP
        SELECT substring(nodes FROM 32 * level + 1 FOR 32) INTO STRICT beside
        FROM documents_logleaf WHERE number = place - (1::bigint << level);
        node := sha256('\\x01'::bytea || beside || node);
        found := found || node;
        level := level + 1;
    END LOOP;
    INSERT INTO documents_logleaf (number, entry_id, leaf, nodes) VALUES (place, NEW.id, NEW.leaf, found);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION place_in_log FROM public;
CREATE CONSTRAINT TRIGGER placed AFTER INSERT ON documents_logentry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION place_in_log();
"""

FORWARD = """
CREATE FUNCTION log_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before documents_loghead;
BEGIN
    SELECT * INTO before FROM documents_loghead WHERE number < NEW.number ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(before.number, 0) + 1 OR NEW.size < before.size OR NEW.at <= before.at THEN
        RAISE 'a head of the log follows the one before: neither its size nor its time goes back';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER forward AFTER INSERT ON documents_loghead FOR EACH ROW EXECUTE FUNCTION log_goes_forward();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_keyed_bearers"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField("document", "salt", models.BinaryField(default=b"", max_length=16)),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("leaf", models.BinaryField(max_length=32)),
                ("document_id", models.UUIDField()),
                ("ordinal", models.PositiveIntegerField()),
                ("event", models.CharField(max_length=12)),
                ("agency_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document_id", "ordinal"), name="logentry_ordinal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LogLeaf",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.UUIDField(unique=True)),
                ("leaf", models.BinaryField(max_length=32)),
                ("nodes", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(models.F("number").bitrightshift(20), "leaf", name="logleaf_by_hash")],
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=16)),
                ("body", models.TextField()),
                ("signature", models.BinaryField(max_length=64)),
            ],
        ),
        rls.guard("documents_logentry", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM, change="false"),
        rls.append_only("documents_logentry"),
        rls.guard("documents_logleaf", read=rls.ANYBODY, write="false"),
        rls.append_only("documents_logleaf"),
        rls.guard("documents_loghead", read=rls.ANYBODY, write=rls.PLATFORM, change="false"),
        rls.append_only("documents_loghead"),
        migrations.RunSQL(PLACE, "DROP TRIGGER placed ON documents_logentry; DROP FUNCTION place_in_log;"),
        migrations.RunSQL(FORWARD, "DROP TRIGGER forward ON documents_loghead; DROP FUNCTION log_goes_forward;"),
    ]
