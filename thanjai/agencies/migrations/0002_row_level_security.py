from django.db import migrations

from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
SEE_MEMBERS = rls.any_of(AGENCY_OR_PLATFORM, f"person_id = {rls.PERSON}", f"{rls.KIND} = 'door'")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("agencies_agency", read=rls.ANYBODY, write=rls.PLATFORM),
        rls.guard("agencies_membership", read=SEE_MEMBERS, write=AGENCY_OR_PLATFORM),
        rls.guard("agencies_calendarday", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM),
    ]
