"""The questions a form may ask. Each type knows its own limits, nothing of how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field as Option
from pydantic import model_validator

from thanjai.domain.definition.base import Expression, Id, Part
from thanjai.domain.definition.data import Handling
from thanjai.domain.text import Text


class Choice(Part):
    """One answer of a closed question."""

    value: Annotated[str, Option(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    label: Text
    hint: Text | None = None


class Question(Handling):
    """What all fields have. Required unless said otherwise."""

    id: Id
    label: Text
    hint: Text | None = None
    required: bool = True
    show_when: Expression | None = None
    required_when: Expression | None = None
    """Required only if this holds; `required` is then left out."""
    prefill: str | None = None
    """Where a first value comes from: `identity.national_id`, `identity.name`, `identity.phone`, `identity.email`."""
    personal: bool = False
    """Personal data; never on a public page."""


class TextField(Question):
    type: Literal["text"]
    max_length: Annotated[int, Option(ge=1, le=20_000)] = 200
    multiline: bool = False
    pattern: str | None = None
    """A regular expression of the whole answer; `hint` must say it in words."""


class NumberField(Question):
    type: Literal["number"]
    minimum: float | None = None
    maximum: float | None = None
    decimals: Annotated[int, Option(ge=0, le=6)] = 0
    """0: an integer in expressions; otherwise a double."""
    unit: Text | None = None


class MoneyField(Question):
    """An amount of baht, kept as satang."""

    type: Literal["money"]
    minimum_baht: int = 0
    maximum_baht: int | None = None


class DateField(Question):
    """A day; an ISO date in answers and expressions. Entered in the Buddhist Era in Thai."""

    type: Literal["date"]
    earliest: Expression | None = None
    latest: Expression | None = None
    """Expressions that give an ISO date, such as `today`."""


class YesNoField(Question):
    type: Literal["yes_no"]


class OneOfField(Question):
    type: Literal["one_of"]
    options: tuple[Choice, ...] = ()
    options_from: Id | None = None
    """A table of the definition whose rows are the options."""

    @model_validator(mode="after")
    def _has_options(self) -> OneOfField:
        if bool(self.options) == bool(self.options_from):
            raise ValueError("give either options or options_from")
        return self


class ManyOfField(OneOfField):
    type: Literal["many_of"]  # type: ignore[assignment]
    at_most: int | None = None


class NationalIdField(Question):
    type: Literal["national_id"]
    personal: bool = True


class JuristicIdField(Question):
    type: Literal["juristic_id"]


class PersonField(Question):
    """Title, given name, family name: `{title, given, family}`."""

    type: Literal["person"]
    personal: bool = True


class CompanyField(Question):
    """Juristic number and registered name: `{number, name}`."""

    type: Literal["company"]


class AddressField(Question):
    """A Thai address: `{house, moo, soi, road, subdistrict, district, province, postcode}`."""

    type: Literal["address"]
    personal: bool = True


class PhoneField(Question):
    type: Literal["phone"]
    personal: bool = True


class EmailField(Question):
    type: Literal["email"]
    personal: bool = True


class BankAccountField(Question):
    """Where money is paid to: `{bank, number, name}`."""

    type: Literal["bank_account"]
    personal: bool = True


class FileField(Question):
    """Uploaded files: a list of `{id, name, type, size, sha256}`."""

    type: Literal["file"]
    accept: tuple[Literal["pdf", "jpeg", "png"], ...] = ("pdf", "jpeg", "png")
    max_megabytes: Annotated[int, Option(ge=1, le=25)] = 10
    max_files: Annotated[int, Option(ge=1, le=20)] = 5
    personal: bool = True


class MapPointField(Question):
    """A place: `{lat, lon}` in WGS 84."""

    type: Literal["map_point"]


class DeclarationField(Question):
    """A statement that the applicant makes by ticking it; always true when answered."""

    type: Literal["declaration"]
    statement: Text


class CalculatedField(Question):
    """A value worked out from the other answers, shown, never asked."""

    type: Literal["calculated"]
    value: Expression
    unit: Text | None = None
    required: bool = False


class GroupField(Question):
    """A repeated group: a list of answers to the same questions, such as machines or workers."""

    type: Literal["group"]
    item_label: Text
    fields: tuple[ItemField, ...]
    minimum: Annotated[int, Option(ge=0)] = 1
    maximum: Annotated[int, Option(ge=1, le=500)] = 50


PlainField = (
    TextField | NumberField | MoneyField | DateField | YesNoField | OneOfField | ManyOfField
    | NationalIdField | JuristicIdField | PersonField | CompanyField | AddressField | PhoneField
    | EmailField | BankAccountField | FileField | MapPointField | DeclarationField | CalculatedField
)  # fmt: skip
ItemField = Annotated[PlainField, Option(discriminator="type")]
Field = Annotated[PlainField | GroupField, Option(discriminator="type")]

GroupField.model_rebuild()

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("title", "given", "family"),
    "company": ("number", "name"),
    "address": ("house", "moo", "soi", "road", "subdistrict", "district", "province", "postcode"),
    "bank_account": ("bank", "number", "name"),
    "map_point": ("lat", "lon"),
}
"""The parts of each compound field, in the order they are asked."""


class Page(Handling):
    """One thing per page: a heading and the few questions that belong together."""

    id: Annotated[str, Option(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    title: Text
    guidance: Text | None = None
    show_when: Expression | None = None
    fields: tuple[Field, ...]


class Form(Part):
    pages: tuple[Page, ...]

    @property
    def fields(self) -> tuple[PlainField | GroupField, ...]:
        """Every question, in the order asked."""
        return tuple(field for page in self.pages for field in page.fields)
