"""The report that `make prove` writes for people who do not read code. Every figure in it comes from the run.

`python -m tests.adversary.report` writes it again from the figures of the last run, after a change of words.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from tests.adversary.figures import Figures, read, written

PAGE = Path(__file__).parents[2] / "docs/trust/report.md"
KEPT = PAGE.with_suffix(".json")
"""The figures of the run that made it."""
TEMPLATE = Path(__file__).with_name("report.jinja")
COUNTED = {
    "histories": "made-up courses of events: lists, moves, leave, rotas, presses, restores, weeks closed twice",
    "pages": "pages that were shown to somebody in them",
    "cells": "weeks of a team, or of teams counted together, of which a band was told",
    "words told": "scores that were told in a word",
    "comments told": "sets of comments that were told to a team",
    "groups": "groups that were attacked: with all readers together, alone and with each colleague in turn",
    "neighbours": "second courses of events with the same cells, which must give everybody the same pages",
    "cases with shown scores": "systems of bands and scores that were looked at together",
    "of these decided by programmes": "of these, decided by integer programmes",
    "integer programmes": "integer programmes that were solved",
    "not promised: weeks of people whom a later reader and a colleague find out": (
        "not promised, and counted so that it is known: weeks of people found out by two who pool what they know, of "
        "whom one read no figure then and reads now"
    ),
}
WORLDS = {
    "steady": "hospitals where people keep their habits",
    "hard": "hospitals with a start that fades, teams that start one after the other, leavers and mergers",
}
DRIFTS = {
    "both": "people answer less, and agree less",
    "silence": "people answer less",
    "score": "people agree less",
    "half": "both, half as much",
    "shock": "both, all at once",
}


def rendered(figures: Figures) -> str:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    environment.filters |= {"counted": _counted, "percent": _percent, "tenths": _tenths}
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(figures=figures, counts=list(_counts(figures.counts)), worlds=WORLDS, drifts=DRIFTS)


def _counts(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """In the order of the story, and whatever has no words yet by its own name."""
    order = {key: number for number, key in enumerate(COUNTED)}
    for key in sorted(counts, key=lambda each: (order.get(each, len(order)), each)):
        yield COUNTED.get(key, key), counts[key]


def _counted(number: int) -> str:
    return f"{number:,}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _tenths(share: float) -> str:
    return f"{100 * share:.1f} %"


def write(figures: Figures, folder: Path) -> None:
    (folder / KEPT.name).write_text(written(figures), "utf-8")
    (folder / PAGE.name).write_text(rendered(figures), "utf-8")


if __name__ == "__main__":
    write(read(KEPT.read_text("utf-8")), PAGE.parent)
