"""Who sees what of signing in.

A person sees and changes what is theirs: addresses, providers, keys, sessions. The door, which must find them before
anybody has signed in, and the platform see all. Tables that we have no use for are not opened to the application at
all: those of tokens and of providers in the database, of e-mail confirmations, and Django's groups and permissions.
The cache counts tries by address of the network; it holds no facts about anybody.
"""

from django.db import migrations

from thanjai.kernel import rls

OWN = rls.any_of(f"({rls.KIND} = 'person' AND user_id = {rls.PERSON})", f"{rls.KIND} = 'door'", rls.PLATFORM)

CACHE = """
CREATE UNLOGGED TABLE accounts_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_identity"),
        ("kernel", "0002_row_level_security"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        rls.guard("account_emailaddress", read=OWN),
        rls.guard("socialaccount_socialaccount", read=OWN),
        rls.guard("mfa_authenticator", read=OWN),
        rls.guard("usersessions_usersession", read=OWN),
        migrations.RunSQL(CACHE, reverse_sql="DROP TABLE accounts_cache"),
        rls.open_to_app("accounts_cache"),
    ]
