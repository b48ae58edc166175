from django.db import migrations

from thanjai.kernel import rls

# The agency's officers may see until when its papers hold; the platform alone writes it.
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [rls.guard("archive_keptpaper", read=rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM), write=WORKER)]
