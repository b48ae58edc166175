from django.db import migrations

from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
ASKED_FOR = AGENCY_OR_PLATFORM


class Migration(migrations.Migration):
    dependencies = [
        ("money", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("money_invoice", read=rls.any_of(AGENCY_OR_PLATFORM, rls.OWN), write=ASKED_FOR),
        rls.guard("money_notice", read=AGENCY_OR_PLATFORM),
        rls.guard("money_entry", read=AGENCY_OR_PLATFORM, write=ASKED_FOR),
        rls.append_only("money_entry"),
        rls.guard("money_line", read=AGENCY_OR_PLATFORM, write=ASKED_FOR),
        rls.append_only("money_line"),
        rls.guard("money_receipt", read=rls.any_of(AGENCY_OR_PLATFORM, rls.OWN), write=AGENCY_OR_PLATFORM),
    ]
