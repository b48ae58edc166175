"""Tasks are known to the queue that runs, whichever module says them and whenever it is loaded."""

from __future__ import annotations

from thanjai.kernel.jobs import app


def test_every_task_belongs_to_the_queue_that_runs() -> None:
    """Some once belonged to what stands in for the queue while Django is set up, and the worker ended over them."""
    for task in [*app.tasks.values(), *(one.task for one in app.periodic_registry.periodic_tasks.values())]:
        task.blueprint.will_configure_task()
    assert {one.task.name for one in app.periodic_registry.periodic_tasks.values()} <= set(app.tasks)
