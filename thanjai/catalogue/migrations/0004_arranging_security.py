from django.db import migrations

from thanjai.kernel import rls

OWN = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    """What was promised of new rows is found to hold of the old ones; the new tables are closed to others."""

    dependencies = [
        ("catalogue", "0003_arranging"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE catalogue_adoption VALIDATE CONSTRAINT adoption_held_version", migrations.RunSQL.noop
        ),
        migrations.RunSQL("ALTER TABLE catalogue_service VALIDATE CONSTRAINT service_owned_by", migrations.RunSQL.noop),
        rls.guard("catalogue_adoptionchange", read=OWN, change="false"),
        rls.append_only("catalogue_adoptionchange"),
        rls.guard("catalogue_preparation", read=OWN),
    ]
