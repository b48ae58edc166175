from django.db import migrations

from thanjai.kernel import rls

# The receiver's officers see and add; nobody but the platform changes a note, and only to erase it. Whoever may see a
# document sees who was shown it. The agency that issued it learns nothing of where its holder took it.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)
HOLDER = f"({rls.KIND} IN ('person', 'bearer') AND document_id IS NOT NULL AND sees_document(document_id))"

# Figures for the overseer alone: no document, no officer, no words. The view belongs to the owner of the table, whom its
# policies do not bind; so it decides itself who sees rows.
COUNTS = """
CREATE VIEW receiving_outcomes WITH (security_barrier = true) AS
    SELECT agency_id, date_trunc('month', at AT TIME ZONE 'Asia/Bangkok')::date AS month, outcome, why, count(*) AS times
    FROM receiving_reception WHERE (SELECT acting_kind()) = 'overseer'
    GROUP BY 1, 2, 3, 4;
GRANT SELECT ON receiving_outcomes TO thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("receiving", "0001_initial"),
        ("audit", "0003_papers_in_anothers_place"),
    ]

    operations = [
        rls.guard("receiving_reception", read=AGENCY_OR_PLATFORM, change=WORKER),
        rls.open_further("receiving_reception", "holder", read=HOLDER),
        migrations.RunSQL(COUNTS, reverse_sql="DROP VIEW receiving_outcomes"),
    ]
