"""Macros of templates: what is imported without the page's context must not lean on it.

Jinja draws a name it does not know as nothing: a form in such a macro would lack its token, and be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.template import engines
from jinja2 import Environment, meta, nodes


def test_a_macro_uses_what_it_is_given() -> None:
    env: Environment = next(iter(engines.all())).env  # type: ignore[attr-defined]
    assert env.loader is not None
    trees = {name: env.parse(env.loader.get_source(env, name)[0]) for name in env.list_templates()}
    imported = set(imported_alone(trees.values()))
    assert len(imported) > 10
    leaning = {name: free for name in imported if (free := free_names(env, trees[name]))}
    assert leaning == {}


def imported_alone(trees: Iterable[nodes.Template]) -> Iterator[str]:
    """Templates whose macros are imported without the context of the page."""
    for tree in trees:
        for one in tree.find_all((nodes.FromImport, nodes.Import)):
            assert isinstance(one, nodes.FromImport | nodes.Import)
            if not one.with_context and isinstance(one.template, nodes.Const):
                yield one.template.value


def free_names(env: Environment, tree: nodes.Template) -> set[str]:
    """Names that neither the template nor the platform gives."""
    given = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    return meta.find_undeclared_variables(tree) - given - set(env.globals)
