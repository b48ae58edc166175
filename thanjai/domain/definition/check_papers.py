"""A paper's words fit where they are printed."""

from __future__ import annotations

from thanjai.domain.definition.drawable import LABEL, TITLE, Room
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Problems, Where, warning
from thanjai.domain.text import Text


def check_papers(definition: ServiceDefinition) -> Problems:
    for number, paper in enumerate(definition.papers):
        yield from _fits("paper_title_too_long", ("papers", number, "title"), paper.title, TITLE)
        for position, item in enumerate(paper.items):
            where: Where = ("papers", number, "items", position, "label")
            yield from _fits("paper_item_too_long", where, item.label, LABEL)


def _fits(code: str, where: Where, text: Text, room: Room) -> Problems:
    for language in ("th", "en"):
        lines = room.lines_of(text.in_language(language), language)
        if lines > room.lines:
            yield warning(
                code,
                (*where, language),
                f"ข้อความนี้กิน {lines} บรรทัดบนเอกสาร ซึ่งมีที่ {room.lines} บรรทัด ย่อให้สั้นลง",
                f"This takes {lines} lines on the paper, which has room for {room.lines}. Shorten it",
            )
