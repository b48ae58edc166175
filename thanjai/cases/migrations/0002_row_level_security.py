from django.db import migrations

from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
APPLICANT_OR_AGENCY = rls.any_of(AGENCY_OR_PLATFORM, rls.OWN)
OF_A_CASE_I_SEE = rls.any_of(
    AGENCY_OR_PLATFORM,
    f"({rls.KIND} IN ('person', 'bearer') AND EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = case_id))",
)
APPLICANT_OR_AGENCY_EVENT = rls.any_of(AGENCY_OR_PLATFORM, f"{rls.KIND} IN ('person', 'bearer')")

SERIAL = """
CREATE SEQUENCE cases_serial INCREMENT BY 20;
GRANT USAGE ON SEQUENCE cases_serial TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(SERIAL),
        rls.guard("cases_draft", read=APPLICANT_OR_AGENCY),
        rls.guard("cases_case", read=APPLICANT_OR_AGENCY),
        rls.guard("cases_caseevent", read=OF_A_CASE_I_SEE, write=APPLICANT_OR_AGENCY_EVENT, change="false"),
        rls.append_only("cases_caseevent"),
        rls.guard("cases_registerline", read=AGENCY_OR_PLATFORM),
    ]
