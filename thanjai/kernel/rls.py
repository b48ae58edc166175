"""Row-level security as migration operations.

Policies are written with these words: `acting_kind()`, `acting_agency()`, `acting_person()`,
`acting_bearer()`, `acting_moment()`, `acting_day()`, `acting_delegation()`. Wrapped in a sub-select they are worked out once per statement, not per row.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

APP_ROLE = "thanjai_app"

KIND = "(SELECT acting_kind())"
AGENCY = "(SELECT acting_agency())"
PERSON = "(SELECT acting_person())"
BEARER = "(SELECT acting_bearer())"

PLATFORM = f"({KIND} = 'worker' AND {AGENCY} IS NULL)"
"""The platform at all agencies' work."""
AGENCY_SIDE = f"({KIND} IN ('officer', 'worker') AND agency_id = {AGENCY})"
"""An officer of the row's agency, or the platform at that agency's work."""
OWN = (
    f"({KIND} = 'person' AND person_id = {PERSON})"
    f" OR ({KIND} IN ('person', 'bearer') AND bearer <> '' AND bearer = {BEARER})"
)
"""The row of the person who acts, or of the one who holds its secret."""
ANYBODY = f"({KIND} <> '')"
DELEGATE = f"({KIND} = 'delegate' AND agency_id = {AGENCY})"
"""An officer of another agency who works for the row's agency under a delegation. Only with a further condition:
that the delegation is in force, and covers the row."""


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
