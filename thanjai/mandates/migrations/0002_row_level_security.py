from django.db import migrations

from thanjai.kernel import rls

# Both read mandates past their own policies, which ask the second one in turn. They tell only of the one who acts.
#
# acting_scopes: what that person may work on for others at this moment. Revoking is one committed row: the next
# statement sees nothing more. A person for whom others act sees what those did.
#
# acting_mandates: the mandates that person may look at: those they hold or were offered and took, gave, or that speak
# for them; and all of a party for which they may give mandates without any limit.
SCOPES = """
CREATE FUNCTION acting_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_agg(scope) FROM (
        SELECT m.party_id || '|' || s || '|' || a AS scope
        FROM mandates_holder h JOIN mandates_mandate m ON m.id = h.mandate_id
        CROSS JOIN unnest(CASE WHEN m.services = '{}' THEN '{""}'::text[] ELSE m.services::text[] END) s
        CROSS JOIN unnest(CASE WHEN m.agencies = '{}' THEN '{""}'::text[] ELSE m.agencies::text[] END) a
        WHERE acting_kind() = 'person' AND h.person_id = acting_person()
            AND h.accepted_at IS NOT NULL AND h.left_at IS NULL
            AND m.in_force_at IS NOT NULL AND m.ended_at IS NULL AND m.until > acting_moment()
        UNION
        SELECT id || '||' FROM mandates_party WHERE acting_kind() = 'person' AND person_id = acting_person()
    ) found
$$;
CREATE FUNCTION acting_mandates() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_agg(id) FROM (
        SELECT mandate_id AS id FROM mandates_holder WHERE acting_kind() = 'person' AND person_id = acting_person()
        UNION
        SELECT id FROM mandates_mandate
        WHERE acting_kind() = 'person' AND agency_id IS NULL AND given_by = acting_person()
        UNION
        SELECT m.id FROM mandates_mandate m JOIN mandates_party p ON p.id = m.party_id
        WHERE acting_kind() = 'person' AND p.person_id = acting_person()
        UNION
        SELECT m.id FROM mandates_mandate m JOIN mandates_mandate mine ON mine.party_id = m.party_id
        JOIN mandates_holder h ON h.mandate_id = mine.id
        WHERE acting_kind() = 'person' AND h.person_id = acting_person()
            AND h.accepted_at IS NOT NULL AND h.left_at IS NULL
            AND mine.may_grant AND mine.services = '{}' AND mine.agencies = '{}'
            AND mine.in_force_at IS NOT NULL AND mine.ended_at IS NULL AND mine.until > acting_moment()
    ) found
$$;
"""
# Whether one of them covers a row, in PL/pgSQL so that it is not written out into every statement on cases.
WITHIN = """
CREATE FUNCTION acts_within(party uuid, service text, agency uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN acting_scopes() && ARRAY[
        party || '||', party || '|' || service || '|', party || '||' || agency, party || '|' || service || '|' || agency
    ];
END $$;
"""
NO_SCOPES = "DROP FUNCTION acting_mandates(); DROP FUNCTION acting_scopes();"

MINE = "ANY((SELECT acting_mandates())::uuid[])"
CHECKED_HERE = f"({rls.KIND} IN ('officer', 'worker') AND agency_id = {rls.AGENCY})"
PARTY_OF_ONE_I_SEE = rls.any_of(
    rls.PLATFORM,
    f"person_id = {rls.PERSON}",
    "sees_mandate_of(id)",
)
INVITED = "(bearer = (SELECT acting_key()))"


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0001_initial"),
        ("agencies", "0007_serving_security"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(SCOPES, NO_SCOPES),
        migrations.RunSQL(WITHIN, "DROP FUNCTION acts_within(uuid, text, uuid);"),
        rls.word("sees_mandate", "SELECT 1 FROM mandates_mandate WHERE id = $1"),
        rls.word("sees_mandate_of", "SELECT 1 FROM mandates_mandate WHERE party_id = $1"),
        rls.guard("mandates_mandate", read=rls.any_of(rls.PLATFORM, f"id = {MINE}", CHECKED_HERE), write=rls.PLATFORM),
        rls.guard("mandates_party", read=PARTY_OF_ONE_I_SEE, write=rls.PLATFORM),
        rls.guard(
            "mandates_holder",
            read=rls.any_of(rls.PLATFORM, f"person_id = {rls.PERSON}", INVITED, "sees_mandate(mandate_id)"),
            write=rls.PLATFORM,
        ),
        rls.guard(
            "mandates_agreement",
            read=rls.any_of(rls.PLATFORM, "sees_mandate(mandate_id)"),
            write=rls.PLATFORM,
            change="false",
        ),
        rls.append_only("mandates_agreement"),
    ]
