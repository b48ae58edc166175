"""The form of a trial: the questions and the rules of the real one, and nothing that is sent stays but the answers.

A file that somebody chooses is not kept: a pretend one of a kind that the question takes stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.fields import FileField, Page
from thanjai.domain.form import FieldError
from thanjai.domain.pretending.files import NAMES, answer_of, content_of, name_for
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.trials.selectors import Stand
from thanjai.web.citizen import questions
from thanjai.web.citizen.answers import Posted
from thanjai.web.citizen.apply import page_scripts
from thanjai.web.lists import BY_FIELD

NO_FILE = Text(th="ไม่พบไฟล์นี้", en="There is no such file.")


class TrialPosted(Posted):
    """One posted page of a trial."""

    def __init__(self, request: HttpRequest, answers: Mapping[str, Any], page: Page) -> None:
        self._known = {one["id"]: one for one in files_in(answers)}
        super().__init__(request, cast(Any, None), page)

    def _files(self, field: FileField, name: str, path: str) -> list[dict[str, Any]] | None:
        found = [self._known[id] for id in self._raw.get(f"{name}.kept", []) if id in self._known]
        if self.action == "remove-file":
            owner, _, id = self.object.partition(":")
            found = [one for one in found if owner != name or one["id"] != id]
        sent = len(self._sent.get(name, [])) or int(self.action == "upload" and not found)
        for word in NAMES[len(found) :][: min(sent, field.max_files - len(found))]:
            found.append(answer_of(name_for(field, word)))
        return found or None


def files_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every file among answers."""
    if isinstance(value, dict):
        if "sha256" in value:
            yield value
        for part in value.values():
            yield from files_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from files_in(part)


def file_response(answers: Mapping[str, Any], id: UUID) -> HttpResponse:
    """A pretend file of a trial. Raises Refusal."""
    name = next((str(one["name"]) for one in files_in(answers) if one["id"] == str(id)), None)
    if name is None:
        raise Refusal("no_such_page", NO_FILE)
    kind, content = content_of(name)
    return content_response(kind, content, f"trial{PurePath(name).suffix}")


def content_response(kind: str, content: bytes, name: str) -> HttpResponse:
    """Something of a trial, to be looked at and kept nowhere on the way."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass
class TrialForm:
    """The pages of a trial's form with some answers. `files_at` begins the address of its files."""

    stand: Stand
    language: str
    answers: Mapping[str, Any]
    files_at: str
    done: Sequence[str] = ()
    errors: Sequence[FieldError] = field(default_factory=tuple)

    @classmethod
    def of(cls, stand: Stand, language: str, files_at: str) -> TrialForm:
        return cls(stand, language, stand.trial.answers, files_at, stand.trial.pages_done)

    def with_answers(self, values: Mapping[str, Any]) -> TrialForm:
        return TrialForm(self.stand, self.language, {**self.answers, **values}, self.files_at, self.done)

    @cached_property
    def filled(self) -> form.Filled:
        run = self.stand.run
        return form.filled(run.rules.definition, self.answers, today=bangkok_day(run.at), settings=run.rules.settings)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.filled.pages

    def page(self, id: str) -> Page | None:
        """The page by that id, where it shows."""
        return next((page for page in self.pages if page.id == id), None)

    def first_open(self) -> Page | None:
        return next((page for page in self.pages if page.id not in self.done), None)

    def after(self, page: Page) -> Page | None:
        """The page that follows; else one that is still open."""
        shown = list(self.pages)
        here = next((place for place, one in enumerate(shown) if one.id == page.id), len(shown))
        return shown[here + 1] if here + 1 < len(shown) else self.first_open()

    def sections(self) -> tuple[form.Section, ...]:
        run = self.stand.run
        return form.sections(
            run.rules.definition, self.answers, self.language, today=bangkok_day(run.at), settings=run.rules.settings
        )

    def shown(self, page: Page, more: str = "") -> dict[str, Any]:
        """What the template of a page needs."""
        asking = questions.Asking(
            definition=self.stand.definition, names=self.filled.names,
            errors=questions.errors_by_name(self.errors, self.language), language=self.language,
            files_at=self.files_at, more=more,
        )  # fmt: skip
        asked = asking.page(page, self.answers)
        types = {inner.type for one in page.fields for inner in (one, *getattr(one, "fields", ()))}
        order = [one.id for one in self.pages]
        return {
            "page": page,
            "asked": asked,
            "mends": questions.mends(self.errors, asked, self.language),
            "position": order.index(page.id) + 1 if page.id in order else 1,
            "count": len(order),
            "lists": [(id, words[self.language]) for kind, (id, words) in BY_FIELD.items() if kind in types],
            "scripts": page_scripts(self.stand.definition, page),
        }

    def judged(self, page: Page, posted: Posted) -> tuple[bool, Mapping[str, Any]]:
        """Whether the page is done, and its values as they are to be kept; what is at fault is kept as typed, and told."""
        result = self.filled.judged_page(page.id)
        self.errors = result.errors
        if not result.ok:
            return False, posted.values
        is_done = posted.action in ("", "continue")
        return is_done, {one.id: result.values.get(one.id) for one in page.fields}

    def mends_elsewhere(self) -> list[questions.Mend]:
        """What is to be mended, each leading to its page."""
        return [questions.Mend(one.message.in_language(self.language), f"?page={one.page}") for one in self.errors]
