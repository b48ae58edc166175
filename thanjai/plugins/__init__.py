"""Vendors and other outside services, one folder each, all of the same shape.

A plugin is `thanjai/plugins/<kind>/<name>/plugin.py` with `build(options)`, which returns what its
kind asks for (a payment provider, say). Installing one is a line of settings, never a change of code.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any


class UnknownPlugin(LookupError):
    """Settings name a plugin that is not there."""


def names(kind: str) -> list[str]:
    """The plugins of a kind ("payments") that come with this installation, sorted."""
    package = importlib.import_module(f"{__name__}.{kind}")
    folders = (module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)
    return sorted(name for name in folders if find_spec(f"{package.__name__}.{name}.plugin"))


def build(kind: str, name: str, options: Mapping[str, str]) -> Any:
    """What the plugin `name` builds from its options.

    Raises UnknownPlugin, or ValueError from the plugin for options that will not do.
    """
    if name not in (known := names(kind)):
        raise UnknownPlugin(f"no {kind} plugin {name!r}; there are: {', '.join(known)}")
    return importlib.import_module(f"{__name__}.{kind}.{name}.plugin").build(options)
