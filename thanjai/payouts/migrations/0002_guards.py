"""Who sees and writes what, and what of a roll never changes, whatever the application does."""

from django.db import migrations

from thanjai.kernel import rls

TABLES = ("scheme", "payee", "accountchange", "removal", "roll", "result", "rollline")
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
PLATFORM_AT_WORK = f"({rls.PLATFORM} OR ({rls.KIND} = 'worker' AND {rls.AGENCY_SIDE}))"

ROLLS = """
-- A roll goes forward only; once approved, what the bank is told and who approved it stays. An account is sealed anew
-- when keys are renewed, so of those the digest is the witness.
CREATE FUNCTION payouts_roll_goes_forward() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lines bigint;
    total bigint;
BEGIN
    IF (OLD.id, OLD.agency_id, OLD.scheme_id, OLD.month, OLD.number, OLD.message_id, OLD.pay_on, OLD.bank,
            OLD.account_name, OLD.made_by)
        IS DISTINCT FROM (NEW.id, NEW.agency_id, NEW.scheme_id, NEW.month, NEW.number, NEW.message_id, NEW.pay_on,
            NEW.bank, NEW.account_name, NEW.made_by)
        OR (OLD.state <> 'draft'
            AND (OLD.count, OLD.satang, OLD.digest) IS DISTINCT FROM (NEW.count, NEW.satang, NEW.digest))
        OR (OLD.submitted_by IS NOT NULL AND OLD.submitted_by IS DISTINCT FROM NEW.submitted_by)
        OR (OLD.approved_by IS NOT NULL
            AND (OLD.approved_by, OLD.approved_at) IS DISTINCT FROM (NEW.approved_by, NEW.approved_at))
        OR (OLD.sent_at IS NOT NULL AND OLD.sent_at IS DISTINCT FROM NEW.sent_at)
    THEN
        RAISE EXCEPTION 'roll % is not changed', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_never_changed';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'submitted'), ('submitted', 'approved'), ('approved', 'sent'), ('sent', 'closed'),
        ('draft', 'cancelled'), ('submitted', 'cancelled'), ('approved', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'roll % does not go from % to %', OLD.number, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_goes_forward';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'approved' THEN
        SELECT count(*), coalesce(sum(satang), 0) INTO lines, total
        FROM payouts_rollline WHERE roll_id = NEW.id AND holds;
        IF lines <> NEW.count OR total <> NEW.satang THEN
            RAISE EXCEPTION 'roll % does not add up', NEW.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_adds_up';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_forward BEFORE UPDATE ON payouts_roll
    FOR EACH ROW EXECUTE FUNCTION payouts_roll_goes_forward();
"""

LINES = """
CREATE FUNCTION payouts_line_of_draft() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- FOR SHARE: whoever submits the roll waits, and whoever comes after finds it submitted.
    PERFORM 1 FROM payouts_roll
    WHERE id = NEW.roll_id AND agency_id = NEW.agency_id AND month = NEW.month AND state = 'draft' FOR SHARE;
    IF NOT FOUND OR NEW.outcome <> '' THEN
        RAISE EXCEPTION 'lines are added to a draft of their own agency and month'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_of_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER of_draft BEFORE INSERT ON payouts_rollline FOR EACH ROW EXECUTE FUNCTION payouts_line_of_draft();

-- Of a line only the bank's word is added, once; and it lets go of its person and month when it came to nothing.
CREATE FUNCTION payouts_line_kept() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE state text;
BEGIN
    SELECT roll.state INTO state FROM payouts_roll roll WHERE roll.id = OLD.roll_id;
    IF (OLD.id, OLD.agency_id, OLD.roll_id, OLD.payee_id, OLD.number, OLD.person_key, OLD.purpose, OLD.month, OLD.name,
            OLD.bank, OLD.account_key, OLD.account_name, OLD.satang, OLD.age)
        IS DISTINCT FROM (NEW.id, NEW.agency_id, NEW.roll_id, NEW.payee_id, NEW.number, NEW.person_key, NEW.purpose,
            NEW.month, NEW.name, NEW.bank, NEW.account_key, NEW.account_name, NEW.satang, NEW.age)
        OR (OLD.outcome <> '' AND (OLD.outcome, OLD.code, OLD.result_id)
            IS DISTINCT FROM (NEW.outcome, NEW.code, NEW.result_id))
        OR (OLD.outcome <> NEW.outcome AND state <> 'sent')
        OR NEW.outcome NOT IN ('', 'paid', 'returned')
        OR (OLD.holds <> NEW.holds AND (NEW.holds OR NOT (NEW.outcome = 'returned' OR state = 'cancelled')))
    THEN
        RAISE EXCEPTION 'line % is not changed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_never_changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON payouts_rollline FOR EACH ROW EXECUTE FUNCTION payouts_line_kept();
"""

EMPTIED = "\n".join(
    f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON payouts_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
    for table in ("roll", "rollline", "result")
)


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0001_initial"),
        ("audit", "0002_only_what_is_needed"),
    ]

    operations = [
        # The agency's officers look at them; only the platform writes them, when an action of theirs was allowed.
        *(rls.guard(f"payouts_{table}", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK) for table in TABLES),
        rls.append_only("payouts_result"),
        *(
            migrations.RunSQL(
                f"DROP POLICY remove ON payouts_{table};"
                f"CREATE POLICY remove ON payouts_{table} FOR DELETE USING (false)",
                migrations.RunSQL.noop,
            )
            for table in ("roll", "rollline")
        ),
        *(migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (ROLLS, LINES, EMPTIED)),
    ]
