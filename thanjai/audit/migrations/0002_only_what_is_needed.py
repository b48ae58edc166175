from django.db import migrations

from thanjai.kernel import rls

# What each may see and do was gone through table by table; what nobody needs is taken away here.
#
# - Only the platform removes rows, or writes money, letters and how people serve. Officers and applicants ask it to.
# - Letters hold secrets by which their readers open requests; no officer reads them.
# - What somebody is still filling in is nobody's business but theirs, until it is submitted.
# - An event is put into a case only by who may see that case, or the draft that becomes it.
# - Whoever checks a licence knows its code, its number, or has its file. Nobody lists licences.
# - A question about a case is asked by its agency; the asked side answers through the platform.

WORKER = f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})"
PLATFORM_AT_WORK = rls.any_of(WORKER, rls.PLATFORM)
ANY_WORKER = f"({rls.KIND} = 'worker')"
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
APPLICANT = f"{rls.KIND} IN ('person', 'bearer')"


def again(table: str, *, see: str = "", add: str = "", change: str = "", remove: str = "") -> str:
    """Policies of a table in place of those that it had."""
    parts = []
    for name, clause in (
        ("see", see and f"FOR SELECT USING ({see})"),
        ("add", add and f"FOR INSERT WITH CHECK ({add})"),
        ("change", change and f"FOR UPDATE USING ({change}) WITH CHECK ({change})"),
        ("remove", remove and f"FOR DELETE USING ({remove})"),
    ):
        if clause:
            parts.append(f"DROP POLICY IF EXISTS {name} ON {table}; CREATE POLICY {name} ON {table} {clause};")
    return "\n".join(parts)


OF_AN_AGENCY = (
    "agencies_membership", "cases_attention", "cases_case", "cases_consultation", "cases_delaycopy", "cases_digest",
    "cases_draft", "cases_measuredtime", "cases_registerline", "catalogue_adoption", "documents_document",
    "documents_renewal", "kernel_sequence", "kernel_storedfile", "messaging_message", "money_invoice", "money_notice",
    "money_receipt",
)  # fmt: skip
REMOVING = "\n".join(again(table, remove=PLATFORM_AT_WORK) for table in OF_AN_AGENCY)

WRITTEN_BY_THE_PLATFORM = "\n".join(
    again(table, add=PLATFORM_AT_WORK, change=PLATFORM_AT_WORK)
    for table in (
        "agencies_membership", "cases_digest", "cases_measuredtime", "messaging_message", "money_entry",
        "money_invoice", "money_line", "money_notice", "money_receipt",
    )
)  # fmt: skip

LETTERS = again("messaging_message", see=PLATFORM_AT_WORK)
PEOPLE = again("accounts_person", remove=ANY_WORKER)
DRAFTS = again(
    "cases_draft",
    see=rls.any_of(PLATFORM_AT_WORK, rls.OWN),
    add=rls.any_of(PLATFORM_AT_WORK, rls.OWN),
    change=rls.any_of(PLATFORM_AT_WORK, rls.OWN),
)
# A submission writes case and events in one statement, which does not see the case yet, but the draft of the same id.
EVENTS = again(
    "cases_caseevent",
    add=rls.any_of(
        AGENCY_OR_PLATFORM,
        f"({APPLICANT} AND (sees_draft(case_id) OR sees_case(case_id)))",
    ),
)
COPIES = again(
    "cases_delaycopy",
    add=AGENCY_OR_PLATFORM,
    change=rls.any_of(AGENCY_OR_PLATFORM, f"{rls.KIND} = 'overseer'"),
)
QUESTIONS = again("cases_consultation", add=AGENCY_OR_PLATFORM, change=AGENCY_OR_PLATFORM)
FILES = again("kernel_storedfile", see=rls.any_of(AGENCY_OR_PLATFORM, rls.OWN))
DOCUMENTS = again("documents_document", see=rls.any_of(AGENCY_OR_PLATFORM, rls.OWN)) + again(
    "documents_renewal",
    see=rls.any_of(
        AGENCY_OR_PLATFORM,
        f"({APPLICANT} AND sees_document(document_id))",
    ),
)

# For whoever checks a licence: which document has exactly this code, number or file, and whose it is. Nothing of it.
CHECKS = """
CREATE FUNCTION documents_checked(code text, known_number text, file text) RETURNS TABLE (id uuid, agency_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, agency_id FROM documents_document
    WHERE acting_kind() <> '' AND code <> '' AND check_code = code
    UNION ALL SELECT * FROM (
        SELECT id, agency_id FROM documents_document
        WHERE acting_kind() <> '' AND known_number <> '' AND number = known_number LIMIT 20
    ) numbered
    UNION ALL SELECT id, agency_id FROM documents_document
    WHERE acting_kind() <> '' AND file <> '' AND sha256 = file
    UNION ALL SELECT document.id, document.agency_id
    FROM documents_renewal renewal JOIN documents_document document ON document.id = renewal.document_id
    WHERE acting_kind() <> '' AND file <> '' AND renewal.sha256 = file
$$;
REVOKE ALL ON FUNCTION documents_checked FROM public;
GRANT EXECUTE ON FUNCTION documents_checked TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("accounts", "0002_row_level_security"),
        ("agencies", "0007_serving_security"),
        ("cases", "0010_sealed"),
        ("catalogue", "0002_row_level_security"),
        ("documents", "0004_renewal"),
        ("kernel", "0003_trail"),
        ("messaging", "0002_row_level_security"),
        ("money", "0003_in_order"),
    ]

    operations = [
        rls.word("sees_document", "SELECT 1 FROM documents_document WHERE id = $1"),
        *(migrations.RunSQL(statements, reverse_sql=migrations.RunSQL.noop)
        for statements in (
            REMOVING, WRITTEN_BY_THE_PLATFORM, LETTERS, PEOPLE, DRAFTS, EVENTS, COPIES, QUESTIONS, FILES, DOCUMENTS,
            CHECKS,
        )),
    ]  # fmt: skip
