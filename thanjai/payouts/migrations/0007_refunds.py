"""A line may pay a refund instead of a month; which one it pays stays as it is."""

from django.db import migrations, models

LINES = """
CREATE FUNCTION payouts_line_keeps_its_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.instruction_id IS DISTINCT FROM OLD.instruction_id THEN
        RAISE EXCEPTION 'line % is not changed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_never_changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keeps_its_refund BEFORE UPDATE ON payouts_rollline
    FOR EACH ROW EXECUTE FUNCTION payouts_line_keeps_its_refund();
"""


# Locks briefly: a column that may be empty, and a trigger.
class Migration(migrations.Migration):
    dependencies = [("payouts", "0006_guards"), ("money", "0013_to_an_account")]

    operations = [
        migrations.AddField("rollline", "instruction_id", models.UUIDField(null=True)),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
    ]
