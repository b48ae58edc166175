"""Letting a warning stand: the acceptance is made from the finding itself, and its author then says why."""

from __future__ import annotations

from typing import Any

from thanjai.authoring import actions, selectors
from thanjai.domain.definition.editing import Add, value_at
from thanjai.domain.definition.whereabouts import dotted
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.authoring.addresses import address_of
from thanjai.web.officer.entry import Officer


def let_stand(officer: Officer, draft: Any, code: str, where: str) -> str:
    """Add the acceptance of a warning. Returns the page that asks for the reason. Raises Refusal for no such warning."""
    warnings = {
        (one.code, dotted(draft.body, one.where))
        for one in selectors.reading_of(draft).problems
        if one.level == "warning"
    }
    if (code, where) not in warnings:
        raise Refusal(
            "no_such_warning",
            Text(
                th="ไม่มีคำเตือนนี้แล้ว เปิดหน้าร่างใหม่เพื่อดูสิ่งที่การตรวจพบตอนนี้",
                en="This warning is not there any more. Open the draft again to see what the checks find now.",
            ),
        )
    held = value_at(draft.body, ("accepted",))
    number = len(held) if isinstance(held, list) else 0
    value = {"code": code, "where": where} if where else {"code": code}
    operation = Add(path=("accepted",), index=number, value=value)
    after = actions.change(actor=officer.actor, draft_id=draft.id, operation=operation, base=draft.revision)
    return address_of(after, ("accepted", len(after.body["accepted"]) - 1))
