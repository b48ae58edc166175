from django.db import migrations

from thanjai.kernel import rls

# What ends in time ends by the platform's clock, whose moment travels with the actor.
WORDS = """
CREATE FUNCTION acting_moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT to_timestamp(nullif(current_setting('thanjai.at', true), '')::double precision) $$;
CREATE FUNCTION acting_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT (acting_moment() AT TIME ZONE 'Asia/Bangkok')::date $$;
CREATE FUNCTION acting_delegation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.delegation', true), '')::uuid $$;
"""
NO_WORDS = "DROP FUNCTION acting_delegation(); DROP FUNCTION acting_day(); DROP FUNCTION acting_moment();"

# It reads delegations and memberships past their own policies, which ask it in turn. It tells nothing but what the
# one who acts may work on at this moment: they serve in the taker, and the delegation is accepted and not over.
DELEGATED = """
CREATE FUNCTION delegated_services() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT d.services::text[] FROM agencies_delegation d
       JOIN agencies_membership m ON m.agency_id = d.taker_id
       WHERE acting_kind() = 'delegate' AND d.id = acting_delegation() AND d.giver_id = acting_agency()
         AND m.person_id = acting_person() AND m.ended_at IS NULL
         AND d.accepted_at IS NOT NULL AND d.ended_at IS NULL AND acting_day() BETWEEN d.first AND d.last $$;
"""

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
EITHER_SIDE = f"({rls.KIND} IN ('officer', 'worker') AND {rls.AGENCY} IN (giver_id, taker_id))"
UNDER_IT = f"({rls.KIND} = 'delegate' AND id = acting_delegation() AND giver_id = {rls.AGENCY})"
COLLEAGUES = f"{rls.DELEGATE} AND (SELECT delegated_services()) IS NOT NULL"
THEIR_NAMES = f"{rls.KIND} = 'delegate' AND works_here(id)"
# As before, in a word of its own: every list with names of officers asks it.
NAMES_OF_COLLEAGUES = f"""
DROP POLICY colleagues ON accounts_person;
CREATE POLICY colleagues ON accounts_person FOR SELECT USING ({rls.KIND} = 'officer' AND works_here(id));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_serving"),
        ("accounts", "0002_row_level_security"),
        ("agencies", "0003_colleagues"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        rls.word(
            "works_here", "SELECT 1 FROM agencies_membership WHERE person_id = $1 AND agency_id = acting_agency()"
        ),
        migrations.RunSQL(NAMES_OF_COLLEAGUES, migrations.RunSQL.noop),
        rls.guard(
            "agencies_actingorder",
            read=rls.any_of(AGENCY_OR_PLATFORM, f"person_id = {rls.PERSON}"),
            write=rls.PLATFORM,
        ),
        rls.guard("agencies_delegation", read=rls.any_of(EITHER_SIDE, UNDER_IT, rls.PLATFORM), write=rls.PLATFORM),
        rls.guard("agencies_rightschange", read=AGENCY_OR_PLATFORM, write=rls.PLATFORM),
        rls.guard("agencies_accessreview", read=AGENCY_OR_PLATFORM, write=rls.PLATFORM, change="false"),
        rls.append_only("agencies_accessreview"),
        migrations.RunSQL(DELEGATED, "DROP FUNCTION delegated_services();"),
        rls.open_further("agencies_membership", "delegates", read=COLLEAGUES),
        rls.open_further("accounts_person", "delegates", read=THEIR_NAMES),
    ]
