from django.db import migrations

from thanjai.kernel import rls


class Migration(migrations.Migration):
    """For databases that were made before policies had these words."""

    dependencies = [("kernel", "0002_row_level_security")]
    run_before = [
        ("agencies", "0006_serving"),
        ("cases", "0009_sealed_fields"),
        ("documents", "0005_sealed_reasons"),
        ("mandates", "0001_initial"),
        ("privacy", "0001_tables"),
    ]

    operations = [migrations.RunSQL(rls.WORDS, migrations.RunSQL.noop)]
