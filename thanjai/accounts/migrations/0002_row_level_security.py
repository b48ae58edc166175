from django.db import migrations

from thanjai.kernel import rls

# Officers see the people of their own cases by the case; here only themselves and, at the door, who signs in.
SEE = rls.any_of(f"id = {rls.PERSON}", f"{rls.KIND} IN ('door', 'worker')")
CHANGE = rls.any_of(f"id = {rls.PERSON}", f"{rls.KIND} IN ('door', 'worker')")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("accounts_person", read=SEE, write=CHANGE),
    ]
