from django.db import migrations

# Officers choose a colleague by name when they hand over work; the membership's own policy keeps other agencies out.
COLLEAGUES = """
CREATE POLICY colleagues ON accounts_person FOR SELECT USING (
    (SELECT acting_kind()) = 'officer' AND EXISTS (
        SELECT 1 FROM agencies_membership
        WHERE agencies_membership.person_id = accounts_person.id
            AND agencies_membership.agency_id = (SELECT acting_agency())
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_row_level_security"),
        ("accounts", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(COLLEAGUES, reverse_sql="DROP POLICY colleagues ON accounts_person;")]
