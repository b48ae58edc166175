"""An applicant's way through the form: which pages show, which are done, where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import agency_giving, rules_for
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now

if TYPE_CHECKING:
    from thanjai.agencies.models import Agency
    from thanjai.cases.models import Draft


@dataclass
class Journey:
    """One draft with the definition it began with."""

    draft: Draft
    rules: Rules
    today: date
    language: str
    answers: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, draft_id: UUID) -> Journey:
        """Raises Refusal no_such_draft."""
        return cls.begin(cases.draft(draft_id))

    @classmethod
    def begin(cls, draft: Draft) -> Journey:
        rules = rules_for(draft.version_id, draft.agency_id)
        return cls(draft, rules, bangkok_day(now()), get_language() or "th", draft.answers)

    @property
    def definition(self) -> ServiceDefinition:
        return self.rules.definition

    @property
    def agency(self) -> Agency:
        found: Agency = agency_giving(self.draft.agency_id, self.definition.id)
        return found

    @property
    def is_correction(self) -> bool:
        return self.draft.case_id is not None

    @property
    def case_id(self) -> UUID:
        """The case that this draft has become, or mends."""
        return self.draft.case_id or self.draft.id

    @cached_property
    def _filled(self) -> form.Filled:
        return form.filled(self.definition, self.answers, today=self.today, settings=self.rules.settings)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return self._filled.pages

    @cached_property
    def names(self) -> dict[str, Any]:
        return self._filled.names

    def sections(self) -> tuple[form.Section, ...]:
        """All answers in words."""
        settings = self.rules.settings
        return form.sections(self.definition, self.answers, self.language, today=self.today, settings=settings)

    def with_answers(self, values: Mapping[str, Any]) -> Journey:
        """The same journey, had these been answered as well."""
        return Journey(self.draft, self.rules, self.today, self.language, {**self.answers, **values})

    def judge(self, page: Page) -> form.Result:
        return self._filled.judged_page(page.id)

    def page(self, id: str) -> Page:
        """The page by that id, shown or not. Raises Refusal no_such_page."""
        for page in self.definition.form.pages:
            if page.id == id:
                return page
        raise Refusal("no_such_page", Text(th="ไม่มีหน้านี้ในแบบคำขอ", en="There is no such page in this form."))

    def first_open(self, before: Page | None = None) -> Page | None:
        """The first page still to be answered; only those before `before`, when given. None in a correction."""
        if self.is_correction:
            return None
        done = set(self.draft.pages_done)
        for page in self.pages:
            if before is not None and page.id == before.id:
                return None
            if page.id not in done:
                return page
        return None

    def next_place(self, page: Page, *, changing: bool) -> str:
        """Where one goes after `page` is answered."""
        if changing or self.is_correction:
            return self._address_or_check(self.first_open())
        order = [one.id for one in self.definition.form.pages]
        here = order.index(page.id)
        following = next((one for one in self.pages if order.index(one.id) > here), None)
        return self._address_or_check(following or self.first_open())

    def _address_or_check(self, page: Page | None) -> str:
        return self.address(page) if page is not None else reverse("check_answers", args=[self.draft.id])

    def address(self, page: Page) -> str:
        return reverse("form_page", args=[self.draft.id, page.id])

    def way_back(self, page: Page) -> str | None:
        """The page before this one, for the back link."""
        shown = [one.id for one in self.pages]
        if page.id not in shown or shown.index(page.id) == 0:
            return None
        return self.address(self.pages[shown.index(page.id) - 1])
