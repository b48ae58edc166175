"""The service definitions that come with the platform, and the example applications beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

import thanjai
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.bundle.reading import read_bundle
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import read
from thanjai.domain.text import Text

PACKS = Path(thanjai.__file__).resolve().parent.parent / "packs"


class Example(BaseModel):
    """A whole application with what officers find. A file is given by its name alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    channel: str = "online"
    answers: dict[str, Any]
    findings: dict[str, dict[str, Any]] = {}


class _Examples(BaseModel):
    settings: dict[str, Any] = {}
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Pack:
    """A definition that may be published. `settings` are those of a trial agency."""

    definition: ServiceDefinition
    settings: Mapping[str, Any]
    examples: tuple[Example, ...]

    @property
    def id(self) -> str:
        return self.definition.id


class PackUnfit(ValueError):
    """The definition in a folder cannot be published."""


def pack_ids() -> list[str]:
    """The folders that hold a definition."""
    return sorted(path.parent.name for path in PACKS.glob("*/service.yaml"))


@lru_cache(maxsize=64)
def load_pack(id: str) -> Pack:
    """One pack. Raises PackUnfit for one that is not there or has errors."""
    path = PACKS / id / "service.yaml"
    if not path.is_file():
        raise PackUnfit(f"There is no pack {id!r}. There are: {', '.join(pack_ids())}.")
    reading = read(path.read_text(encoding="utf-8"), f"packs/{id}/service.yaml")
    if reading.definition is None or not reading.publishable:
        raise PackUnfit("; ".join(str(problem) for problem in reading.problems if problem.level == "error"))
    beside = path.with_name("examples.yaml")
    data = load_yaml(beside) if beside.is_file() else {"examples": ()}
    examples = _Examples.model_validate(data)
    return Pack(reading.definition, examples.settings, examples.examples)


def load_bundles() -> list[Bundle]:
    """The bundles that come with the platform. Raises PackUnfit for one that has errors."""
    services = {id: load_pack(id).definition for id in pack_ids()}
    found = []
    for path in sorted(PACKS.glob("bundles/*/bundle.yaml")):
        reading = read_bundle(path.read_text(encoding="utf-8"), f"{path.parent.name}/bundle.yaml", services)
        if reading.bundle is None or not reading.publishable:
            raise PackUnfit("; ".join(str(problem) for problem in reading.problems if problem.level == "error"))
        found.append(reading.bundle)
    return found


def load_yaml(path: Path) -> Any:
    """The plain data in a YAML file."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
