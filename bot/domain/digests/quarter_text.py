"""Bands, special kinds, coupling and the organisation's own line in words: a line each, the most needed first."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.answers.quarter_sums import COMPETENCIES, OVERALL
from bot.domain.digests.page import LatestScore, ReleasedNotes
from bot.domain.disclosure.figures import Agreement, agreement_of
from bot.domain.disclosure.gate import Released
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import (
    BandsFigure,
    CouplingFigure,
    Disagreement,
    KindsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import Kind
from bot.domain.texts import say
from bot.domain.texts.dates import day

CLOSE, FAIR = 16, 12
"""Twice the agreement between co-leads from which they see things alike closely, and mostly."""
ALIKE = 2
"""Twice the gap between leads and members under which both see it alike."""


def moved_line(notes: ReleasedNotes, loc: str, *, above: bool = False) -> list[str]:
    """For every digest when the whole organisation moved this week, since no team is flagged for that."""
    figure = _organisation(notes)
    if figure is None or figure.swing not in (WeekComparison.LOWER, WeekComparison.HIGHER) or figure.lasting:
        return []
    return [say(f"quarter-moved_{'above_' if above else ''}{figure.swing.value}", loc)]


def organisation_lines(notes: ReleasedNotes, loc: str) -> list[str]:
    """For the top units, in every week: the organisation's share, its usual range, and its block's score."""
    figure = _organisation(notes)
    if figure is None:
        return []
    words = [say("quarter-organisation", loc, share=say("digest-tenths", loc, tenths=figure.tenths))]
    if figure.usual is None:
        words.append(say("quarter-no_range", loc))
    else:
        low, high = figure.usual
        words.append(say("quarter-range" if low < high else "quarter-range_one", loc, low=low, high=high))
        lasting = "_lasting" if figure.lasting else ""
        words.append(say(f"quarter-swing_{figure.swing.value}{lasting}", loc))
    if figure.swing in (WeekComparison.LOWER, WeekComparison.HIGHER) and figure.expected_tenths is not None:
        words.append(say("digest-expected", loc, tenths=figure.expected_tenths))
    return [" ".join(words), *([] if notes.organisation_said is None else [_said(notes.organisation_said, loc)])]


def note_lines(notes: ReleasedNotes, loc: str) -> list[str]:
    """Bands, coupling, kinds and spread, as far as they were released."""
    lines = []
    if notes.bands is not None:
        lines.append(_bands(notes.bands.figure, _period(notes.bands, loc), loc))
    if notes.couplings:
        lines.append(
            say("quarter-leads", loc, words=_joined([_coupling(each.figure, loc) for each in notes.couplings]))
        )
    if notes.kinds is not None:
        lines.append(say("quarter-kinds", loc, words=_joined(_kinds(notes.kinds.figure, loc))))
    if notes.loop is not None:
        owned, back = notes.loop.owned, notes.loop.told
        counts = {"owned": owned.hits, "actions": owned.trials, "told": back.hits, "tellable": back.trials}
        lines.append(say("quarter-loop", loc, **counts))
    if notes.spread is not None and notes.spread.figure.spread is Disagreement.WIDE:
        lines.append(say("quarter-wide", loc))
    return lines


def _organisation(notes: ReleasedNotes) -> OrganisationFigure | None:
    return None if notes.organisation is None else notes.organisation.figure


def _said(said: LatestScore, loc: str) -> str:
    agreement, change = said.score.figure.agreement, say(f"digest-change-{said.change.value}", loc)
    return say("quarter-organisation_said", loc, agreement=_lower(agreement, loc), change=change)


def _bands(figure: BandsFigure, period: str, loc: str) -> str:
    bands = {
        name: f" {say('quarter-or', loc)} ".join(say(f"quarter-band-{band.value}", loc) for band in likely)
        for name, likely in figure.bands.items()
    }
    if OVERALL in bands:
        return say("quarter-overall", loc, band=_joined([bands[OVERALL]]), period=period)
    names = [say(f"quarter-competency-{name}", loc) for name in COMPETENCIES]
    if len(set(bands.values())) == 1:
        first, second, third = names
        alike = say("quarter-all_alike", loc, band=next(iter(bands.values())), first=first, second=second, third=third)
        words = _joined([alike])
    else:
        each = [
            say("quarter-competency", loc, name=name, band=bands[key])
            for key, name in zip(COMPETENCIES, names, strict=True)
        ]
        words = _joined(each)
    lowest = "quarter-lowest" if figure.lowest_is_clear else "quarter-lowest_just"
    return say("quarter-bands", loc, words=words, lowest=say(lowest, loc, name=figure.lowest), period=period)


def _period(released: Released[BandsFigure], loc: str) -> str:
    """The quarter up to the end of the block that the bands are of."""
    count = released.week - _quarter_of(released.period) + 1
    weeks = say(f"digest-number-{count}", loc).lower() if count <= 12 else str(count)
    sunday = released.week.sunday()
    return say("digest-period", loc, weeks=weeks, date=day(sunday, loc))


def _quarter_of(period: ReleasePeriod) -> IsoWeek:
    """The first week of the quarter that a block is of."""
    match period:
        case BlockPeriod(epoch=first):
            return first
        case WeekPeriod() | EpochPeriod():
            raise ValueError(f"bands are released of a block, not of {period}")
        case _:
            assert_never(period)


def _kinds(figure: KindsFigure, loc: str) -> list[str]:
    """Kinds of one word together, so that the line stays short."""
    by_agreement: dict[Agreement, list[str]] = {}
    for kind, halves in figure.halves.items():
        by_agreement.setdefault(agreement_of(halves), []).append(say(f"quarter-kind-{kind.value}", loc))
    return [
        say("quarter-kinds_of", loc, agreement=_lower(agreement, loc), kinds=", ".join(kinds))
        for agreement, kinds in by_agreement.items()
    ]


def _coupling(figure: CouplingFigure, loc: str) -> str:
    if figure.form is Kind.COUPLING_ORGANISATIONAL:
        word = "alike" if abs(figure.halves) < ALIKE else "leads_rosier" if figure.halves > 0 else "members_rosier"
        return say(f"quarter-gap-{word}", loc)
    if figure.form is Kind.COUPLING_STRATEGIC:
        word = "closely" if figure.halves >= CLOSE else "mostly" if figure.halves >= FAIR else "differ"
        return say(f"quarter-together-{word}", loc)
    return say("quarter-fit", loc, agreement=_lower(agreement_of(figure.halves), loc))


def _lower(agreement: Agreement, loc: str) -> str:
    return say(f"digest-agreement-{agreement.value}", loc).lower()


def _joined(parts: Sequence[str]) -> str:
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]
