"""A roll keeps its way and version; a line may let go of whom it paid, once, and nothing else of it changes."""

from django.db import migrations

ROLLS = """
CREATE FUNCTION payouts_roll_keeps_its_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.way <> OLD.way OR NEW.version_id IS DISTINCT FROM OLD.version_id THEN
        RAISE EXCEPTION 'roll % is not changed', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_never_changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keeps_its_way BEFORE UPDATE ON payouts_roll
    FOR EACH ROW EXECUTE FUNCTION payouts_roll_keeps_its_way();
"""

LINES = """
CREATE OR REPLACE FUNCTION payouts_line_kept() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE state text;
BEGIN
    SELECT roll.state INTO state FROM payouts_roll roll WHERE roll.id = OLD.roll_id;
    IF (OLD.id, OLD.agency_id, OLD.roll_id, OLD.payee_id, OLD.number, OLD.purpose, OLD.month, OLD.satang, OLD.age)
        IS DISTINCT FROM (NEW.id, NEW.agency_id, NEW.roll_id, NEW.payee_id, NEW.number, NEW.purpose, NEW.month,
            NEW.satang, NEW.age)
        OR (OLD.outcome <> '' AND (OLD.outcome, OLD.code, OLD.result_id)
            IS DISTINCT FROM (NEW.outcome, NEW.code, NEW.result_id))
        OR (OLD.outcome <> NEW.outcome AND state <> 'sent')
        OR NEW.outcome NOT IN ('', 'paid', 'returned')
        OR (OLD.holds <> NEW.holds AND (NEW.holds OR NOT (NEW.outcome = 'returned' OR state = 'cancelled')))
        OR (OLD.erased AND NOT NEW.erased)
    THEN
        RAISE EXCEPTION 'line % is not changed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_never_changed';
    END IF;
    -- Whom it paid, and where, is left out once it may be, with the roll over; until then it stays.
    IF NEW.erased AND NOT OLD.erased THEN
        IF state NOT IN ('closed', 'cancelled') OR (NEW.name, NEW.bank, NEW.account, NEW.account_name) <> ('', '', '', '')
            OR NEW.account_key <> ''
        THEN
            RAISE EXCEPTION 'line % is not erased yet, or not whole', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'line_erased_whole';
        END IF;
    ELSIF (OLD.person_key, OLD.name, OLD.bank, OLD.account_key, OLD.account_name)
        IS DISTINCT FROM (NEW.person_key, NEW.name, NEW.bank, NEW.account_key, NEW.account_name)
    THEN
        RAISE EXCEPTION 'line % is not changed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_never_changed';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0005_schemes_and_ways")]

    operations = [migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (ROLLS, LINES)]
