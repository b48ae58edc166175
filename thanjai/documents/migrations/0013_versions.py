from django.db import migrations, models
from django.db.models import Q

# Versions of one document have one number, of which one counts; only the first is of the step that issued it.
COUNTS = models.UniqueConstraint(
    fields=["agency", "paper", "number"], condition=~Q(ended="superseded"), name="document_counts_once"
)
FIRST = models.UniqueConstraint(
    fields=["case", "step"], condition=Q(replaces__isnull=True), name="document_first_of_step"
)
SUPERSEDED = models.UniqueConstraint(
    fields=["replaces"], condition=Q(replaces__isnull=False), name="document_superseded_once"
)
INDEXES = (
    (COUNTS, "(agency_id, paper, number) WHERE ended <> 'superseded'"),
    (FIRST, "(case_id, step) WHERE replaces IS NULL"),
    (SUPERSEDED, "(replaces) WHERE replaces IS NOT NULL"),
)


def _index(constraint: models.UniqueConstraint, on: str) -> migrations.SeparateDatabaseAndState:
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"CREATE UNIQUE INDEX CONCURRENTLY {constraint.name} ON documents_document {on}",
                f"DROP INDEX CONCURRENTLY {constraint.name}",
            )
        ],
        state_operations=[migrations.AddConstraint("document", constraint)],
    )


class Migration(migrations.Migration):
    """While both the old and the new are there, what is issued keeps to the stricter."""

    atomic = False

    dependencies = [("documents", "0012_life")]

    operations = [
        *(_index(constraint, on) for constraint, on in INDEXES),
        migrations.RemoveConstraint("document", "document_number_once"),
        migrations.RemoveConstraint("document", "document_once_per_step"),
    ]
