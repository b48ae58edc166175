from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0012_others_place")]

    operations = [
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["party_id", "-submitted_at"], name="case_party", condition=models.Q(party_id__isnull=False)
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(fields=["mandate_id"], name="case_mandate", condition=models.Q(mandate_id__isnull=False)),
        ),
        AddIndexConcurrently(
            "draft",
            models.Index(
                fields=["party_id", "saved_at"], name="draft_party", condition=models.Q(party_id__isnull=False)
            ),
        ),
    ]
