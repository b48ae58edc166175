"""Billers for each agency and fund. What invoices have named until now becomes their agency's default."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
PLATFORM_AT_WORK = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)

STAYS = """
-- A biller is decided once, and then stays as it was decided: invoices name it, and banks go on telling of it.
CREATE FUNCTION money_biller_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{outcome,words,decided_by,decided_by_name,decided_at}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> '' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free) THEN
        RAISE EXCEPTION 'a biller is not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'biller_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON money_biller FOR EACH ROW EXECUTE FUNCTION money_biller_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON money_biller FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE ON money_biller FROM thanjai_app;
DROP POLICY remove ON money_biller;
CREATE POLICY remove ON money_biller FOR DELETE USING (false);
"""

AS_IT_WAS = r"""
INSERT INTO money_biller
    (id, agency_id, fund, biller_id, reason, asked_by_name, asked_at, outcome, words, decided_by_name, decided_at)
SELECT gen_random_uuid(), agency_id, '', biller, '', '', first, 'approved', '', '', first
FROM (
    SELECT agency_id, substring(qr_payload FROM 'A0000006770101120115([0-9]{15})') AS biller, min(raised_at) AS first
    FROM money_invoice GROUP BY 1, 2
) AS named
WHERE biller IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("money", "0010_validated"),
    ]

    operations = [
        migrations.CreateModel(
            name="Biller",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("fund", models.CharField(blank=True, max_length=40)),
                ("biller_id", models.CharField(max_length=15)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_by_name", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="money.bankaccount"),
                ),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.AddIndex(
            model_name="biller",
            index=models.Index(fields=["agency", "fund", "-decided_at"], name="biller_of_fund"),
        ),
        migrations.AddIndex(
            model_name="biller",
            index=models.Index(condition=Q(("outcome", "approved")), fields=["biller_id"], name="biller_known"),
        ),
        migrations.AddConstraint(
            model_name="biller",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("decided_by__isnull", True), Q(("decided_by", F("asked_by")), _negated=True), _connector="OR"
                ),
                name="biller_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="biller",
            constraint=models.CheckConstraint(
                condition=Q(("biller_id__regex", "^[0-9]{15}$")), name="biller_of_15_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="biller",
            constraint=models.UniqueConstraint(
                condition=Q(("outcome", "")), fields=("agency", "fund"), name="biller_waits_once"
            ),
        ),
        rls.guard("money_biller", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(AS_IT_WAS, migrations.RunSQL.noop),
    ]
