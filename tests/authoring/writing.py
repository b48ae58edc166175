"""An author at work: a whole service is written through the pages, field by field, as a person would do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import HttpResponse
from django.test import Client

from tests.web.desk import tree, words
from thanjai.domain.definition.conditions import COMPARISON_WORDS, WITHOUT_VALUE, known_at, parsed, value_typed
from thanjai.domain.definition.outline import Field, Input, Model, fields_of
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.sections import SECTIONS
from thanjai.web.officer.authoring.choosing import ready_formulas
from thanjai.web.officer.authoring.inputs import ON_PAGES_OF_THEIR_OWN, shown

Values = Mapping[str, str | tuple[str, ...]]


class Hands(Protocol):
    """How the author gets at the pages."""

    def open(self, path: str) -> None: ...

    def fill(self, values: Values) -> None:
        """Type and choose in the form of the page; what is filled in already stays."""

    def press(self, name: str, value: str) -> None:
        """Press the button, which leads to another page."""

    def stands(self, name: str) -> str | None:
        """What stands in an input, or None where there is none."""


class ByForms:
    """Without a browser: forms as they are, filled in and sent."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._typed: dict[str, Any] = {}
        self.asked = 0

    def open(self, path: str) -> None:
        self._show(self.client.get(path, follow=True))

    @property
    def words(self) -> str:
        return " ".join(self.tree.xpath("string(//main)").split())

    def _show(self, answer: Any, status: int = 200) -> None:
        assert answer.status_code == status, words(answer)
        self.asked += 1
        self.tree, self._typed = tree(answer), {}
        unguarded = "//form[@method='post'][not(.//input[@name='csrfmiddlewaretoken'])]"
        assert not self.tree.xpath(unguarded), "a browser's form would be refused"
        forms = [one for one in self.tree.xpath("//main//form") if one.xpath(".//input[@name='base']")]
        self.form: Any = forms[0] if forms else None

    def fill(self, values: Values) -> None:
        for name, value in values.items():
            assert self.form.xpath(".//*[@name=$name]", name=name), name
            self._typed[name] = list(value) if isinstance(value, tuple) else value

    def press(self, name: str, value: str, status: int = 200) -> None:
        """A button without a name is that of a page with only one."""
        if name:
            assert self.form.xpath(".//button[@name=$name and @value=$value]", name=name, value=value), (name, value)
        sent: dict[str, Any] = {}
        for key, one in self.form.form_values():
            sent.setdefault(key, []).append(one)
        for radio in self.form.xpath(".//input[@type='radio' and @checked]"):
            sent[radio.get("name")] = [radio.get("value")]  # lxml takes an empty value for none
        answer: HttpResponse = self.client.post(  # type: ignore[assignment]
            self.form.get("action"), {**sent, **self._typed, **({name: value} if name else {})}, follow=True
        )
        self._show(answer, status)

    def stands(self, name: str) -> str | None:
        found = self.form.xpath(".//*[@name=$name]/@value", name=name)
        return found[0] if found else None


class Author:
    """Writes the service that `target` says into an empty draft at the address `draft`."""

    def __init__(self, hands: Hands, draft: str, target: Mapping[str, Any]) -> None:
        self.hands, self.draft, self.target = hands, draft, target

    def write(self) -> None:
        """First everything by itself, then what refers to something else."""
        for refers in (False, True):
            for section in SECTIONS:
                value: Any = self.target
                for part in section.path:
                    value = value[part]
                self._part(f"{self.draft}section/{section.id}/", section.path, list(section.fields), value, refers)

    def _at(self, path: Where) -> str:
        return f"{self.draft}at/{'/'.join(str(part) for part in path)}/"

    def _part(self, address: str, path: Where, fields: list[Field], value: Mapping[str, Any], refers: bool) -> None:
        filled = [one for one in fields if one.name in value and one.input not in ON_PAGES_OF_THEIR_OWN]
        filled = [one for one in filled if _refers(one, value[one.name]) is refers]
        typed: dict[str, Any] = {}
        for one in filled:
            typed |= shown(one, value[one.name])
        if typed:
            self.hands.open(address)
            self.hands.fill(typed)
            self.hands.press("then", "")
        if not refers:
            self._named(address, value)
        for one in fields:
            if one.name in value:
                self._inside(address, path, one, value[one.name], refers)

    def _named(self, address: str, value: Mapping[str, Any]) -> None:
        """The technical name is made of the English title; where another is wanted, it is typed."""
        wanted = value.get("id", value.get("value"))
        if wanted is None or address.startswith(f"{self.draft}section/"):
            return
        if self.hands.stands("technical") not in (None, wanted):
            self.hands.fill({"technical": str(wanted)})
            self.hands.press("then", "")

    def _inside(self, address: str, path: Where, field: Field, value: Any, refers: bool) -> None:
        place = (*path, field.name)
        if field.input in (Input.CONDITION, Input.FORMULA):
            if refers:
                self._open(address, field)
                self._choose(place, field, str(value))
        elif field.input is Input.PAGE and not any(section.path == place for section in SECTIONS):
            self._page(address, place, field, value, refers)
        elif field.input in (Input.LIST, Input.TEXTS):
            for index, item in enumerate(value):
                self._item(address, (*place, index), field, item, refers)

    def _open(self, address: str, field: Field) -> None:
        self.hands.open(address)
        self.hands.press("then", f"open:{field.name}")

    def _page(self, address: str, place: Where, field: Field, value: Any, refers: bool) -> None:
        model = field.model_of(value)
        assert model is not None
        if not refers:
            self._open(address, field)
            if len(field.models) > 1:
                self.hands.fill({"kind": value["kind"]})
            self.hands.press("choosing", "kind")
        if len(value) > 1 or len(field.models) == 1:
            self._part(self._at(place), place, list(fields_of(model)), value, refers)

    def _item(self, address: str, place: Where, field: Field, value: Any, refers: bool) -> None:
        model: Model | None = field.model_of(value)
        assert model is not None
        if not refers:
            self.hands.open(address)
            if len(field.models) > 1:
                self.hands.fill({f"kind.{field.name}": str(value.get("type") or value.get("kind"))})
            self.hands.press("then", f"add:{field.name}")
        self._part(self._at(place), place, list(fields_of(model)), value, refers)

    def _choose(self, place: Where, field: Field, source: str) -> None:
        known = known_at(self.target, place)
        condition = parsed(source) if field.input is Input.CONDITION else None
        if condition is None or any(clause.name not in known for clause in condition.clauses):
            is_ready = field.input is Input.FORMULA and source in dict(ready_formulas(known))
            self.hands.fill({"ready" if is_ready else "typed": source})
            self.hands.press("choosing", "keep" if is_ready else "typed")
            return
        for number, clause in enumerate(condition.clauses):
            self.hands.fill({f"name.{number}": clause.name})
            self.hands.press("choosing", "more")
            assert clause.comparison in COMPARISON_WORDS
            self.hands.fill({f"is.{number}": clause.comparison.value})
            if clause.comparison not in WITHOUT_VALUE:
                self.hands.fill({f"value.{number}": value_typed(clause.value, known[clause.name])})
        if len(condition.clauses) > 1:
            self.hands.fill({"join": condition.join})
        self.hands.press("choosing", "keep")


def _refers(field: Field, value: Any) -> bool:
    """Whether a field names something that may not be there yet."""
    if field.input is Input.PART:
        return any(_refers(one, value[one.name]) for one in fields_of(field.models[0][1]) if one.name in value)
    return field.input in (Input.REFERENCE, Input.REFERENCES)
