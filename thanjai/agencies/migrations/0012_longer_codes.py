# Locks briefly: the State has some 8,000 agencies, and a longer varchar is not written anew.
from django.db import migrations, models


class Migration(migrations.Migration):
    """Local authorities have codes of seven and eight digits."""

    dependencies = [("agencies", "0011_appearance")]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="code",
            field=models.CharField(max_length=8, unique=True),
        ),
    ]
