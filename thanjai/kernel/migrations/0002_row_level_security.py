from django.db import migrations

from thanjai.kernel import rls

WORDS = """
CREATE FUNCTION acting_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(current_setting('thanjai.kind', true), '') $$;
CREATE FUNCTION acting_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.agency', true), '')::uuid $$;
CREATE FUNCTION acting_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.person', true), '')::uuid $$;
CREATE FUNCTION acting_bearer() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.bearer', true), '') $$;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
GRANT USAGE ON SCHEMA public TO thanjai_app;
"""

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
FILE_OWNER = rls.any_of(AGENCY_OR_PLATFORM, rls.OWN)

JOBS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON
    procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers TO thanjai_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO thanjai_app;
GRANT SELECT ON django_migrations TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(WORDS),
        migrations.RunSQL(rls.WORDS),
        rls.open_to_app("django_session"),
        migrations.RunSQL(JOBS),
        rls.guard("kernel_sequence", read=AGENCY_OR_PLATFORM),
        rls.guard("kernel_storedfile", read=f"is_public OR {FILE_OWNER}", write=FILE_OWNER),
        rls.guard("kernel_reading", read=AGENCY_OR_PLATFORM),
        rls.append_only("kernel_reading"),
    ]
