"""Facts that digests of teams and of the units above them share, and the words for shares, kinds and roles."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from bot.domain.digests.page import ActionLine, LatestScore, ScoreChange, Usual
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import Participation, ShareFigure
from bot.domain.disclosure.withholding import Withheld
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import ActionCountSubject, Fact, FactSubject, Lead, SectionPriority, Sign, Title
from bot.domain.messaging.fit import shortened
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, listed

MOST_COUNTED = 12
"""So many questions or promises beside the first are still counted."""
_USUAL_SIGNS = {Usual.LOWER: Sign.LOWER, Usual.HIGHER: Sign.HIGHER}
_CHANGE_SIGNS = {ScoreChange.LOWER: Sign.LOWER, ScoreChange.HIGHER: Sign.HIGHER}


def fact_of(
    label: str,
    value: str,
    *notes: str,
    locale: str,
    sign: Sign | None = None,
    priority: SectionPriority = SectionPriority.ESSENTIAL,
    about: FactSubject | None = None,
) -> Fact:
    """A fact under the name that the catalogue has for it; notes that are empty are left out."""
    note = notes_of(notes, locale)
    return Fact(label=say(label, locale), value=value, note=note, sign=sign, priority=priority, about=about)


def notes_of(notes: Iterable[str], locale: str) -> str:
    """Notes one after the other, as the language parts them; empty ones are left out."""
    given = [each for each in notes if each]
    return reduce(lambda first, second: say("digest-notes", locale, first=first, second=second), given) if given else ""


def week_title(name: str, week: IsoWeek, locale: str) -> Title:
    return Title(words=one_line(say("digest-heading-week", locale, unit=name, date=day(week.sunday(), locale))))


def heard_fact(
    heard: Participation | Withheld, usual: Usual, *, locale: str, in_full: bool = False, is_above: bool = False
) -> Fact:
    """The share of four weeks, and whether it is usual; `in_full` with why there is none. `is_above`: of a unit above
    teams."""
    if isinstance(heard, Withheld):
        note = say("digest-heard_too_few_note", locale) if in_full else ""
        return fact_of("digest-heard_label", say("digest-heard_too_few", locale), note, locale=locale)
    return fact_of(
        "digest-heard_label",
        _heard_words(heard.figure, locale),
        together_words(heard.together, locale),
        usual_words(usual, locale, is_above=is_above),
        locale=locale,
        sign=_USUAL_SIGNS.get(usual),
    )


def said_fact(said: LatestScore, *, locale: str) -> Fact:
    """The word and how it compares: what there is to say in one line."""
    return fact_of(
        "digest-said_label",
        agreement_words(said.score.figure.word, locale),
        together_words(said.score.figure.together, locale),
        change_words(said.change, locale),
        locale=locale,
        sign=_CHANGE_SIGNS.get(said.change),
    )


def said_in_full(said: LatestScore, *, locale: str) -> Fact:
    """The word with those of the competencies, and the weeks it is of."""
    figure, fact = said.score.figure, said_fact(said, locale=locale)
    competencies = [
        say(
            "digest-said_competency",
            locale,
            name=competency_words(kind, locale),
            agreement=agreement_words(word, locale),
        )
        for kind, word in figure.competencies.items()
    ]
    based_on = period_words(said.last - said.first + 1, said.last, locale)
    wide = say("digest-said_wide", locale) if figure.is_wide else ""
    return replace(fact, note=notes_of([*competencies, fact.note, based_on, wide], locale))


def lowest_of(figure: ScoreFigure) -> ScoreKind | None:
    """The competency with the lowest word; None where they are alike, or there is one word alone."""
    words = figure.competencies
    values = {kind: word.middle for kind, word in words.items()}
    if len(values) < 2 or len(set(values.values())) == 1:
        return None
    return min(values, key=lambda kind: (values[kind], COMPETENCIES.index(kind)))


def asked_fact(questions: Sequence[str], *, locale: str) -> Fact:
    """The first of the questions, which are given, and how many more there were."""
    first, note = one_line(questions[0]), more_words(len(questions) - 1, locale)
    return fact_of("digest-asked_label", say("digest-asked", locale, question=first), note, locale=locale)


def more_words(more: int, locale: str) -> str:
    """How many more there are; of many it is not said how many."""
    if more > MOST_COUNTED:
        return say("digest-asked_many", locale)
    return say("digest-asked_more", locale, count=more) if more else ""


def open_fact(actions: Sequence[ActionLine], *, locale: str) -> Fact:
    """How many actions are open, how old the oldest is, and how many are past their date."""
    late, oldest = sum(action.overdue for action in actions), max((each.age_days for each in actions), default=0)
    value, notes = say("digest-open", locale, count=len(actions)), age_notes(len(actions), oldest, late, locale=locale)
    sign = Sign.LATE if late else None
    return fact_of("digest-open_label", value, *notes, locale=locale, sign=sign, about=ActionCountSubject())


def age_notes(count: int, oldest: int, late: int, *, locale: str) -> Sequence[str]:
    """How many days old the oldest of so many actions is, and how many are past their date."""
    if not count:
        return ()
    age = say("digest-age" if count == 1 else "digest-open_oldest", locale, age=oldest)
    past = say("digest-open_late_only" if count == 1 else "digest-open_late", locale, count=late) if late else ""
    return age, past


def together_words(teams: Sequence[str], locale: str) -> str:
    """Whose figure it is where several teams are counted together; empty for one."""
    return say("digest-heard_together", locale, teams=listed(teams, locale)) if teams else ""


def usual_words(usual: Usual, locale: str, *, is_above: bool = False) -> str:
    if usual is Usual.UNKNOWN:
        return ""
    return say(f"digest-usual_above-{usual.value}" if is_above else f"digest-usual-{usual.value}", locale)


def competency_words(kind: ScoreKind, locale: str) -> str:
    return say(f"quarter-competency-{kind.value}", locale)


def change_words(change: ScoreChange, locale: str) -> str:
    """How a score compares with the one before; empty where the two cannot be compared."""
    return "" if change is ScoreChange.UNKNOWN else say(f"digest-change-{change.value}", locale)


def period_words(weeks: int, last: IsoWeek, locale: str) -> str:
    return say("digest-period", locale, count=weeks, date=day(last.sunday(), locale))


def share_words(figure: ShareFigure, locale: str) -> str:
    if figure.tenths is not None:
        return say("digest-tenths", locale, tenths=figure.tenths)
    return say(f"digest-part-{figure.part.value}", locale)


def _heard_words(figure: ShareFigure, locale: str) -> str:
    if figure.tenths is not None:
        return say("digest-heard", locale, share=share_words(figure, locale))
    return say(f"digest-heard_part-{figure.part.value}", locale)


def agreement_words(word: ScoreWord, locale: str) -> str:
    return say(f"digest-agreement-{word.agreement.value}", locale)


def kind_words(kind: FlagKind, locale: str) -> str:
    return say(f"digest-kind-{kind.name.lower()}", locale)


def role_words(role: Role, locale: str) -> str:
    return say(f"digest-role-{role.value}", locale)


def one_line(words: str) -> str:
    """What somebody wrote, on one line."""
    return " ".join(words.split())


def phrase(words: str, most: int = 10_000) -> str:
    """What somebody wrote, on one line of at most so many characters, and without the full stop: a note follows it."""
    return shortened(one_line(words).removesuffix(".") or words.strip(), most)


def heard_in_line(heard: Participation, usual: Usual, locale: str, *, is_above: bool = False) -> str:
    """The share in the line of a steady week: `about 6 in 10 heard (usual for you)`."""
    figure = heard.figure
    if figure.tenths is not None:
        words = say("digest-steady_tenths", locale, tenths=figure.tenths)
    else:
        words = say(f"digest-steady_part-{figure.part.value}", locale)
    together = say("digest-steady_together", locale, count=len(heard.together)) if heard.together else ""
    notes = notes_of([together, usual_words(usual, locale, is_above=is_above)], locale)
    return say("digest-steady_notes", locale, heard=words, notes=notes) if notes else words


def said_in_line(said: LatestScore, locale: str) -> str:
    """The word in the line of a steady week; one on the disagree side makes no week steady."""
    return say(f"digest-steady_said-{said.score.figure.word.agreement.value}", locale)


def in_one_line(parts: Iterable[str], locale: str) -> str:
    """Short statements beside each other."""
    return reduce(lambda first, second: say("digest-steady_parts", locale, first=first, second=second), parts)


def counting_lead(line: str, count: int, locale: str) -> Lead:
    """The line of a steady week, and at its end how many actions are open."""
    words = in_one_line((line, say("digest-open_steady", locale, count=count)), locale)
    return Lead(words=words, without_count=line)
