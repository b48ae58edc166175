from django.db import migrations

from thanjai.kernel import rls

# What belongs to a case is seen with it by whoever sees the case in another's place: a holder of a mandate of its
# party, or an officer of another agency under a delegation. Policies that each asked the next table's policies made a
# statement about one file take a quarter of a second to plan. One function asks for all: it looks past the policies of
# what lies between, and tells only whether the one who acts may work on the case behind.
IN_ANOTHERS_PLACE = """
CREATE FUNCTION in_anothers_place(thing uuid, papers boolean DEFAULT true) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT acting_kind() IN ('person', 'delegate') AND EXISTS (
        SELECT 1 FROM (
            SELECT agency_id, service_id, party_id, true AS is_sent FROM cases_case WHERE id IN (
                SELECT thing
                UNION ALL SELECT case_id FROM documents_document WHERE papers AND id = thing
                UNION ALL SELECT coalesce(d.case_id, i.subject)
                FROM money_receipt r JOIN money_invoice i ON i.id = r.invoice_id
                LEFT JOIN documents_document d ON d.id = i.subject WHERE r.id = thing
            )
            UNION ALL SELECT agency_id, service_id, party_id, false FROM cases_draft WHERE id = thing
        ) behind
        WHERE (
            acting_kind() = 'person' AND party_id IS NOT NULL AND acting_scopes() && ARRAY[
                party_id || '||', party_id || '|' || service_id || '|', party_id || '||' || agency_id,
                party_id || '|' || service_id || '|' || agency_id
            ]
        ) OR (
            acting_kind() = 'delegate' AND is_sent AND agency_id = acting_agency()
            AND service_id = ANY (delegated_services())
        )
    )
$$;
REVOKE ALL ON FUNCTION in_anothers_place FROM public;
GRANT EXECUTE ON FUNCTION in_anothers_place TO thanjai_app;
"""
SOMEBODYS = f"{rls.KIND} IN ('person', 'delegate')"

BEFORE = """
DROP POLICY mandated_select ON kernel_storedfile;
DROP POLICY mandated_insert ON kernel_storedfile;
DROP POLICY mandated_papers_select ON kernel_storedfile;
DROP POLICY delegates_select ON kernel_storedfile;
DROP POLICY delegates_insert ON kernel_storedfile;
DROP POLICY delegates_papers_select ON kernel_storedfile;
DROP POLICY mandated_select ON money_invoice;
DROP POLICY mandated_renewals_select ON money_invoice;
DROP POLICY delegates_select ON money_invoice;
DROP POLICY mandated_select ON money_receipt;
DROP POLICY delegates_select ON money_receipt;
DROP POLICY delegates_select ON documents_change;
"""

# Like all other rows of agencies: only the platform removes them.
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)
REMOVING = "".join(
    f"DROP POLICY remove ON {table}; CREATE POLICY remove ON {table} FOR DELETE USING ({WORKER});"
    for table in ("cases_assistance", "privacy_breach", "privacy_dataoffice", "privacy_retention")
)


def of(column: str) -> str:
    return f"({SOMEBODYS} AND in_anothers_place({column}))"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_only_what_is_needed"),
        ("cases", "0014_others_place_security"),
        ("documents", "0006_others_place"),
        ("privacy", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(IN_ANOTHERS_PLACE, "DROP FUNCTION in_anothers_place"),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        rls.open_further(
            "kernel_storedfile",
            "in_place",
            read=of("kernel_storedfile.owner_id"),
            add=f"({SOMEBODYS} AND in_anothers_place(kernel_storedfile.owner_id, papers => false))",
        ),
        rls.open_further("money_invoice", "in_place", read=of("money_invoice.subject")),
        rls.open_further("money_receipt", "in_place", read=of("money_receipt.id")),
        rls.open_further("documents_document", "in_place", read=of("documents_document.case_id")),
        rls.open_further("documents_renewal", "in_place", read=of("documents_renewal.document_id")),
        rls.open_further(
            "documents_change",
            "in_place",
            read=f"({rls.KIND} = 'delegate' AND in_anothers_place(documents_change.document_id))",
        ),
        migrations.RunSQL(REMOVING, migrations.RunSQL.noop),
    ]
