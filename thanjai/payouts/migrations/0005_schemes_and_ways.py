"""What is paid belongs to services from now on; rolls are paid by bank or in cash; payees can be let go of."""

from django.db import migrations, models

import thanjai.kernel.secrets

# What agencies had taken over keeps its figures until the first roll that finds them in a published service; whoever was
# left out of a roll is named by the register alone.
HAND_OVER = """
UPDATE payouts_scheme SET rates = jsonb_build_array(jsonb_build_object('since', '0001-01', 'bands', bands));
UPDATE payouts_roll SET left_out = (
    SELECT coalesce(jsonb_agg(one - 'name'), '[]') FROM jsonb_array_elements(left_out) one
) WHERE left_out <> '[]';
"""


# Locks briefly: an agency has a row of schemes for each payment, and a roll a month of each.
class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("payouts", "0004_validated"),
    ]

    operations = [
        migrations.AddField(
            model_name="payee",
            name="case_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="payee",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payee",
            name="pay_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="roll",
            name="version_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="roll",
            name="way",
            field=models.CharField(db_default="bank", default="bank", max_length=4),
        ),
        migrations.AddField(
            model_name="rollline",
            name="erased",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="scheme",
            name="kept_years",
            field=models.PositiveSmallIntegerField(db_default=10, default=10),
        ),
        migrations.AddField(
            model_name="scheme",
            name="pay_day",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="scheme",
            name="rates",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="scheme",
            name="service_id",
            field=models.SlugField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="scheme",
            name="version_id",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="scheme",
            name="bands",
        ),
        migrations.RemoveConstraint(
            model_name="roll",
            name="one_open_roll_for_a_month",
        ),
        migrations.AlterField(
            model_name="accountchange",
            name="account",
            field=thanjai.kernel.secrets.SealedField(blank=True),
        ),
        migrations.AlterField(
            model_name="accountchange",
            name="account_key",
            field=models.BinaryField(default=b"", max_length=32),
        ),
        migrations.AlterField(
            model_name="accountchange",
            name="account_name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="accountchange",
            name="bank",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AlterField(
            model_name="accountchange",
            name="reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="payee",
            name="birth",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name="payee",
            name="name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="payee",
            name="national_id",
            field=thanjai.kernel.secrets.SealedField(blank=True),
        ),
        migrations.AlterField(
            model_name="removal",
            name="ground",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="result",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="roll",
            name="account",
            field=thanjai.kernel.secrets.SealedField(blank=True),
        ),
        migrations.AlterField(
            model_name="roll",
            name="account_name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="roll",
            name="bank",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AlterField(
            model_name="rollline",
            name="account",
            field=thanjai.kernel.secrets.SealedField(blank=True),
        ),
        migrations.AlterField(
            model_name="rollline",
            name="account_key",
            field=models.BinaryField(default=b"", max_length=32),
        ),
        migrations.AlterField(
            model_name="rollline",
            name="account_name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="rollline",
            name="bank",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AlterField(
            model_name="rollline",
            name="name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="scheme",
            name="account",
            field=thanjai.kernel.secrets.SealedField(blank=True),
        ),
        migrations.AlterField(
            model_name="scheme",
            name="account_name",
            field=models.CharField(blank=True, max_length=140),
        ),
        migrations.AlterField(
            model_name="scheme",
            name="bank",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddConstraint(
            model_name="roll",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "submitted"))),
                fields=("scheme", "month", "way"),
                name="one_open_roll_of_a_way",
            ),
        ),
    ]
