"""Facts that digests of teams and of the units above them share, and the words for shares, kinds and roles."""

from collections.abc import Iterable, Sequence
from functools import reduce

from bot.domain.digests.page import LatestScore, ScoreChange, Usual
from bot.domain.disclosure.participation import Participation, ShareFigure
from bot.domain.disclosure.withholding import Withheld
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Document, Fact, Section, SectionPriority, Sign, Title
from bot.domain.messaging.fit import Room, fit
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, listed

SHORT, LONG = 15, 25
"""Lines that a digest may have without and with something that needs its readers."""
_USUAL_SIGNS = {Usual.LOWER: Sign.LOWER, Usual.HIGHER: Sign.HIGHER}
_CHANGE_SIGNS = {ScoreChange.LOWER: Sign.LOWER, ScoreChange.HIGHER: Sign.HIGHER}


def digest_document(sections: Iterable[Section], *, needs_conversation: bool) -> Document:
    """The sections as far as a digest has room for them."""
    whole = Document(sections=tuple(sections))
    return fit(whole, Room(lines=LONG if needs_conversation else SHORT))


def fact_of(
    label: str,
    value: str,
    *notes: str,
    locale: str,
    sign: Sign | None = None,
    priority: SectionPriority = SectionPriority.ESSENTIAL,
) -> Fact:
    """A fact under the name that the catalogue has for it; notes that are empty are left out."""
    return Fact(label=say(label, locale), value=value, note=notes_of(notes, locale), sign=sign, priority=priority)


def notes_of(notes: Iterable[str], locale: str) -> str:
    """Notes one after the other, as the language parts them; empty ones are left out."""
    given = [each for each in notes if each]
    return reduce(lambda first, second: say("digest-notes", locale, first=first, second=second), given) if given else ""


def digest_title(name: str, week: IsoWeek, locale: str) -> Title:
    return Title(words=one_line(say("digest-title", locale, unit=name, date=day(week.sunday(), locale))))


def heard_fact(heard: Participation | Withheld, usual: Usual, *notes: str, locale: str) -> Fact:
    if isinstance(heard, Withheld):
        return fact_of("digest-heard_label", say("digest-heard_too_few", locale), *notes, locale=locale)
    value = say("digest-heard", locale, share=share_words(heard.figure, locale))
    how = "" if usual is Usual.UNKNOWN else say(f"digest-usual-{usual.value}", locale)
    teams = together_words(heard.together, locale)
    return fact_of("digest-heard_label", value, teams, how, *notes, locale=locale, sign=_USUAL_SIGNS.get(usual))


def said_fact(said: LatestScore, *notes: str, locale: str) -> Fact:
    figure = said.score.figure
    value = agreement_words(figure.word, locale)
    competencies = [
        say(
            "digest-said_competency",
            locale,
            name=say(f"quarter-competency-{kind.value}", locale),
            agreement=agreement_words(word, locale),
        )
        for kind, word in figure.competencies.items()
    ]
    based_on = period_words(said.last - said.first + 1, said.last, locale)
    wide = say("digest-said_wide", locale) if figure.is_wide else ""
    teams = together_words(figure.together, locale)
    change = change_words(said.change, locale)
    return fact_of(
        "digest-said_label",
        value,
        teams,
        *competencies,
        based_on,
        change,
        wide,
        *notes,
        locale=locale,
        sign=_CHANGE_SIGNS.get(said.change),
    )


def together_words(names: Sequence[str], locale: str) -> str:
    """Whose figure it is, where teams are counted together; empty for a single team or a whole unit."""
    return say("digest-heard_together", locale, teams=listed(names, locale)) if names else ""


def change_words(change: ScoreChange, locale: str) -> str:
    """How a score compares with the one before; empty where the two cannot be compared."""
    return "" if change is ScoreChange.UNKNOWN else say(f"digest-change-{change.value}", locale)


def period_words(weeks: int, last: IsoWeek, locale: str) -> str:
    return say("digest-period", locale, count=weeks, date=day(last.sunday(), locale))


def share_words(figure: ShareFigure, locale: str) -> str:
    if figure.tenths is not None:
        return say("digest-tenths", locale, tenths=figure.tenths)
    return say(f"digest-part-{figure.part.value}", locale)


def agreement_words(word: ScoreWord, locale: str) -> str:
    return say(f"digest-agreement-{word.agreement.value}", locale)


def kind_words(kind: FlagKind, locale: str) -> str:
    return say(f"digest-kind-{kind.name.lower()}", locale)


def role_words(role: Role, locale: str) -> str:
    return say(f"digest-role-{role.value}", locale)


def one_line(words: str) -> str:
    """What somebody wrote, on one line."""
    return " ".join(words.split())
