"""What PostgreSQL lets each one see and do, beside what the model says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.security.drawn import Row, World, actors, draw, keys_of, put
from tests.security.model import RULES, Asked, Rule, Who
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import Actor, local_setting

APP: Final = "thanjai_app"
# The check of a policy comes before that of keys, so a copy of a row is either refused or found to be a copy.
TRY: Final = """
CREATE FUNCTION tried(name text, copies jsonb) RETURNS boolean[] LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
    allowed boolean[] := '{}';
BEGIN
    FOR one IN SELECT jsonb_array_elements(copies) LOOP
        BEGIN
            EXECUTE format('INSERT INTO %I SELECT * FROM jsonb_populate_record(NULL::%I, $1)', name, name) USING one;
        EXCEPTION
            WHEN unique_violation THEN allowed := allowed || true;
            WHEN insufficient_privilege THEN allowed := allowed || false;
        END;
    END LOOP;
    RETURN allowed;
END $$
"""


@dataclass
class Scene:
    """A world in the database, within a transaction of the administrator that is rolled back."""

    db: psycopg.Connection[Any]
    world: World
    who: list[Actor | None]

    @classmethod
    def of(cls, db: psycopg.Connection[Any], seed: int) -> Scene:
        world = draw(seed, now().replace(microsecond=0))
        put(db, world)
        db.execute(TRY)
        return cls(db, world, actors(world))

    def differences(self, table: str, who: Sequence[Actor | None] | None = None) -> Iterator[str]:
        """Where the database and the model do not agree about a table."""
        rule, rows, keys = RULES[table], self.world.rows[table], keys_of(self.db, table)
        names = {tuple(_as_text(row[key]) for key in keys): row for row in rows}
        copies = self._copies(table, keys)
        for actor in who or self.who:
            with standing_at(self.world.now):
                said = _Said(self, table, keys, actor)
                for deed, found in (("sees", said.seen()), ("changes", said.changed()), ("removes", said.removed())):
                    meant = {name for name, row in names.items() if _may(self.world, actor, row, rule, deed)}
                    yield from _told(actor, deed, table, found - meant, meant - found)
                added = said.added([copies[name] for name in names])
                meant = {name for name, row in names.items() if _may(self.world, actor, row, rule, "adds")}
                found = {name for name, allowed in zip(names, added, strict=True) if allowed}
                yield from _told(actor, "adds", table, found - meant, meant - found)

    def _copies(self, table: str, keys: Sequence[str]) -> dict[tuple[str, ...], Any]:
        """Every row as the database has it, whole, by its key."""
        found = self.db.execute(f"SELECT to_jsonb(one) FROM {table} one").fetchall()
        return {tuple(_as_text(row[key]) for key in keys): row for (row,) in found}

    @contextmanager
    def acting(self, actor: Actor | None) -> Iterator[None]:
        self.db.execute("SAVEPOINT acting")
        self.db.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(APP)))
        self.db.execute(local_setting(actor))
        try:
            yield
        finally:
            self.db.execute("ROLLBACK TO SAVEPOINT acting")

    @contextmanager
    def spoilt(self, statements: str) -> Iterator[None]:
        """With the policies changed for as long as it lasts."""
        self.db.execute("SAVEPOINT spoilt")
        self.db.execute(statements)
        try:
            yield
        finally:
            self.db.execute("ROLLBACK TO SAVEPOINT spoilt")


def _as_text(value: Any) -> str:
    return f"\\x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else str(value)


@dataclass
class _Said:
    scene: Scene
    table: str
    keys: Sequence[str]
    actor: Actor | None

    def seen(self) -> set[tuple[str, ...]]:
        return self._names(f"SELECT {self._key} FROM {self.table}")

    def changed(self) -> set[tuple[str, ...]]:
        same = f"{self.keys[0]} = {self.keys[0]}"
        return self._names(f"UPDATE {self.table} SET {same} RETURNING {self._key}")

    def removed(self) -> set[tuple[str, ...]]:
        return self._names(f"DELETE FROM {self.table} RETURNING {self._key}")

    def added(self, copies: list[Any]) -> list[bool]:
        with self.scene.acting(self.actor):
            row = self.scene.db.execute("SELECT tried(%s, %s)", [self.table, Jsonb(copies)]).fetchone()
            assert row is not None
            return list(row[0])

    @property
    def _key(self) -> str:
        return ", ".join(self.keys)

    def _names(self, statement: str) -> set[tuple[str, ...]]:
        """The keys of the rows; none where even asking is refused."""
        with self.scene.acting(self.actor):
            try:
                return {tuple(_as_text(part) for part in row) for row in self.scene.db.execute(statement).fetchall()}
            except psycopg.errors.InsufficientPrivilege:
                return set()


def _may(world: World, actor: Actor | None, row: Row, rule: Rule, deed: str) -> bool:
    """By the model. Whoever changes or removes a row must see it as well."""
    if actor is None:
        return False
    asked = Asked(world, actor, row)
    if deed in ("changes", "removes"):
        who: Who = rule.change if deed == "changes" else rule.remove
        return not rule.grows_only and rule.see(asked) and who(asked)
    return rule.see(asked) if deed == "sees" else rule.add(asked)


def _told(actor: Actor | None, deed: str, table: str, more: set[Any], less: set[Any]) -> Iterator[str]:
    who = "nobody" if actor is None else str({name: part for name, part in actor.told.items() if part})
    if more:
        yield f"{who} {deed} of {table} what is not theirs: {sorted(more)}"
    if less:
        yield f"{who} {deed} of {table} less than they should: {sorted(less)}"
