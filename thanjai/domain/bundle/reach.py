"""Whether some answers need each part, and whether some answers do without it: by trying what decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, product
from typing import Any, Final

from thanjai.domain.bundle.model import Bundle
from thanjai.domain.definition.fields import ManyOfField, NumberField, OneOfField, YesNoField
from thanjai.domain.definition.places import Question
from thanjai.domain.definition.problems import Problems, error, warning
from thanjai.domain.expressions import Scope, names_in, without_literals

_MOST: Final = 20_000
_FIGURE: Final = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)")


def check_reach(bundle: Bundle) -> Problems:
    """A part that no answers need is an error, one that all need in spite of its condition is worth a look.

    What hangs on a question with endless answers, such as a text, is not judged.
    """
    for number, part in enumerate(bundle.parts):
        if part.when is None:
            continue
        asked = [bundle.question(name) for name in sorted(names_in(part.when))]
        choices = [_answers(one, part.when) for one in asked if one is not None]
        if len(choices) < len(asked) or not all(choices):
            continue
        verdicts = set(_tried(part.when, [one.id for one in asked if one is not None], choices))
        if True not in verdicts:
            yield error(
                "never_needed", ("parts", number, "when"),
                f"ไม่มีคำตอบใดทำให้ต้องใช้ “{part.id}” แก้เงื่อนไข",
                f"No answers need “{part.id}”. Mend its condition",
            )  # fmt: skip
        elif False not in verdicts:
            yield warning(
                "always_needed", ("parts", number, "when"),
                f"“{part.id}” ต้องใช้เสมอ ลบเงื่อนไขได้",
                f"“{part.id}” is needed whatever is answered. Leave the condition out",
            )  # fmt: skip


def _tried(source: str, names: Sequence[str], choices: Sequence[Sequence[Any]]) -> Iterable[bool]:
    for values in islice(product(*choices), _MOST):
        yield Scope(dict(zip(names, values, strict=True))).holds(source)


def _answers(question: Question, source: str) -> list[Any]:
    """The answers that can make a difference; none where they are endless."""
    if isinstance(question, YesNoField):
        return [True, False]
    if isinstance(question, ManyOfField):
        return [[], *([one.value] for one in question.options), [one.value for one in question.options]]
    if isinstance(question, OneOfField):
        return [one.value for one in question.options]
    if isinstance(question, NumberField):
        return _figures(question, source)
    return []


def _figures(question: NumberField, source: str) -> list[int | float]:
    """Each figure of the condition and its neighbours, within the question's bounds."""
    step = 10.0**-question.decimals
    known = {float(one) for one in _FIGURE.findall(without_literals(source))} or {0.0, 1.0}
    known |= {one for one in (question.minimum, question.maximum) if one is not None}
    near = {figure + change for figure in known for change in (-step, 0, step)}
    low, high = question.minimum, question.maximum
    within = [one for one in sorted(near) if (low is None or one >= low) and (high is None or one <= high)]
    return [one if question.decimals else int(one) for one in within]
