from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """All papers of a kind are handed over in the order in which they were issued."""

    atomic = False

    dependencies = [("documents", "0017_rarest_first")]

    operations = [
        AddIndexConcurrently(
            "document",
            models.Index(fields=["kind", "issued_at", "id"], name="document_of_kind", condition=models.Q(listed=True)),
        )
    ]
