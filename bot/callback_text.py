"""The short text that stands for a button, in a channel's callback (at most 64 bytes) and wherever messages are kept.

Buttons that were sent years ago must still work, so a text that has been given to a meaning keeps it: there may be new
ones, but none is used again for something else. Texts also come from outside: whatever Rounds never wrote is None.
"""

import re
from collections.abc import Mapping
from typing import assert_never

from bot.callback_letters import (
    ON_ACTION,
    ON_ADMINISTRATION,
    ON_CONVERSATION,
    ON_DIGEST,
    ON_FLAG,
    ON_FORM,
    ON_HELD,
    ON_HELP,
    ON_JOIN,
    ON_NUDGE,
    ON_NUDGE_DAY,
    ON_PROMPT,
    ON_PULSE,
    ON_RAISE,
    ON_SELF,
    Meaning,
)
from bot.domain.identifiers import ActionId, AnswerCode, FlagId, HeldWordsId, NoteId, NudgeId, PromptId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    AboutAction,
    ActionPress,
    AdministrationPress,
    Answer,
    ConversationPress,
    DigestPress,
    DigestRef,
    DuePress,
    FlagPress,
    FormPress,
    HeldWordsPress,
    HelpPress,
    Intent,
    JoinPress,
    MemberPress,
    NudgeDayPress,
    NudgePress,
    OnDigest,
    OnForm,
    OnRaise,
    OnSelf,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.organisation.people import Role

LONGEST = 64
"""Bytes that Telegram allows for callback data; the tightest of all channels."""
_OPTION = re.compile(r"[0-9]{0,3}", re.ASCII)
_DAYS = re.compile(r"[1-9][0-9]{0,3}")
_PAGES = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)
_NAMED = re.compile(r"x|[A-Za-z0-9_-]{12}")
_MEMBERS = re.compile(r"[A-Za-z0-9_-]{12}")
_ON_POST: Mapping[str, Role] = {"m": Role.MEDICAL_LEAD, "n": Role.NURSING_LEAD, "o": Role.OPERATIONAL_LEAD}
"""Before a page of the list, or before who is named."""
_NUMBERED = frozenset({OnDigest.READ_COMMENTS, OnDigest.ANSWER_COMMENT})
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_OWNER, _PAGE, _MEMBER, _DUE = "o=", "p=", "m=", "d="
"""Before a role, a page, a member or days; no letters of `OnAction` hold an equals sign."""


def encode(intent: Intent) -> str:
    """The text of a button; raises ValueError if it would not fit."""
    parts: tuple[str, str, str]
    match intent:
        case Answer(pulse=pulse, code=code):
            parts = ("a", pulse, code)
        case PulsePress(pulse=pulse, what=on_pulse):
            parts = ("p", pulse, ON_PULSE[on_pulse])
        case SelfPress(what=on_self, locale=locale):
            parts = ("s", locale, ON_SELF[on_self])
        case FlagPress(flag=flag, what=on_flag, week=week):
            parts = ("f", flag, ON_FLAG[on_flag] + _of_week(week))
        case HelpPress(flag=flag, what=on_help, week=week):
            parts = ("g", flag, ON_HELP[on_help] + _of_week(week))
        case DigestPress(digest=DigestRef(unit=unit, week=of_week), what=on_digest, at=at):
            parts = ("d", f"{unit}|{of_week}", f"{ON_DIGEST[on_digest]}{at or ''}")
        case ActionPress(action=action, what=on_action, week=week):
            parts = ("x", action, ON_ACTION[on_action] + _of_week(week))
        case OwnerPress(action=action, role=role):
            parts = ("x", action, _OWNER + role.value)
        case TeamListPress(action=action, page=page):
            parts = ("x", action, f"{_PAGE}{page}")
        case MemberPress(action=action, member=member):
            parts = ("x", action, _MEMBER + member)
        case DuePress(action=action, days=days):
            parts = ("x", action, f"{_DUE}{days}")
        case PostPress(unit=of_unit, role=role, page=page, member=member):
            post = next(letter for letter, each in _ON_POST.items() if each is role)
            parts = ("l", of_unit, post + (f"={member}" if member else str(page)))
        case PromptPress(prompt=prompt, what=on_prompt):
            parts = ("w", prompt, ON_PROMPT[on_prompt])
        case HeldWordsPress(held=held, what=on_held):
            parts = ("h", held, ON_HELD[on_held])
        case JoinPress(code=code_to_join, what=on_join):
            parts = ("j", code_to_join, ON_JOIN[on_join])
        case ConversationPress(flag=flag, what=on_conversation):
            parts = ("c", flag, ON_CONVERSATION[on_conversation])
        case NudgePress(nudge=nudge, what=on_nudge):
            parts = ("n", nudge, ON_NUDGE[on_nudge])
        case NudgeDayPress(what=on_day):
            parts = ("k", "", ON_NUDGE_DAY[on_day])
        case RaisePress(what=on_raise, unit=about_unit, note=note, letter=letter):
            parts = ("r", about_unit or note or "", ON_RAISE[on_raise] + letter)
        case TrialPress():
            parts = ("t", "", "")
        case AdministrationPress(what=on_administration, about=about):
            parts = ("m", about, ON_ADMINISTRATION[on_administration])
        case FormPress(form=form, what=on_form, option=option):
            parts = ("o", form, f"{ON_FORM[on_form]}{option or ''}")
        case _:
            assert_never(intent)
    text = "~".join(parts)
    if not _could_be_ours(text) or any("~" in part for part in parts):
        raise ValueError(f"this button cannot be encoded: {text!r}")
    return text


def decode(text: str) -> Intent | None:
    """The meaning of a text; None for anything that Rounds never wrote."""
    parts = text.split("~") if _could_be_ours(text) else []
    if len(parts) != 3:
        return None
    family, subject, what = parts
    match family:
        case "a":
            return Answer(pulse=PulseId(subject), code=AnswerCode(what))
        case "p":
            on_pulse = _meaning(ON_PULSE, what)
            return None if on_pulse is None else PulsePress(pulse=PulseId(subject), what=on_pulse)
        case "s":
            return _on_self(subject, _meaning(ON_SELF, what))
        case "f":
            on_flag, week = _on_digest_of(ON_FLAG, what)
            return None if on_flag is None else FlagPress(flag=FlagId(subject), what=on_flag, week=week)
        case "g":
            on_help, week = _on_digest_of(ON_HELP, what)
            return None if on_help is None else HelpPress(flag=FlagId(subject), what=on_help, week=week)
        case "d":
            return _on_digest(_digest(subject), _meaning(ON_DIGEST, what[:1]), what[1:])
        case "x":
            return _on_action(ActionId(subject), what)
        case "l":
            return _on_post(UnitId(subject), _ON_POST.get(what[:1]), what[1:])
        case "w":
            on_prompt = _meaning(ON_PROMPT, what)
            return None if on_prompt is None else PromptPress(prompt=PromptId(subject), what=on_prompt)
        case "h":
            on_held = _meaning(ON_HELD, what)
            return None if on_held is None else HeldWordsPress(held=HeldWordsId(subject), what=on_held)
        case "j":
            on_join = _meaning(ON_JOIN, what)
            return None if on_join is None else JoinPress(code=subject, what=on_join)
        case "c":
            on_conversation = _meaning(ON_CONVERSATION, what)
            return None if on_conversation is None else ConversationPress(flag=FlagId(subject), what=on_conversation)
        case "n":
            on_nudge = _meaning(ON_NUDGE, what)
            return None if on_nudge is None else NudgePress(nudge=NudgeId(subject), what=on_nudge)
        case "k":
            on_day = _meaning(ON_NUDGE_DAY, what)
            return None if on_day is None or subject else NudgeDayPress(what=on_day)
        case "r":
            return _on_raise(subject, _meaning(ON_RAISE, what[:1]), what[1:])
        case "t":
            return None if subject or what else TrialPress()
        case "m":
            on_administration = _meaning(ON_ADMINISTRATION, what)
            return None if on_administration is None else AdministrationPress(what=on_administration, about=subject)
        case "o":
            on_form = _meaning(ON_FORM, what[:1])
            return _on_form(PromptId(subject), on_form, what[1:])
        case _:  # any text may come
            return None


def _could_be_ours(text: str) -> bool:
    """Short enough, and free of control characters and halves of characters, which no database takes."""
    return text.isprintable() and len(text.encode()) <= LONGEST


def _meaning(letters: Mapping[Meaning, str], written: str) -> Meaning | None:
    return next((meaning for meaning, own in letters.items() if own == written), None)


def _of_week(week: IsoWeek | None) -> str:
    return "" if week is None else f"|{week}"


def _on_digest_of(letters: Mapping[Meaning, str], written: str) -> tuple[Meaning | None, IsoWeek | None]:
    """What a button means that may stand on the digest of a week, and of which; twice None for no button of ours."""
    what, bar, week = written.partition("|")
    try:
        return _meaning(letters, what), IsoWeek.parse(week) if bar else None
    except ValueError:
        return None, None


def _digest(subject: str) -> DigestRef | None:
    unit, _, week = subject.rpartition("|")
    try:
        return DigestRef(unit=UnitId(unit), week=IsoWeek.parse(week))
    except ValueError:
        return None


def _on_self(locale: str, what: OnSelf | None) -> SelfPress | None:
    is_named = not locale or (what is OnSelf.LANGUAGE and _LOCALE.fullmatch(locale) is not None)
    return SelfPress(what=what, locale=locale) if what and is_named else None


def _on_digest(digest: DigestRef | None, what: OnDigest | None, at: str) -> DigestPress | None:
    """The first page and the first comment have no number."""
    is_number = not at or (what in _NUMBERED and _OPTION.fullmatch(at) is not None and at[0] != "0")
    return DigestPress(digest=digest, what=what, at=int(at or 0)) if digest and what and is_number else None


def _on_raise(subject: str, what: OnRaise | None, letter: str) -> RaisePress | None:
    match what:
        case None:
            return None
        case OnRaise.START:
            return None if subject or letter else RaisePress(what=what)
        case OnRaise.TO_LEADS | OnRaise.TO_GUARDIAN:
            return RaisePress(what=what, unit=UnitId(subject)) if subject and not letter else None
        case OnRaise.REPLY:
            return RaisePress(what=what, note=NoteId(subject)) if subject and not letter else None
        case OnRaise.ARRIVED:
            return RaisePress(what=what, note=NoteId(subject), letter=letter) if subject and letter else None
        case _:
            assert_never(what)


def _on_post(unit: UnitId, role: Role | None, what: str) -> PostPress | None:
    if role is None or not unit:
        return None
    if what.startswith("="):
        member = what.removeprefix("=")
        return PostPress(unit=unit, role=role, member=member) if _NAMED.fullmatch(member) else None
    return PostPress(unit=unit, role=role, page=int(what)) if _PAGES.fullmatch(what) else None


def _on_form(form: PromptId, what: OnForm | None, option: str) -> FormPress | None:
    if what is None or not _OPTION.fullmatch(option) or option[:1] == "0":
        return None
    return FormPress(form=form, what=what, option=int(option or 0))


def _on_action(action: ActionId, what: str) -> AboutAction | None:
    if what.startswith(_OWNER):
        role = next((role for role in Role if role.value == what.removeprefix(_OWNER)), None)
        return None if role is None else OwnerPress(action=action, role=role)
    if what.startswith(_PAGE):
        page = what.removeprefix(_PAGE)
        return TeamListPress(action=action, page=int(page)) if _PAGES.fullmatch(page) else None
    if what.startswith(_MEMBER):
        member = what.removeprefix(_MEMBER)
        return MemberPress(action=action, member=member) if _MEMBERS.fullmatch(member) else None
    if what.startswith(_DUE):
        days = what.removeprefix(_DUE)
        return DuePress(action=action, days=int(days)) if _DAYS.fullmatch(days) else None
    on_action, week = _on_digest_of(ON_ACTION, what)
    return None if on_action is None else ActionPress(action=action, what=on_action, week=week)
