"""Who does what: whoever inspects does not also decide."""

from __future__ import annotations

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import DUTIES, Problems, warning


def check_duties(definition: ServiceDefinition) -> Problems:
    deciding = {step.role for step in definition.steps if step.kind == "decide" and step.role is not None}
    for number, step in enumerate(definition.steps):
        if step.kind in ("inspect", "review", "check") and step.role in deciding:
            yield warning(
                "decider_also_examines",
                ("steps", number, "role"),
                "ผู้สั่งอนุญาตเป็นผู้ตรวจเองด้วย ให้บทบาทอื่นตรวจ เพื่อให้มีคนเห็นอย่างน้อยสองคน",
                "Whoever decides also examines. Give this step to another role, so that two people look",
                DUTIES,
            )
