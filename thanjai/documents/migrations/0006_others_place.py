from django.db import migrations

from thanjai.kernel import rls
from thanjai.mandates.policies import SCOPES

# A document belongs to its case: who sees the case in another's place sees its papers, what was done to them, and what
# is paid to renew them.
CASE_OF = "SELECT 1 FROM documents_document d JOIN cases_case c ON c.id = d.case_id WHERE d.id = $1"
ACTS_FOR_SOMEBODY = f"{rls.KIND} = 'person' AND {SCOPES} IS NOT NULL"


def for_a_party(column: str) -> str:
    return f"{ACTS_FOR_SOMEBODY} AND sees_partys_case_of({column})"


def for_delegates(column: str) -> str:
    return f"{rls.DELEGATE} AND sees_case_of({column})"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_sealed_reasons"),
        ("cases", "0014_others_place_security"),
    ]

    operations = [
        rls.word("sees_case_of", CASE_OF),
        rls.word("sees_partys_case_of", f"{CASE_OF} AND c.party_id IS NOT NULL"),
        rls.open_further("kernel_storedfile", "mandated_papers", read=for_a_party("kernel_storedfile.owner_id")),
        rls.open_further("money_invoice", "mandated_renewals", read=for_a_party("money_invoice.subject")),
        rls.open_further("kernel_storedfile", "delegates_papers", read=for_delegates("kernel_storedfile.owner_id")),
        rls.open_further("documents_change", "delegates", read=for_delegates("documents_change.document_id")),
    ]
