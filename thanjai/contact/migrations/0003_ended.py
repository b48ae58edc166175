from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The overseer asks for the questions of all agencies by when they ended."""

    atomic = False

    dependencies = [("contact", "0002_calls")]

    operations = [
        AddIndexConcurrently("question", models.Index(fields=["answered_at"], name="question_ended")),
    ]
