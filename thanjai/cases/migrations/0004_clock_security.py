from django.db import migrations

from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
OVERSEER = f"{rls.KIND} = 'overseer'"
# Whoever is asked sees the question, and only the question: as an officer of that agency, or by the link's secret.
ASKED = rls.any_of(
    f"({rls.KIND} = 'officer' AND asked_agency_id = {rls.AGENCY})",
    f"({rls.KIND} IN ('person', 'bearer') AND bearer <> '' AND bearer = {rls.BEARER})",
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_clock"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("cases_attention", read=AGENCY_OR_PLATFORM),
        rls.guard("cases_delaycopy", read=rls.any_of(AGENCY_OR_PLATFORM, OVERSEER)),
        rls.guard("cases_consultation", read=rls.any_of(AGENCY_OR_PLATFORM, ASKED)),
    ]
