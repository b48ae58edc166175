"""The books have two more kinds of account: what banks were told to pay, and what was paid to people.

The new constraint stands beside the old one before that goes, so that at no moment anything else could be written.
"""

from django.db import migrations

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
)


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0002_guards"),
        ("money", "0007_validated"),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            ALTER TABLE money_line ADD CONSTRAINT line_account_known_too
                CHECK (account ~ '^({"|".join(SHAPES)})$') NOT VALID;
            ALTER TABLE money_line DROP CONSTRAINT line_account_known;
            ALTER TABLE money_line RENAME CONSTRAINT line_account_known_too TO line_account_known;
            """,
            migrations.RunSQL.noop,
        ),
    ]
