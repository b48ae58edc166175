"""The cache in the database: what is kept, for how long, and that it holds JSON."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_what_is_kept_comes_back_and_goes_when_it_is_over() -> None:
    cache.set("tries", [1.5, 2], 60)
    assert cache.get("tries") == [1.5, 2]
    cache.set("tries", "over", 0)
    assert cache.get("tries", "nothing") == "nothing"
    cache.set("for ever", True, None)
    assert cache.get("for ever") is True and cache.delete("for ever") and not cache.delete("for ever")
    assert cache.get("for ever") is None


def test_the_first_to_add_wins() -> None:
    assert cache.add("code", "used", 60) and not cache.add("code", "again", 60)
    assert cache.get("code") == "used" and cache.touch("code", 0) and not cache.touch("code")
    assert cache.add("code", "once more", 60)


def test_what_is_over_is_tidied_away_when_something_is_written() -> None:
    cache.set("old", 1, 0)
    cache.set("new", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_cache")
        assert cursor.fetchall() == [(":1:new", "1")]


def test_what_json_does_not_know_is_refused_and_nothing_is_unpickled() -> None:
    with pytest.raises(TypeError):
        cache.set("x", object(), 60)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_cache VALUES (':1:evil', 'gASVFAAAAAA=', now() + interval '1 day')")
    with pytest.raises(ValueError, match="Expecting value"):
        cache.get("evil")
