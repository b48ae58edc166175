# Locks briefly: until now nobody could sign in but invented people, so there are few rows.
from django.db import migrations, models

import thanjai.accounts.models
import thanjai.kernel.secrets

# A default is worked out once for all rows; what stands for the password must be another for each.
OWN_PASSWORDS = "UPDATE accounts_person SET password = '!' || replace(gen_random_uuid()::text, '-', '')"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="password",
            field=models.CharField(default=thanjai.accounts.models.no_password, editable=False, max_length=128),
        ),
        migrations.RunSQL(OWN_PASSWORDS, reverse_sql=migrations.RunSQL.noop),
        migrations.AddField(
            model_name="person",
            name="last_login",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last login"),
        ),
        migrations.AddField(
            model_name="person", name="last_login_from", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(
            model_name="person",
            name="national_id_sealed",
            field=thanjai.kernel.secrets.SealedField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person", name="national_id_index", field=models.BinaryField(null=True, unique=True)
        ),
        migrations.AlterField(model_name="person", name="email", field=models.EmailField(blank=True, max_length=254)),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True), fields=("email",), name="one_person_per_address"
            ),
        ),
    ]
