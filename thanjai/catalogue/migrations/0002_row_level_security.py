from django.db import migrations

from thanjai.kernel import rls


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("catalogue_service", read=rls.ANYBODY, write=rls.PLATFORM),
        rls.guard("catalogue_version", read=rls.ANYBODY, write=rls.PLATFORM, change="false"),
        rls.append_only("catalogue_version"),
        rls.guard("catalogue_adoption", read=rls.ANYBODY, write=rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)),
    ]
