"""A frozen digest with what followed it: who has answered, what was started and done, and what may still be pressed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import assert_never

from bot.domain.digests.details_text import open_action_fact
from bot.domain.digests.digest_facts import counting_lead, open_fact, phrase, role_words
from bot.domain.digests.frozen_digest import FrozenDigest, ReasonTold, fits_in_sight
from bot.domain.digests.redrawn.buttons_now import buttons_below, buttons_in_sight
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FollowUpShown
from bot.domain.digests.redrawn.reasons_now import (
    Reasons,
    asked_now,
    closed_since,
    reasons_now,
    verdict_now,
    why_now,
)
from bot.domain.digests.redrawn.told_by_words import with_subjects
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.digests.verdict_text import WORDS_QUOTED, verdict_title
from bot.domain.follow_up.flags import FlagResponse, HelpResponse
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import (
    ActionCountSubject,
    ActionSubject,
    Context,
    Document,
    ElsewhereSubject,
    Fact,
    Facts,
    FlagSubject,
    Fold,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Section,
    SmallPrint,
    Steps,
    Title,
)
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, weekday

TOLD_IN_SIGHT = 4
"""Lines of what followed, as far as there is room."""
NAME_IN_LINE = 40
"""Characters of a team's name."""
_MOST_LESS, _FEWEST = 4, (20, 10)
_ROOM = (*product(range(_MOST_LESS + 1), (200, 90, WORDS_QUOTED)), *((_MOST_LESS, few) for few in _FEWEST))
"""By how much a digest is made lighter, and how many characters stand in sight of what somebody wrote: the first with
which all finds room. The details hold the whole."""


def redrawn(digest: FrozenDigest, since: FollowUpShown, *, unit_name: str, locale: str) -> FrozenDigest:
    """The digest as one of its readers sees it now. What was frozen stays; lines that are no longer true are told as
    they are now, the title among them, and buttons that no longer do anything are gone.
    """
    digest = replace(with_subjects(digest, since, locale), buttons=asked_now(digest.buttons, since))
    left = reasons_now(digest, since, locale)
    verdict = verdict_now(digest, left)
    title = None if verdict is digest.verdict else verdict_title(unit_name, verdict, locale)
    still_true = [
        title if title is not None and isinstance(each, Title) else each
        for each in _still_true(digest, left, since, locale)
    ]
    in_sight, document = buttons_in_sight(digest, since, locale), _document(digest, still_true, since, locale)
    moved = [each for each in still_true if isinstance(each, Steps) and each not in document.sections]
    return replace(
        digest,
        verdict=verdict,
        document=document,
        details=None if digest.details is None else _details(digest, digest.details, moved, since, locale),
        buttons=in_sight,
        further_buttons=buttons_below(digest, in_sight, since, locale),
    )


def _document(digest: FrozenDigest, sections: Sequence[Section], since: FollowUpShown, locale: str) -> Document:
    """As much of what followed as there is room for, the answers first: a digest that was one line stays short."""
    document = replace(digest.document, sections=tuple(sections))
    for most, (less, words) in product(range(TOLD_IN_SIGHT, 0, -1), _ROOM):
        told = _told_in_sight(digest, since, locale, most=most, words=words)
        if not told:
            break
        kept = _lightened(sections, less)
        # One of before there were titles says in its first paragraph what it is about.
        place = max((at for at, each in enumerate(kept) if isinstance(each, Title | Context | Lead)), default=0) + 1
        document = replace(document, sections=(*kept[:place], Paragraph(words=told), *kept[place:]))
        if fits_in_sight(document, digest.verdict):
            break
    return document


def _lightened(sections: Sequence[Section], less: int) -> list[Section]:
    """Without the step, then without the small print, then without facts behind the first group: the details hold what
    is left out. The first facts stay, so that they stand in the same place on every digest of a team."""
    extra = [each for each in sections if isinstance(each, Facts)][max(5 - less, 1) :]
    left_out = (Steps,) if less == 1 else (Steps, SmallPrint) if less else ()
    return [each for each in sections if not isinstance(each, left_out) and each not in extra]


def _still_true(digest: FrozenDigest, left: Reasons, since: FollowUpShown, locale: str) -> Iterator[Section]:
    """The frozen sections, but for what an answer or a closed action has made untrue."""
    why = why_now(digest, left, since, locale)
    was_late, is_late = (_late(some) for some in (digest.reasons, left))
    is_other = was_late is not None and was_late.action in closed_since(since)
    for section in digest.document.sections:
        match section:
            case Lead() if why is not None:
                yield why
            case Lead(without_count=line) if line and since.actions:
                yield counting_lead(line, len(since.open_actions), locale)
            case Steps() if was_late and (not is_late or is_other):
                continue
            case Facts(facts=facts) if since.actions or bool(was_late) != bool(is_late):
                now = open_fact(since.open_actions, locale=locale)
                yield Facts(facts=tuple(now if each.about == now.about else each for each in facts))
            case Title() | Context() | Lead() | Paragraph() | Facts() | Picture() | Quote() | Steps() | Fold():
                yield section
            case SmallPrint():
                yield section
            case _:
                assert_never(section)


def _late(reasons: Reasons) -> ReasonTold | None:
    return next((each for each in reasons if each.reason is Reason.ACTION_LATE), None)


def _told_in_sight(digest: FrozenDigest, since: FollowUpShown, locale: str, *, most: int, words: int) -> str:
    lines = [
        say("digest-since-quoted", locale, line=line, words=phrase(quoted, words)) if quoted else line
        for line, quoted in _told(digest.week, since, locale, words=words)
    ]
    if since.is_superseded:
        asks_nothing = digest.verdict is Verdict.NOTHING  # and its one line leaves little room
        lines = [say("digest-since-superseded_steady" if asks_nothing else "digest-since-superseded", locale), *lines]
    if len(lines) > most:
        lines = [*lines[:most], say("digest-since-more", locale, count=len(lines) - most)]
    return "\n".join(lines)


def _told(week: IsoWeek, since: FollowUpShown, locale: str, *, words: int = 10_000) -> Iterator[tuple[str, str]]:
    """What followed, each with the words that somebody wrote; actions are named in at most so many characters."""
    for given in since.answers.values():
        for answer in given:
            yield _line(answer.response, answer.role, answer.on, week, locale), answer.words
    for flag, helped in since.help_answers.items():
        for help_answer in helped:
            line = _line(help_answer.response, help_answer.role, help_answer.on, week, locale)
            team = phrase(since.teams.get(flag, ""), NAME_IN_LINE)
            yield (say("digest-since-of_team", locale, team=team, line=line) if team else line), help_answer.words
    for action in since.actions:
        yield _action(action, week, locale, words=words), ""


def _line(response: FlagResponse | HelpResponse, role: Role, on: date, week: IsoWeek, locale: str) -> str:
    return say(f"digest-answer-{response.value}", locale, role=role_words(role, locale), day=_when(on, week, locale))


def _action(action: ActionShown, week: IsoWeek, locale: str, *, words: int) -> str:
    name = phrase(action.words, words)
    if action.closed is not None:
        ended = "digest-since-cannot" if action.cannot else "digest-since-closed"
        return say(ended, locale, words=name, day=_when(action.closed, week, locale))
    role, told = role_words(action.owner or Role.CHAMPION, locale), "opened" if action.accepted else "proposed"
    if action.due is None:
        return say(f"digest-since_undated-{told}", locale, words=name, role=role)
    return say(f"digest-since_dated-{told}", locale, words=name, role=role, date=day(action.due, locale))


def _when(on: date, week: IsoWeek, locale: str) -> str:
    """A weekday in the days in which the digest is read, a date later."""
    return weekday(on, locale) if on <= week.sunday() + timedelta(days=7) else day(on, locale)


def _details(
    digest: FrozenDigest, details: Document, moved: Sequence[Section], since: FollowUpShown, locale: str
) -> Document:
    """All that was written, in full; what found no room in sight; and whether the team's page is still to come."""
    *before, last = details.sections
    before = [*_facts_now(before, since, locale)]
    if since.is_team_served and digest.team_page is not None and isinstance(last, SmallPrint):
        had = say("digest-team_had", locale)
        last = SmallPrint(words=f"{had}\n{say('digest-ask_nobody', locale)}")
    told: list[Section] = []
    for line, words in _told(digest.week, since, locale):
        told += [Paragraph(words=line), *([Quote(words=words)] if words else [])]
    return replace(details, sections=(*before, *moved, *told, last))


def _facts_now(sections: Iterable[Section], since: FollowUpShown, locale: str) -> Iterator[Section]:
    """Facts as they are now: a flag that is answered is not called unanswered, an open action has its owner and its
    date of today, and one that is open no more is not among them."""
    opened, closed = {each.action: each for each in since.open_actions}, closed_since(since)

    def now(fact: Fact) -> Fact | None:
        match fact.about:
            case ActionSubject(action=action) if since.is_superseded:  # what was open then
                return None if action in closed else fact
            case ActionSubject(action=action):
                return open_action_fact(opened[action], locale) if action in opened else None
            case FlagSubject(flag=flag):
                return replace(fact, note="") if since.answers.get(flag) else fact
            case ActionCountSubject() | ElsewhereSubject() | None:
                return fact
            case _:
                assert_never(fact.about)

    for section in sections:
        if isinstance(section, Facts):
            kept = tuple(each for fact in section.facts if (each := now(fact)) is not None)
            yield from [Facts(facts=kept)] if kept else []
        else:
            yield section
