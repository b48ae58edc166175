import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
PLATFORM_AT_WORK = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)
WRITTEN = ("holding", "plan", "instruction", "shift", "taking")
KEPT = ("closedday", "receiptbook", "booknumber")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("money", "0003_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("balances", models.JSONField()),
                ("closed_by", models.UUIDField()),
                ("closed_by_name", models.CharField(max_length=200)),
                ("closed_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("key", models.CharField(max_length=48)),
                ("satang", models.PositiveBigIntegerField()),
                ("since", models.DateTimeField()),
                (
                    "invoice",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="money.invoice"),
                ),
                (
                    "notice",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="money.notice"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("fee_satang", models.PositiveBigIntegerField()),
                ("surcharge_satang", models.PositiveBigIntegerField(default=0)),
                ("provision", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=500)),
                ("payee", models.CharField(blank=True, max_length=300)),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "holding",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="money.holding"),
                ),
                (
                    "invoice",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="money.invoice"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("parts", models.JSONField()),
                ("paid_before", models.PositiveBigIntegerField()),
                ("surcharge_before", models.PositiveBigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="money.invoice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReceiptBook",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=20)),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("entered_by", models.UUIDField()),
                ("entered_by_name", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="BookNumber",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.receipt"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gone",
                        to="money.receiptbook",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=30)),
                ("cashier", models.UUIDField()),
                ("cashier_name", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("float_satang", models.PositiveBigIntegerField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("taken", models.JSONField(null=True)),
                ("counted", models.JSONField(null=True)),
                ("explanation", models.CharField(blank=True, max_length=500)),
                ("differs", models.BooleanField(default=False)),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
                ("way", models.CharField(max_length=8)),
                ("satang", models.PositiveBigIntegerField()),
                ("tendered_satang", models.PositiveBigIntegerField()),
                ("evidence", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                ("settled", models.BooleanField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_by_name", models.CharField(blank=True, max_length=200)),
                ("cancel_reason", models.CharField(blank=True, max_length=500)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                ("invoice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="money.invoice")),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.receipt"
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takings", to="money.shift"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="by_name",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="entry",
            name="corrects",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="money.entry",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="value_day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="payer",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="entry",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="entry",
            name="tx",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="in_parts",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="invoice",
            name="refunded_satang",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="invoice",
            name="rule",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="surcharge_satang",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="invoice",
            name="waived_satang",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="receipt",
            name="kind",
            field=models.CharField(default="electronic", max_length=12),
        ),
        migrations.AddField(
            model_name="receipt",
            name="lines",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="method",
            field=models.CharField(default="qr", max_length=12),
        ),
        migrations.AddField(
            model_name="receipt",
            name="paid_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="receipt",
            name="replaces",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="money.receipt",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="void_reason",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="receipt",
            name="voided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="voided_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="voided_by_name",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="closedday",
            constraint=models.UniqueConstraint(fields=("agency", "day"), name="day_closed_once"),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(
                condition=models.Q(("satang__gt", 0)), fields=["agency_id", "-since", "-id"], name="holding_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.UniqueConstraint(fields=("agency_id", "key"), name="holding_once"),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(fields=["agency", "-asked_at", "-id"], name="instruction_by_asked"),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="instruction_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("invoice__isnull", False), ("holding__isnull", False), _connector="XOR"),
                name="instruction_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("invoice",), name="one_plan_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptbook",
            constraint=models.UniqueConstraint(fields=("agency", "label"), name="book_once"),
        ),
        migrations.AddConstraint(
            model_name="receiptbook",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="book_has_numbers"
            ),
        ),
        migrations.AddConstraint(
            model_name="booknumber",
            constraint=models.UniqueConstraint(fields=("book", "number"), name="book_number_once"),
        ),
        migrations.AddConstraint(
            model_name="booknumber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receipt__isnull", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="book_number_used_or_spoilt",
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["agency", "-opened_at", "-id"], name="shift_by_opened"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("agency", "cashier"),
                name="one_open_shift_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="shift_number_once"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("cashier")), _negated=True),
                    _connector="OR",
                ),
                name="shift_approved_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="taking",
            index=models.Index(fields=["shift", "-at", "-id"], name="taking_by_at"),
        ),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.UniqueConstraint(fields=("shift", "key"), name="taking_once"),
        ),
        # The agency's officers look at them; only the platform writes them, when an action of theirs was allowed.
        *(rls.guard(f"money_{table}", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK) for table in WRITTEN),
        *(
            rls.guard(f"money_{table}", read=AGENCY_OR_PLATFORM, write=PLATFORM_AT_WORK, change="false")
            for table in KEPT
        ),
        rls.append_only("money_closedday"),
        rls.append_only("money_receiptbook"),
        rls.append_only("money_booknumber"),
    ]
