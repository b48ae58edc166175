"""How long people wait for an answer, in office hours, and that in words."""

from __future__ import annotations

from typing import Final

from thanjai.domain.text import Text

LONG: Final = 24 * 60
"""Minutes of office hours, three days of eight, after which waiting is called long. Our own mark, no law's."""


def office_time(minutes: int) -> Text:
    """Minutes of office hours as people say them: "3 hours 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Text(th=f"{rest} นาที", en=f"{rest} minute{_s(rest)}")
    th, en = f"{hours:,} ชั่วโมง", f"{hours:,} hour{_s(hours)}"
    if rest:
        th, en = f"{th} {rest} นาที", f"{en} {rest} minute{_s(rest)}"
    return Text(th=th, en=en)


def _s(number: int) -> str:
    return "" if number == 1 else "s"
