from django.db import migrations

from thanjai.kernel import rls

# Anybody may check a licence (E-Act section 13(2)); the selectors of the public page take only its public part.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("documents_document", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM),
        rls.guard("documents_change", read=AGENCY_OR_PLATFORM),
        rls.append_only("documents_change"),
    ]
