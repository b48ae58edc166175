"""What comes out of forms."""

from __future__ import annotations

from django.test import RequestFactory

from thanjai.web.requests import typed


def test_signs_that_come_with_copied_text_are_left_out() -> None:
    """A line break out of a word processor, kept as it came, once made a list of the overseer's fail."""
    sent = RequestFactory().post("/", {"reason": " ที่ทำการ\x0bถูกน้ำท่วม\u200b\r\nจริง ", "cause": "flood"})
    assert typed(sent) == {"reason": "ที่ทำการถูกน้ำท่วม\nจริง", "cause": "flood"}
