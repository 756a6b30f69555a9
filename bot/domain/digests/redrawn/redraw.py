"""A frozen digest with what followed it: who has answered, what was started and done, and what may still be pressed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import assert_never

from bot.domain.batches import batches
from bot.domain.digests.details_text import open_action_fact
from bot.domain.digests.digest_buttons import Rows, how_known_button
from bot.domain.digests.digest_facts import open_fact, phrase, role_words, with_open_actions
from bot.domain.digests.frozen_digest import FrozenDigest, fits_in_sight
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown
from bot.domain.digests.redrawn.reasons_now import Reasons, asked_now, reasons_now, verdict_now, why_now
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.digests.verdict_text import WORDS_QUOTED, verdict_title
from bot.domain.follow_up.flags import FlagResponse, HelpResponse
from bot.domain.identifiers import FlagId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    FlagPress,
    HelpPress,
    Intent,
    OnAction,
    OnDigest,
    OnFlag,
    OnHelp,
)
from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Lead,
    Paragraph,
    Quote,
    Section,
    SmallPrint,
    Steps,
    Title,
)
from bot.domain.messaging.messages import Button
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
_FOR_ALL = frozenset(
    {
        OnDigest.DETAILS,
        OnDigest.READ_COMMENTS,
        OnDigest.WHY_NO_FIGURES,
        OnDigest.HANDOVER_WORDS,
        OnDigest.HOW_KNOWN,
    }
)
_READING = _FOR_ALL | {OnDigest.TEAM_LIST}


def redrawn(digest: FrozenDigest, since: FollowUpShown, *, unit_name: str, locale: str) -> FrozenDigest:
    """The digest as one of its readers sees it now. What was frozen stays; lines that are no longer true are told as
    they are now, the title among them, and buttons that no longer do anything are gone.
    """
    digest = replace(digest, buttons=asked_now(digest.buttons, since))
    left = reasons_now(digest, since, locale)
    verdict = verdict_now(digest, left)
    title = None if verdict is digest.verdict else verdict_title(unit_name, verdict, locale)
    still_true = [
        title if title is not None and isinstance(each, Title) else each
        for each in _still_true(digest, left, since, locale)
    ]
    in_sight, document = _in_sight(digest, since, locale), _document(digest, still_true, since, locale)
    moved = [each for each in still_true if isinstance(each, Steps) and each not in document.sections]
    return replace(
        digest,
        verdict=verdict,
        document=document,
        details=None if digest.details is None else _details(digest, digest.details, moved, since, locale),
        buttons=in_sight,
        further_buttons=_below(digest, in_sight, since, locale),
    )


# --- what may still be pressed ------------------------------------------------------------------------------------


def _in_sight(digest: FrozenDigest, since: FollowUpShown, locale: str) -> Rows:
    rows = [tuple(_kept(row, since, locale)) for row in digest.buttons]
    rows = [tuple(each for each in row if not _is_answered(each.intent, since)) for row in rows]
    rows = [row for row in rows if row]
    if since.is_superseded or tuple(rows) == digest.buttons:
        return tuple(rows)
    further = _kept(_flat(digest.further_buttons), since, locale)
    waiting = [each for each in further if isinstance(each.intent, HelpPress)]
    shown = [*_flat(rows)]
    if waiting and not any(isinstance(each.intent, HelpPress) for each in shown):
        next_team = [
            replace(each, is_primary=number == 0)
            for number, each in enumerate(waiting)
            if _flag_of(each.intent) == _flag_of(waiting[0].intent)
        ]
        rows.insert(0, tuple(next_team))
    if any(each.is_primary for each in _flat(digest.buttons)) and not any(each.is_primary for each in _flat(rows)):
        rows = _with_primary(rows, digest, since, locale)
    return tuple(rows)


def _with_primary(
    rows: Sequence[tuple[Button, ...]], digest: FrozenDigest, since: FollowUpShown, locale: str
) -> list[tuple[Button, ...]]:
    """What is left to press first: to start an action."""
    buttons = _kept(_flat((*digest.buttons, *digest.further_buttons)), since, locale)
    start = next((each for each in buttons if _on_digest(each.intent) is OnDigest.START_ACTION), None)
    if start is None:
        return [*rows]
    others = [tuple(each for each in row if each.intent != start.intent) for row in rows]
    return [(replace(start, is_primary=True),), *(row for row in others if row)]


def _below(digest: FrozenDigest, in_sight: Rows, since: FollowUpShown, locale: str) -> Rows:
    shown = {each.intent for each in _flat(in_sight)}
    every = _kept(_flat((*digest.buttons, *digest.further_buttons)), since, locale)
    below = [
        replace(each, is_primary=False)
        for each in every
        if each.intent not in shown and _on_digest(each.intent) is not OnDigest.DETAILS
    ]
    below.append(how_known_button(digest.ref, locale))  # not frozen with the page: older ones have it, too
    return tuple(tuple(row) for row in batches(below, 2))


def _kept(buttons: Iterable[Button], since: FollowUpShown, locale: str) -> Iterator[Button]:
    """Those that still do something when this reader presses them."""
    for button in buttons:
        if not _does_something(button.intent, since):
            continue
        intent = button.intent
        if (
            isinstance(intent, FlagPress)
            and intent.what is OnFlag.REPLY
            and _own(intent.flag, FlagResponse.REPLYING, since) is not None
        ):
            name = "write_now" if since.is_team_served else "write"
            yield replace(button, label=say(f"digest-button-{name}", locale), is_primary=True)
        else:
            yield button


def _does_something(intent: Intent, since: FollowUpShown) -> bool:
    match intent:
        case DigestPress(what=what):
            return what in (_READING if since.is_superseded else OnDigest) and (since.may_act or what in _FOR_ALL)
        case FlagPress(flag=flag, what=what):
            return since.may_act and not since.is_superseded and _may_answer(flag, what, since)
        case HelpPress(flag=flag, what=on_help):
            said = {each.response for each in since.help_answers.get(flag, ())}
            is_open = HelpResponse.WILL_SPEAK not in said and not (on_help is OnHelp.NOT_NOW and said)
            return since.may_help and not since.is_superseded and is_open
        case ActionPress(action=action, what=OnAction.CLOSE | OnAction.STILL_OPEN):
            is_closed = any(each.action == action and each.closed for each in since.actions)
            return since.may_act and not since.is_superseded and not is_closed
        case _:
            return since.may_act and not since.is_superseded


def _may_answer(flag: FlagId, what: OnFlag, since: FollowUpShown) -> bool:
    """A lead may answer otherwise than before; what is said already needs no button, but for words still to come."""
    given = {each.response for each in since.answers.get(flag, ())}
    match what:
        case OnFlag.REPLY:
            own = _own(flag, FlagResponse.REPLYING, since)
            return (own is not None and not own.words) or FlagResponse.REPLYING not in given
        case OnFlag.KNOWN_REASON:
            own = _own(flag, FlagResponse.KNOWN_REASON, since)
            return own is None or not own.words
        case OnFlag.NOT_RECOGNISED:
            return _own(flag, FlagResponse.NOT_RECOGNISED, since) is None
        case OnFlag.HELP_FROM_ABOVE:
            return FlagResponse.HELP_FROM_ABOVE not in given
        case _:
            assert_never(what)


def _is_answered(intent: Intent, since: FollowUpShown) -> bool:
    """Whether a flag's button leaves the page, since somebody has answered; what one owes oneself stays in sight."""
    if not isinstance(intent, FlagPress) or not since.answers.get(intent.flag):
        return False
    return not (intent.what is OnFlag.REPLY and _own(intent.flag, FlagResponse.REPLYING, since))


def _own(flag: FlagId, response: FlagResponse, since: FollowUpShown) -> FlagAnswer | None:
    """What the reader said, if they said this."""
    given = since.answers.get(flag, ())
    return next((each for each in given if each.is_own and each.response is response), None)


def _flat(rows: Iterable[Iterable[Button]]) -> Iterator[Button]:
    return (button for row in rows for button in row)


def _on_digest(intent: Intent) -> OnDigest | None:
    return intent.what if isinstance(intent, DigestPress) else None


def _flag_of(intent: Intent) -> FlagId | None:
    return intent.flag if isinstance(intent, FlagPress | HelpPress) else None


# --- what is told -------------------------------------------------------------------------------------------------


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
    done = [phrase(each.words, WORDS_QUOTED) for each in since.actions if each.closed]
    was_late, is_late = (any(each is Reason.ACTION_LATE for each, _ in some) for some in (digest.reasons, left))
    for section in digest.document.sections:
        match section:
            case Lead() if why is not None:
                yield why
            case Lead(words=words) if digest.verdict is Verdict.NOTHING and since.actions:
                yield Lead(words=with_open_actions(words, len(since.open_actions), locale))
            case Steps(steps=steps) if was_late and (not is_late or _named_in(" ".join(steps), done)):
                continue
            case Facts(facts=facts) if since.actions or was_late != is_late:
                yield Facts(facts=tuple(_open_now(fact, since, locale) for fact in facts))
            case _:
                yield section


def _open_now(fact: Fact, since: FollowUpShown, locale: str) -> Fact:
    now = open_fact(since.open_actions, locale=locale)
    return now if fact.label == now.label else fact


def _named_in(words: str, done: Sequence[str]) -> bool:
    return any(each and each in words for each in done)


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
    is_answered = any(since.answers.values())
    opened = {phrase(each.words): each for each in since.open_actions}
    closed = {phrase(each.words) for each in since.actions if each.closed}
    open_label, unanswered = say("digest-open_label", locale), say("digest-earlier-unanswered", locale)

    def now(fact: Fact) -> Fact | None:
        if fact.label != open_label:
            return replace(fact, note="") if is_answered and fact.note == unanswered else fact
        if since.is_superseded:  # what was open then
            return None if fact.value in closed else fact
        return open_action_fact(opened[fact.value], locale) if fact.value in opened else None

    for section in sections:
        if isinstance(section, Facts):
            kept = tuple(each for fact in section.facts if (each := now(fact)) is not None)
            yield from [Facts(facts=kept)] if kept else []
        else:
            yield section
