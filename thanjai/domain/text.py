"""Words in the two languages of the platform."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["th", "en"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """The same words in Thai and in English; both are required."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    th: Words
    en: Words

    def in_language(self, language: str) -> str:
        """The words in `language`; Thai for any language we do not speak."""
        return self.en if language.startswith("en") else self.th
