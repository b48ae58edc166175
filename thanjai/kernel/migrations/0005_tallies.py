from django.db import migrations

# Nobody but the owner reads or writes it, so it needs no policy that lets anybody in.
TALLIES = """
CREATE UNLOGGED TABLE kernel_tally (key bytea PRIMARY KEY, empty_at timestamptz NOT NULL);
ALTER TABLE kernel_tally ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION take_tally(of bytea, at timestamptz, cost interval, most interval) RETURNS double precision
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    until timestamptz;
BEGIN
    -- A bucket fuller than full is one of a clock that was set back; it counts as empty.
    INSERT INTO kernel_tally AS held (key, empty_at) VALUES (of, at + cost)
        ON CONFLICT (key) DO UPDATE
        SET empty_at = CASE WHEN held.empty_at > at + most THEN at ELSE greatest(held.empty_at, at) END + cost
        WHERE held.empty_at + cost <= at + most OR held.empty_at > at + most
        RETURNING empty_at INTO until;
    IF FOUND THEN
        RETURN 0;
    END IF;
    SELECT empty_at INTO until FROM kernel_tally WHERE key = of;
    RETURN greatest(extract(epoch FROM until + cost - most - at), 1);
END $$;
CREATE FUNCTION tidy_tallies(at timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ DELETE FROM kernel_tally WHERE empty_at < at $$;
REVOKE ALL ON FUNCTION take_tally, tidy_tallies FROM public;
GRANT EXECUTE ON FUNCTION take_tally, tidy_tallies TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_files_checked")]

    operations = [migrations.RunSQL(TALLIES, migrations.RunSQL.noop)]
