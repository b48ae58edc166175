"""What providers report of a day, what officers say of differences, and an account for what providers keep.

The new list of accounts stands beside the old one before that goes, so that at no moment anything else could be written.
"""

import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
PLATFORM_AT_WORK = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)

SHAPES = (
    r"receivable:[A-Z0-9-]{1,30}(:surcharge)?",
    r"bank_clearing",
    r"unallocated:[A-Za-z0-9._/-]{1,44}",
    r"income:[a-z0-9_-]{1,40}",
    r"surcharge:[A-Z0-9-]{1,40}",
    r"waived:[A-Z0-9-]{1,40}",
    r"written_off:[A-Z0-9-]{1,40}",
    r"till:[A-Z0-9-]{1,40}:(cash|cheque|card)",
    r"handed_in:(cash|cheque|card)",
    r"over_short:[A-Z0-9-]{1,40}",
    r"payable:[A-Z0-9-]{1,30}",
    r"allowance:[a-z0-9_-]{1,40}",
    r"fees:[a-z0-9_-]{1,40}",
)

ACCOUNTS = f"""
ALTER TABLE money_line ADD CONSTRAINT line_account_known_too
    CHECK (account ~ '^({"|".join(SHAPES)})$') NOT VALID;
ALTER TABLE money_line DROP CONSTRAINT line_account_known;
ALTER TABLE money_line RENAME CONSTRAINT line_account_known_too TO line_account_known;
"""

STAYS = """
-- What was said of a difference stays as it was said; whether a second person agrees is said once.
CREATE FUNCTION money_explanation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{outcome,decided_by,decided_by_name,decided_at}';
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free) OR (OLD.outcome <> '' AND NEW IS DISTINCT FROM OLD)
        OR (NEW.outcome <> '' AND NEW.decided_by IS NULL)
    THEN
        RAISE EXCEPTION 'what was said of a difference is not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'explanation_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON money_explanation
    FOR EACH ROW EXECUTE FUNCTION money_explanation_stays();
REVOKE DELETE ON money_explanation FROM thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("money", "0008_statements"),
        ("payouts", "0004_validated"),
    ]

    operations = [
        migrations.AddField(
            model_name="closedday",
            name="differences",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="closedday",
            name="words",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.CreateModel(
            name="ProviderReport",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("raw", models.BinaryField()),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "day", "number"), name="report_in_order")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("tried_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("is_complete", models.BooleanField(default=False)),
                ("trouble", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "day"), name="reading_once")],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40)),
                ("place", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("satang", models.PositiveBigIntegerField()),
                ("words", models.CharField(max_length=500)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("needs_two", models.BooleanField()),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "day"], name="explanation_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "refused"), _negated=True),
                        fields=("agency", "key"),
                        name="difference_explained_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="explanation_by_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField(null=True)),
                ("provider", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=8)),
                ("reference", models.CharField(max_length=64)),
                ("reference1", models.CharField(blank=True, max_length=40)),
                ("reference2", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField()),
                ("at", models.DateTimeField(null=True)),
                ("satang", models.BigIntegerField()),
                ("fee_satang", models.BigIntegerField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="money.providerreport"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "day"], name="report_line_day"),
                    models.Index(fields=["provider", "reference"], name="report_line_reference"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tolerance",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("satang", models.PositiveBigIntegerField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "-at", "-id"], name="tolerance_newest")],
            },
        ),
        rls.guard("money_providerreport", read=rls.PLATFORM, change="false"),
        rls.append_only("money_providerreport"),
        rls.guard("money_reading", read=rls.ANYBODY, write=rls.PLATFORM),
        rls.guard("money_reportline", read=AGENCY_OR_PLATFORM, write=rls.PLATFORM),
        rls.guard("money_explanation", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK),
        rls.guard("money_tolerance", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK, change="false"),
        rls.append_only("money_tolerance"),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP POLICY remove ON money_explanation; CREATE POLICY remove ON money_explanation FOR DELETE USING (false)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
    ]
