"""Levels, special kinds, coupling and the organisation's own share: a fact each, the most needed first."""

from collections.abc import Mapping

from bot.domain.digests.digest_facts import agreement_words, fact_of, notes_of, one_line, together_words
from bot.domain.digests.page import ReleasedNotes
from bot.domain.disclosure.quarter_figures import (
    CouplingFigure,
    LevelsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.messaging.documents import Fact, SectionPriority, Sign
from bot.domain.texts import say
from bot.domain.texts.dates import listed

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
        if not _is_within_what_it_left(figure, low, high):
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
        agreement = agreement_words(said.score.figure.word, locale)
        facts.append(
            fact_of("quarter-organisation_said_label", agreement, locale=locale, priority=SectionPriority.REPEATED)
        )
    return facts


def _is_within_what_it_left(figure: OrganisationFigure, low: int, high: int) -> bool:
    """Whether tenths, which are rounded, still lie in a range that the week itself has left."""
    if figure.lasting or figure.swing not in _SWING_SIGNS:
        return False
    return low <= figure.tenths <= high


def note_facts(notes: ReleasedNotes, locale: str, *, leads_of: str = "") -> list[Fact]:
    """Levels, coupling and kinds, as far as they were released; other weeks repeat them.

    `leads_of`: the unit above whose co-leads the coupling is about, on the page of one of its teams.
    """

    def repeated(label: str, value: str, *more: str) -> Fact:
        return fact_of(label, value, *more, locale=locale, priority=SectionPriority.REPEATED)

    facts = []
    if notes.levels is not None:
        figure = notes.levels.figure
        value, *more = _levels(figure, locale)
        facts.append(repeated("quarter-levels_label", value, together_words(figure.together, locale), *more))
    if notes.coupling is not None:
        all_teams = say("quarter-leads_of", locale, unit=one_line(leads_of)) if leads_of else ""
        facts.append(repeated("quarter-leads_label", " ".join(_coupling(notes.coupling.figure, locale)), all_teams))
    if notes.kinds is not None:
        kinds = notes.kinds.figure
        teams = together_words(kinds.together, locale)
        facts.append(repeated("quarter-kinds_label", " ".join(_kinds(kinds.words, locale)), teams))
    if notes.loop is not None:
        owned, back = notes.loop.owned, notes.loop.told
        value = say("quarter-loop", locale, owned=owned.hits, actions=owned.trials)
        facts.append(
            repeated(
                "quarter-loop_label", value, say("quarter-loop_note", locale, told=back.hits, tellable=back.trials)
            )
        )
    return facts


def _organisation(notes: ReleasedNotes) -> OrganisationFigure | None:
    return None if notes.organisation is None else notes.organisation.figure


def _levels(figure: LevelsFigure, locale: str) -> tuple[str, ...]:
    """The levels of the last quarter, what they are of, and the lowest of them."""
    levels = {kind: say(f"quarter-level-{level.value}", locale) for kind, level in figure.levels.items()}
    period = say("quarter-of_quarter", locale)
    if None in levels:
        return levels[None], say("quarter-overall_note", locale), period
    names = {kind: say(f"quarter-competency-{kind.value}", locale) for kind in figure.levels if kind is not None}
    if len(set(levels.values())) == 1:
        level = next(iter(levels.values()))
        words = say("quarter-all_alike", locale, level=level, names=listed(names.values(), locale))
    else:
        each = [say("quarter-competency", locale, name=name, level=levels[kind]) for kind, name in names.items()]
        words = notes_of(each, locale)
    lowest = "" if figure.lowest is None else say("quarter-lowest", locale, name=names[figure.lowest])
    return words, period, lowest


def _kinds(words: Mapping[ScoreKind, ScoreWord], locale: str) -> list[str]:
    """Kinds of one word together, so that the line stays short."""
    by_word: dict[str, list[str]] = {}
    for kind, word in words.items():
        by_word.setdefault(agreement_words(word, locale), []).append(say(f"quarter-kind-{kind.value}", locale))
    return [
        say("quarter-kinds_of", locale, agreement=agreement, kinds=listed(kinds, locale))
        for agreement, kinds in by_word.items()
    ]


def _coupling(figure: CouplingFigure, locale: str) -> list[str]:
    """What co-leads say, and whether their teams see what matters like them."""
    gap = [] if figure.gap is None else [say(f"quarter-gap-{figure.gap.value}", locale)]
    return [*_kinds(figure.words, locale), *gap]
