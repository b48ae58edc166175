from django.db import migrations

# Facts of open cases for the overseer alone: no applicant, no answer, no officer. The view belongs to the owner of the
# tables, whom their policies do not bind; so it decides itself who sees rows. The titles and explanations of time
# limits come from the service's definition, dates apart.
FACTS = """
CREATE VIEW oversight_open_case WITH (security_barrier = true) AS
    SELECT id, number, agency_id, service_id, status, submitted_at, due_at, deadlines
    FROM cases_case
    WHERE closed_at IS NULL AND (SELECT acting_kind()) = 'overseer';
GRANT SELECT ON oversight_open_case TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_measured"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(FACTS, reverse_sql="DROP VIEW oversight_open_case")]
