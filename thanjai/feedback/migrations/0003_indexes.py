from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Results of an agency are read from an index alone; an answer is found by the case that it names."""

    atomic = False

    dependencies = [("feedback", "0002_earlier")]

    operations = [
        AddIndexConcurrently(
            "answer",
            models.Index(
                fields=["agency", "service_id", "on"],
                include=("ease", "got"),
                name="answer_marks_of_agency",
                condition=models.Q(page=""),
            ),
        ),
        AddIndexConcurrently(
            "answer",
            models.Index(fields=["case_id"], name="answer_of_case", condition=models.Q(case_id__isnull=False)),
        ),
    ]
