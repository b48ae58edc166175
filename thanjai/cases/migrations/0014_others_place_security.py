from django.db import migrations

from thanjai.kernel import rls
from thanjai.mandates.policies import SCOPES, WITHIN_A_MANDATE

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)

# An officer of another agency: cases of the services handed over, for as long as the delegation is in force, and what
# belongs to such a case. To see a case, its own policy is asked; nothing else of the agency is open to them.
DELEGATED = f"{rls.DELEGATE} AND service_id = ANY((SELECT delegated_services())::text[])"


def of_a_case(column: str) -> str:
    return f"{rls.DELEGATE} AND sees_case({column})"


OF_AN_INVOICE = f"{rls.DELEGATE} AND sees_invoice(invoice_id)"

# Whoever acts for a party sees the cases and drafts within the mandate, and what belongs to them. The scopes come
# first: whoever acts for nobody is asked no more.
ACTS_FOR_SOMEBODY = f"{rls.KIND} = 'person' AND {SCOPES} IS NOT NULL"


def of_a_party(word: str, column: str) -> str:
    return f"({ACTS_FOR_SOMEBODY} AND {word}({column}))"


OF_MINE = rls.any_of(
    of_a_party("sees_partys_case", "kernel_storedfile.owner_id"),
    of_a_party("sees_partys_draft", "kernel_storedfile.owner_id"),
)
INVOICE_OF_MINE = f"{ACTS_FOR_SOMEBODY} AND sees_invoice(invoice_id)"
RECEIPT_OF_MINE = f"({ACTS_FOR_SOMEBODY} AND person_id IS NULL AND purpose = 'receipt' AND sees_receipt(owner_id))"

# Officers see by which mandate a case of theirs was sent.
OF_A_CASE_HERE = f"{rls.KIND} IN ('officer', 'worker', 'delegate') AND sees_case_under(id)"

# The lines that an officer of another agency leaves in the trail, and their own ones to look at.
THEIR_LINE = f"{rls.DELEGATE} AND person_id = {rls.PERSON} AND (SELECT delegated_services()) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_others_place_indexes"),
        ("agencies", "0007_serving_security"),
        ("mandates", "0002_row_level_security"),
        ("money", "0002_row_level_security"),
        ("kernel", "0003_trail"),
    ]

    operations = [
        rls.word("sees_partys_case", "SELECT 1 FROM cases_case WHERE id = $1 AND party_id IS NOT NULL"),
        rls.word("sees_partys_draft", "SELECT 1 FROM cases_draft WHERE id = $1 AND party_id IS NOT NULL"),
        rls.word("sees_case_under", "SELECT 1 FROM cases_case WHERE mandate_id = $1"),
        rls.word("sees_invoice", "SELECT 1 FROM money_invoice WHERE id = $1"),
        rls.word("sees_receipt", "SELECT 1 FROM money_receipt WHERE id = $1"),
        rls.guard("cases_assistance", read=AGENCY_OR_PLATFORM),
        rls.open_further(
            "cases_case", "mandated", read=WITHIN_A_MANDATE, add=WITHIN_A_MANDATE, change=WITHIN_A_MANDATE
        ),
        rls.open_further(
            "cases_draft", "mandated", read=WITHIN_A_MANDATE, add=WITHIN_A_MANDATE, change=WITHIN_A_MANDATE
        ),
        rls.open_further(
            "kernel_storedfile",
            "mandated",
            read=rls.any_of(OF_MINE, RECEIPT_OF_MINE),
            add=rls.any_of(OF_MINE, RECEIPT_OF_MINE),
        ),
        rls.open_further("money_invoice", "mandated", read=of_a_party("sees_partys_case", "money_invoice.subject")),
        rls.open_further("money_receipt", "mandated", read=INVOICE_OF_MINE),
        rls.open_further("mandates_mandate", "cases", read=OF_A_CASE_HERE),
        rls.open_further("cases_case", "delegates", read=DELEGATED, change=DELEGATED),
        rls.open_further(
            "cases_caseevent",
            "delegates",
            read=of_a_case("cases_caseevent.case_id"),
            add=of_a_case("cases_caseevent.case_id"),
        ),
        rls.open_further("cases_attention", "delegates", read=of_a_case("cases_attention.case_id")),
        rls.open_further("cases_assistance", "delegates", read=of_a_case("cases_assistance.draft_id")),
        rls.open_further("cases_delaycopy", "delegates", read=of_a_case("cases_delaycopy.case_id")),
        rls.open_further(
            "cases_consultation",
            "delegates",
            read=of_a_case("cases_consultation.case_id"),
            add=of_a_case("cases_consultation.case_id"),
        ),
        rls.open_further(
            "kernel_storedfile",
            "delegates",
            read=of_a_case("kernel_storedfile.owner_id"),
            add=of_a_case("kernel_storedfile.owner_id"),
        ),
        rls.open_further("kernel_reading", "delegates", read=THEIR_LINE, add=THEIR_LINE),
        rls.open_further("money_invoice", "delegates", read=of_a_case("money_invoice.subject")),
        rls.open_further("money_receipt", "delegates", read=OF_AN_INVOICE),
    ]
