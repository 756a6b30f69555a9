"""Bands, special kinds, coupling and the organisation's own share: a fact each, the most needed first."""

from typing import assert_never

from bot.domain.answers.block_sums import OVERALL
from bot.domain.answers.quarter_sums import COMPETENCIES
from bot.domain.digests.digest_facts import agreement_words, change_sign, change_words, fact_of, notes_of, period_words
from bot.domain.digests.page import ReleasedNotes
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
from bot.domain.messaging.documents import Fact, SectionPriority, Sign
from bot.domain.programme.questions import Kind
from bot.domain.texts import say
from bot.domain.texts.dates import alternatives, listed

CLOSE, FAIR = 16, 12
"""Twice the agreement between co-leads from which they see things alike closely, and mostly."""
ALIKE = 2
"""Twice the gap between leads and members under which both see it alike."""
_SWING_SIGNS = {WeekComparison.LOWER: Sign.LOWER, WeekComparison.HIGHER: Sign.HIGHER}


def moved_facts(notes: ReleasedNotes, locale: str, *, above: bool = False) -> list[Fact]:
    """For every digest when the whole organisation moved this week, since no team is flagged for that."""
    figure = _organisation(notes)
    if figure is None or figure.swing not in _SWING_SIGNS or figure.lasting:
        return []
    moved = say(f"quarter-moved-{figure.swing.value}", locale)
    note = say("quarter-not_about_teams" if above else "quarter-not_about_team", locale)
    return [fact_of("quarter-organisation_label", moved, note, locale=locale, sign=_SWING_SIGNS[figure.swing])]


def organisation_facts(notes: ReleasedNotes, locale: str) -> list[Fact]:
    """For the top units, in every week: the organisation's share, its usual range, and its block's score."""
    figure = _organisation(notes)
    if figure is None:
        return []
    value = say("quarter-organisation", locale, share=say("digest-tenths", locale, tenths=figure.tenths))
    words = []
    if figure.usual is None:
        words.append(say("quarter-no_range", locale))
    else:
        low, high = figure.usual
        words.append(say("quarter-range" if low < high else "quarter-range_one", locale, low=low, high=high))
        lasting = "_lasting" if figure.lasting else ""
        words.append(say(f"quarter-swing-{figure.swing.value}{lasting}", locale))
    sign = _SWING_SIGNS.get(figure.swing)
    facts = [
        fact_of(
            "quarter-organisation_label", value, *words, locale=locale, sign=sign, priority=SectionPriority.ADDITIONAL
        )
    ]
    said = notes.organisation_said
    if said is not None:
        agreement = agreement_words(said.score.figure.agreement, locale)
        change, sign = change_words(said.change, locale), change_sign(said.change)
        facts.append(
            fact_of(
                "quarter-organisation_said_label",
                agreement,
                change,
                locale=locale,
                sign=sign,
                priority=SectionPriority.REPEATED,
            )
        )
    return facts


def note_facts(notes: ReleasedNotes, locale: str) -> list[Fact]:
    """Bands, coupling, kinds and spread, as far as they were released; other weeks repeat them."""

    def repeated(label: str, value: str, *more: str) -> Fact:
        return fact_of(label, value, *more, locale=locale, priority=SectionPriority.REPEATED)

    facts = []
    if notes.bands is not None:
        facts.append(repeated("quarter-bands_label", *_bands(notes.bands.figure, _period(notes.bands, locale), locale)))
    if notes.couplings:
        facts.append(
            repeated("quarter-leads_label", " ".join(_coupling(each.figure, locale) for each in notes.couplings))
        )
    if notes.kinds is not None:
        facts.append(repeated("quarter-kinds_label", " ".join(_kinds(notes.kinds.figure, locale))))
    if notes.loop is not None:
        owned, back = notes.loop.owned, notes.loop.told
        value = say("quarter-loop", locale, owned=owned.hits, actions=owned.trials)
        facts.append(
            repeated(
                "quarter-loop_label", value, say("quarter-loop_note", locale, told=back.hits, tellable=back.trials)
            )
        )
    if notes.spread is not None and notes.spread.figure.spread is Disagreement.WIDE:
        facts.append(repeated("quarter-wide_label", say("quarter-wide", locale), say("quarter-wide_note", locale)))
    return facts


def _organisation(notes: ReleasedNotes) -> OrganisationFigure | None:
    return None if notes.organisation is None else notes.organisation.figure


def _bands(figure: BandsFigure, period: str, locale: str) -> tuple[str, ...]:
    """The bands, then what they are of and the lowest of them."""
    bands = {
        name: alternatives([say(f"quarter-band-{band.value}", locale) for band in likely], locale)
        for name, likely in figure.bands.items()
    }
    if OVERALL in bands:
        return bands[OVERALL], say("quarter-overall_note", locale), period
    names = {name: say(f"quarter-competency-{name}", locale) for name in COMPETENCIES}
    if len(set(bands.values())) == 1:
        words = say("quarter-all_alike", locale, band=next(iter(bands.values())), names=listed(names.values(), locale))
    else:
        each = [say("quarter-competency", locale, name=name, band=bands[key]) for key, name in names.items()]
        words = notes_of(each, locale)
    lowest = "quarter-lowest" if figure.lowest_is_clear else "quarter-lowest_narrowly"
    return words, period, say(lowest, locale, name=names[figure.lowest])


def _period(released: Released[BandsFigure], locale: str) -> str:
    """The quarter up to the end of the block that the bands are of."""
    return period_words(released.week - _quarter_of(released.period) + 1, released.week, locale)


def _quarter_of(period: ReleasePeriod) -> IsoWeek:
    """The first week of the quarter that a block is of."""
    match period:
        case BlockPeriod(epoch=first):
            return first
        case WeekPeriod() | EpochPeriod():
            raise ValueError(f"bands are released of a block, not of {period}")
        case _:
            assert_never(period)


def _kinds(figure: KindsFigure, locale: str) -> list[str]:
    """Kinds of one word together, so that the line stays short."""
    by_agreement: dict[Agreement, list[str]] = {}
    for kind, halves in figure.halves.items():
        by_agreement.setdefault(agreement_of(halves), []).append(say(f"quarter-kind-{kind.value}", locale))
    return [
        say("quarter-kinds_of", locale, agreement=agreement_words(agreement, locale), kinds=listed(kinds, locale))
        for agreement, kinds in by_agreement.items()
    ]


def _coupling(figure: CouplingFigure, locale: str) -> str:
    if figure.form is Kind.COUPLING_ORGANISATIONAL:
        word = "alike" if abs(figure.halves) < ALIKE else "leads_higher" if figure.halves > 0 else "members_higher"
        return say(f"quarter-gap-{word}", locale)
    if figure.form is Kind.COUPLING_STRATEGIC:
        word = "closely" if figure.halves >= CLOSE else "mostly" if figure.halves >= FAIR else "differ"
        return say(f"quarter-together-{word}", locale)
    return say("quarter-fit", locale, agreement=agreement_words(agreement_of(figure.halves), locale))
