"""What holds whatever the application does. Triggers ask past the policies, for who acts changes within a transaction
and a check at its end must see all of it."""

from django.db import migrations

SHAPES = (
    r"receivable:[A-Z0-9-]{1,30}(:surcharge)?",
    r"bank_clearing",
    r"unallocated:[A-Za-z0-9._/-]{1,44}",
    r"income:[a-z0-9_-]{1,40}",
    r"surcharge:[A-Z0-9-]{1,40}",
    r"waived:[A-Z0-9-]{1,40}",
    r"written_off:[A-Z0-9-]{1,40}",
    r"till:[A-Z0-9-]{1,40}:(cash|cheque|card)",
    r"handed_in:(cash|cheque|card)",
    r"over_short:[A-Z0-9-]{1,40}",
)

ENTRIES = """
-- An entry is booked under the day it happened on, or the next one that is not closed; never under a closed one. The
-- lock keeps a day from being closed between looking and writing: see money_day_closed.
CREATE FUNCTION money_entry_booked() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE closed date;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7301, hashtext(NEW.agency_id::text));
    SELECT max(day) INTO closed FROM money_closedday WHERE agency_id = NEW.agency_id;
    IF NEW.day IS NULL THEN
        NEW.day := greatest((NEW.at AT TIME ZONE 'Asia/Bangkok')::date, closed + 1);
    ELSIF NEW.day <= closed THEN
        RAISE EXCEPTION 'the day % is closed', NEW.day USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_day_open';
    END IF;
    NEW.tx := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER booked BEFORE INSERT ON money_entry FOR EACH ROW EXECUTE FUNCTION money_entry_booked();

CREATE FUNCTION money_entry_corrects() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM money_entry WHERE id = NEW.corrects_id AND agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'what entry % corrects is not in these books', NEW.id
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_corrects_one';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER corrects_one AFTER INSERT ON money_entry FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION money_entry_corrects();
"""

LINES = """
-- Lines come with their entry, in one transaction, and into the same books: what was once written is never added to.
CREATE FUNCTION money_lines_belong() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added LEFT JOIN money_entry entry ON entry.id = added.entry_id
        WHERE entry.agency_id IS DISTINCT FROM added.agency_id
            OR entry.tx IS DISTINCT FROM pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'a line comes with its entry, in the same transaction and the same books'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_with_its_entry';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER belong AFTER INSERT ON money_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION money_lines_belong();

-- Asked at the end of the transaction, of each entry and each line, so that none escapes however they were written.
CREATE FUNCTION money_entry_balances() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    total bigint;
    lines bigint;
BEGIN
    SELECT sum(satang), count(*) INTO total, lines FROM money_line WHERE entry_id = NEW.id;
    IF lines < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: % lines, % satang', NEW.id, lines, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_entry_balances();
"""

LINES_BALANCE = """
CREATE FUNCTION money_line_balances() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE total bigint;
BEGIN
    SELECT sum(satang) INTO total FROM money_line WHERE entry_id = NEW.entry_id;
    IF total <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: % satang', NEW.entry_id, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON money_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_line_balances();
"""

ACCOUNTS = f"""
ALTER TABLE money_line ADD CONSTRAINT line_account_known CHECK (account ~ '^({"|".join(SHAPES)})$') NOT VALID;
ALTER TABLE money_line ADD CONSTRAINT line_of_something CHECK (satang <> 0) NOT VALID;
"""

EMPTIED = "\n".join(
    f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON money_{table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
    for table in ("entry", "line", "receipt", "closedday", "receiptbook", "booknumber")
)

DAYS = """
-- Whoever closes a day waits for those who are booking, and they for whoever closes. Days are closed one after another,
-- none before its evening has come in Bangkok by the moment that the platform says it was closed.
CREATE FUNCTION money_day_closed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7301, hashtext(NEW.agency_id::text));
    IF EXISTS (SELECT 1 FROM money_closedday WHERE agency_id = NEW.agency_id AND day > NEW.day)
        OR NEW.day > (NEW.closed_at AT TIME ZONE 'Asia/Bangkok')::date
    THEN
        RAISE EXCEPTION 'the day % cannot be closed', NEW.day
            USING ERRCODE = 'check_violation', CONSTRAINT = 'day_closed_in_order';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER in_order AFTER INSERT ON money_closedday FOR EACH ROW EXECUTE FUNCTION money_day_closed();
"""

RECEIPTS = """
-- A receipt says for ever what it said, but for whose it is, which is forgotten in time, and that it is void, which
-- stays once it was said.
CREATE FUNCTION money_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{person_id,bearer,payer,voided_at,voided_by,voided_by_name,void_reason}';
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free) OR (
        OLD.voided_at IS NOT NULL AND (NEW.voided_at, NEW.voided_by, NEW.voided_by_name, NEW.void_reason)
            IS DISTINCT FROM (OLD.voided_at, OLD.voided_by, OLD.voided_by_name, OLD.void_reason)
    ) OR (NEW.voided_at IS NOT NULL AND (NEW.voided_by IS NULL OR NEW.void_reason = '')) THEN
        RAISE EXCEPTION 'a receipt is not changed: say that it is void, and why'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON money_receipt FOR EACH ROW EXECUTE FUNCTION money_receipt_stays();
REVOKE DELETE ON money_receipt FROM thanjai_app;

-- Only a void receipt is replaced, by one of the same agency.
CREATE FUNCTION money_receipt_replaces() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM money_receipt
        WHERE id = NEW.replaces_id AND agency_id = NEW.agency_id AND voided_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a receipt takes the place of a void one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_replaces_void';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER replaces AFTER INSERT ON money_receipt FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL)
    EXECUTE FUNCTION money_receipt_replaces();

CREATE FUNCTION money_number_of_book() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM money_receiptbook
        WHERE id = NEW.book_id AND agency_id = NEW.agency_id AND NEW.number BETWEEN first AND last
    ) THEN
        RAISE EXCEPTION 'the book has no number %', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'number_of_book';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER of_book AFTER INSERT ON money_booknumber FOR EACH ROW EXECUTE FUNCTION money_number_of_book();
"""

# Money that was held before there were these rows.
HELD = """
INSERT INTO money_holding (id, agency_id, key, satang, since, invoice_id, notice_id)
SELECT gen_random_uuid(), line.agency_id, split_part(line.account, ':', 2), -sum(line.satang), min(entry.at),
    (SELECT id FROM money_invoice i WHERE i.agency_id = line.agency_id AND i.number = split_part(line.account, ':', 2)),
    (SELECT id FROM money_notice n WHERE n.outside_reference = split_part(line.account, ':', 2) AND n.invoice_id IS NULL
        LIMIT 1)
FROM money_line line JOIN money_entry entry ON entry.id = line.entry_id
WHERE line.account LIKE 'unallocated:%'
GROUP BY line.agency_id, line.account HAVING sum(line.satang) <= 0
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("money", "0005_indexes"),
        ("audit", "0002_only_what_is_needed"),
    ]

    operations = [
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (ENTRIES, LINES, LINES_BALANCE, ACCOUNTS, EMPTIED, DAYS, RECEIPTS, HELD)
        ),
        migrations.RunSQL(
            "DROP POLICY remove ON money_receipt; CREATE POLICY remove ON money_receipt FOR DELETE USING (false)",
            migrations.RunSQL.noop,
        ),
    ]
