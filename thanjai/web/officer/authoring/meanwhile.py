"""Two have changed the same: both stand side by side, and whoever came second chooses. Nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from thanjai.domain.definition.outline import Field
from thanjai.web.officer.authoring import inputs
from thanjai.web.officer.authoring.shown import shown_inputs
from thanjai.web.officer.entry import Officer, office_page


def meanwhile(
    request: HttpRequest, officer: Officer, part: Any, now: Any, changed: list[Field], typed: inputs.Typed
) -> HttpResponse:
    """`part` is what the form was made of, `now` what it has become; None where somebody removed it."""
    rows = []
    for field in changed:
        mine = shown_inputs(field, part.path, part.body, typed, [])
        theirs = shown_inputs(field, now.path, now.body, None, []) if now else None
        before = shown_inputs(field, part.path, part.body, None, [])
        rows.append((field, mine, theirs, theirs is not None and theirs.values != before.values))
    carried = [
        (name, one) for field in changed for name in inputs.names_of(field)
        for one in (typed[name] if isinstance(typed[name], tuple) else (typed[name],))
    ]  # fmt: skip
    context: dict[str, Any] = {
        "part": now or part, "draft": part.draft, "is_gone": now is None, "rows": rows, "carried": carried,
        "changed_by": part.draft.changed_by_name, "names": [field.name for field in changed],
    }  # fmt: skip
    return office_page(request, officer, "authoring/meanwhile.html", context, status=409)
