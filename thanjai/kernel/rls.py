"""Row-level security as migration operations.

Policies are written with these words: `acting_kind()`, `acting_agency()`, `acting_person()`,
`acting_bearer()`. Wrapped in a sub-select they are worked out once per statement, not per row.
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
