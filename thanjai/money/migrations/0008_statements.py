"""Bank accounts, statements, and their lines."""

import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
PLATFORM_AT_WORK = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)

STAYS = """
-- A line says for ever what the bank said, but for whose it is, which is forgotten in time; and which payment in the
-- books it is, which is said once; that is one of the same agency and the same sum.
CREATE FUNCTION money_bank_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{references,description,notice_id}';
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free)
        OR (OLD.notice_id IS NOT NULL AND NEW.notice_id IS DISTINCT FROM OLD.notice_id)
    THEN
        RAISE EXCEPTION 'a line of a bank statement is not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_stays';
    END IF;
    IF NEW.notice_id IS DISTINCT FROM OLD.notice_id AND NOT EXISTS (
        SELECT 1 FROM money_notice WHERE id = NEW.notice_id AND agency_id = NEW.agency_id AND satang = NEW.satang
    ) THEN
        RAISE EXCEPTION 'a line is a payment of its own agency and sum'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_its_payment';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON money_bankline FOR EACH ROW EXECUTE FUNCTION money_bank_line_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON money_bankline FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON money_statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE ON money_bankline FROM thanjai_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("money", "0007_validated"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("bank", models.CharField(max_length=100)),
                ("number", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("layout", models.JSONField(null=True)),
                ("entered_by", models.UUIDField()),
                ("entered_by_name", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
                ("form", models.CharField(max_length=8)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("opening_satang", models.BigIntegerField(null=True)),
                ("closing_satang", models.BigIntegerField(null=True)),
                ("lines_read", models.PositiveIntegerField()),
                ("lines_known", models.PositiveIntegerField()),
                ("lines_late", models.PositiveIntegerField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="money.bankaccount")),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("ordinal", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("at", models.TimeField(null=True)),
                ("satang", models.BigIntegerField()),
                ("references", models.JSONField()),
                ("description", models.CharField(blank=True, max_length=300)),
                ("bank_reference", models.CharField(blank=True, max_length=300)),
                ("balance", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="money.bankaccount"
                    ),
                ),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "notice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_line",
                        to="money.notice",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="money.statement",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="bank_account_once"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["agency", "-at", "-id"], name="statement_by_at"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("account", "sha256"), name="statement_once"),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(fields=["agency", "day"], name="bank_line_day"),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(
                condition=models.Q(("notice__isnull", True), ("satang__gt", 0)),
                fields=["account", "day"],
                name="bank_line_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("account", "key"), name="bank_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("statement", "ordinal"), name="bank_line_place"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(("satang", 0), _negated=True), name="bank_line_of_something"
            ),
        ),
        rls.guard("money_bankaccount", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK),
        rls.guard("money_statement", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK, change="false"),
        rls.append_only("money_statement"),
        rls.guard("money_bankline", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP POLICY remove ON money_bankline; CREATE POLICY remove ON money_bankline FOR DELETE USING (false)",
            migrations.RunSQL.noop,
        ),
    ]
