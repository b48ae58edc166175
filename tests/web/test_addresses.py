"""Addresses that people type."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/services?q=ร้าน", "/en/track", "/office"])
def test_whoever_leaves_out_the_last_slash_is_led_on(address: str) -> None:
    path, _, query = address.partition("?")
    answer = Client().get(path, {"q": "ร้าน"} if query else None)
    assert answer.status_code == 301 and answer["Location"].partition("?")[0] == f"{path}/"


def test_where_there_is_nothing_it_is_said() -> None:
    assert Client().get("/nothing-here").status_code == 404
    assert Client().post("/services").status_code in (403, 404)
