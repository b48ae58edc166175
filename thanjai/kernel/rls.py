"""Row-level security as migration operations.

Policies are written with words about who acts: `acting_kind()`, `acting_agency()` and so on, each of which reads one
setting and is written out where it stands. Those on which a list's every row hangs are sub-selects, worked out once
per statement. What costs more to ask stands behind a condition that is false, not null, for all others: AND goes on
past what is null. A policy that asks another guarded table does so by a `word` of its own: written out, that table's
policies would be planned into every statement, and theirs into them.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

APP_ROLE = "thanjai_app"

KIND = "acting_kind()"
AGENCY = "acting_agency()"
PERSON = "acting_person()"
BEARER = "acting_bearer()"

PLATFORM = "(SELECT acting_for_all())"
"""The platform at all agencies' work."""
AGENCY_SIDE = "(agency_id = (SELECT acting_office()))"
"""An officer of the row's agency, or the platform at that agency's work."""
OWN = "(person_id = acting_self() OR bearer = acting_key())"
"""The row of the person who acts, or of the one who holds its secret."""
ANYBODY = f"({KIND} <> '')"
DELEGATE = f"({KIND} = 'delegate' AND agency_id = {AGENCY})"
"""An officer of another agency who works for the row's agency under a delegation. Only with a further condition:
that the delegation is in force, and covers the row."""


WORDS = """
CREATE OR REPLACE FUNCTION acting_office() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.office', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION acting_for_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT current_setting('thanjai.everywhere', true) = 'yes' $$;
CREATE OR REPLACE FUNCTION acting_self() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.self', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION acting_key() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thanjai.key', true), '') $$;
"""
"""The agency for whose officer or worker the row is; whether the platform acts for all; the person, and the secret's
hash, as whom one acts in one's own matters."""


def word(name: str, query: str) -> RunSQL:
    """A word for policies: whether `query` finds anything, of which `$1` is the id asked about.

    It sees what the one who acts sees. PL/pgSQL, so that its plan is kept and stays out of the statements' own.
    """
    return RunSQL(
        f"""CREATE OR REPLACE FUNCTION {name}(uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
            $$ BEGIN RETURN EXISTS ({query}); END $$;""",
        reverse_sql=f"DROP FUNCTION {name}(uuid);",
    )


def any_of(*conditions: str) -> str:
    return " OR ".join(conditions)


def guard(table: str, *, read: str, write: str | None = None, change: str | None = None) -> RunSQL:
    """Close a table to all but those whom `read` lets see, `write` insert, `change` update and delete.

    `write` and `change` default to `read`; pass "false" to forbid.
    """
    write = write or read
    change = change or write
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY see ON {table} FOR SELECT USING ({read});
        CREATE POLICY add ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY change ON {table} FOR UPDATE USING ({change}) WITH CHECK ({change});
        CREATE POLICY remove ON {table} FOR DELETE USING ({change});
        GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
        """,
        reverse_sql=RunSQL.noop,
    )


def open_further(
    table: str, name: str, *, read: str | None = None, add: str | None = None, change: str | None = None
) -> RunSQL:
    """Open a guarded table to others as well, by policies of their own called after `name`."""
    made, gone = [], []
    for command, clause in (
        ("SELECT", read and f"USING ({read})"),
        ("INSERT", add and f"WITH CHECK ({add})"),
        ("UPDATE", change and f"USING ({change}) WITH CHECK ({change})"),
    ):
        if clause:
            policy = f"{name}_{command.lower()}"
            made.append(f"CREATE POLICY {policy} ON {table} FOR {command} {clause};")
            gone.append(f"DROP POLICY {policy} ON {table};")
    return RunSQL("\n".join(made), reverse_sql="\n".join(gone))


def append_only(table: str) -> RunSQL:
    """Rows are added and read; nobody, not even the owner, changes or removes one."""
    return RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
        CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        """,
        reverse_sql=RunSQL.noop,
    )


def open_to_app(table: str) -> RunSQL:
    """Grant a table that holds no agency's or person's data."""
    return RunSQL(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE};", reverse_sql=RunSQL.noop)
