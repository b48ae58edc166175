"""`thanjai search`: how well people find services by their own words."""

from __future__ import annotations

import click

from thanjai.config.search_trial import HALVES, Judged, judged, offered, others, questions


@click.group("search")
def command() -> None:
    """Judge the search of services."""


@command.command("eval")
@click.option(
    "--missed", is_flag=True, help="List the questions of the tuned half whose answer was not among the first five."
)
def evaluate(missed: bool) -> None:
    """Recall and mean reciprocal rank over questions as people ask them, in two halves.

    Of the services that come with the platform alone, and among further ones that are not offered.
    """
    from thanjai.catalogue.words import thesaurus
    from thanjai.config.demo.packs import PACKS, load_yaml

    words = thesaurus()
    own = offered((load_yaml(path) for path in sorted(PACKS.glob("*/service.yaml"))), words)
    every = [*own, *others(words)]
    click.echo("half   among      questions  recall@1  recall@5  MRR")
    for half in HALVES:
        for among, things in (("offered", own), ("all", every)):
            found = judged(things, questions(half), words)
            click.echo(_line(half, among, len(things), found))
            if missed and half == HALVES[0]:
                for one in found.missed:
                    click.echo(f"  {one.line} → {', '.join(sorted(one.right))}")


def _line(half: str, among: str, things: int, found: Judged) -> str:
    return f"{half:6} {f'{among} {things}':11} {found.questions:8}  {found.first:8.3f}  {found.five:8.3f}  {found.rank:.3f}"
