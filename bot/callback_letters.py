"""The letters that stand for each meaning of a button in its short text. What was given away keeps its meaning."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.domain.messaging.buttons import (
    OnAction,
    OnAdministration,
    OnConversation,
    OnDigest,
    OnFlag,
    OnForm,
    OnHeldWords,
    OnHelp,
    OnJoin,
    OnNudge,
    OnNudgeDay,
    OnPrompt,
    OnPulse,
    OnRaise,
    OnSelf,
)

Meaning = TypeVar("Meaning", bound=StrEnum)


def letters_of(meanings: type[Meaning], letters: Mapping[Meaning, str]) -> Mapping[Meaning, str]:
    if letters.keys() != set(meanings) or len(set(letters.values())) != len(letters):
        raise ValueError(f"every {meanings.__name__} needs letters of its own")
    return letters


ON_PULSE = letters_of(
    OnPulse,
    {
        OnPulse.NOT_NOW: "n",
        OnPulse.AFTER_SHIFT: "sa",
        OnPulse.TOMORROW: "st",
        OnPulse.NEXT_WEEK: "sw",
        OnPulse.SKIP: "sk",
        OnPulse.MORE: "m",
        OnPulse.CHANGE: "c",
        OnPulse.BACK: "b",
        OnPulse.WHY: "y",
        OnPulse.DONE: "d",
        OnPulse.START_AGAIN: "r",
        OnPulse.ADD_WORDS: "w",
    },
)
ON_SELF = letters_of(
    OnSelf,
    {
        OnSelf.LESS_OFTEN: "l",
        OnSelf.EVERY_2_WEEKS: "l2",
        OnSelf.EVERY_4_WEEKS: "l4",
        OnSelf.WEEKLY_AGAIN: "w",
        OnSelf.ON_NIGHTS: "n",
        OnSelf.PAUSE: "p",
        OnSelf.PAUSE_1_WEEK: "p1",
        OnSelf.PAUSE_2_WEEKS: "p2",
        OnSelf.PAUSE_4_WEEKS: "p4",
        OnSelf.RESUME: "r",
        OnSelf.STOP: "s",
        OnSelf.STOP_NOW: "s!",
        OnSelf.KEEP: "k",
        OnSelf.PRIVACY: "v",
        OnSelf.HELP: "h",
        OnSelf.TEAM: "t",
        OnSelf.ME: "m",
        OnSelf.ANSWERS: "a",
        OnSelf.LANGUAGE: "g",
        OnSelf.DATA: "d",
        OnSelf.FILE: "d!",
        OnSelf.FORGET: "f",
        OnSelf.FORGET_NOW: "f!",
    },
)
ON_FLAG = letters_of(
    OnFlag,
    {
        OnFlag.REPLY: "r",
        OnFlag.KNOWN_REASON: "k",
        OnFlag.NOT_RECOGNISED: "x",
        OnFlag.HELP_FROM_ABOVE: "h",
    },
)
ON_HELP = letters_of(OnHelp, {OnHelp.WILL_SPEAK: "y", OnHelp.NOT_NOW: "n"})
ON_DIGEST = letters_of(
    OnDigest,
    {
        OnDigest.DETAILS: "c",
        OnDigest.START_ACTION: "a",
        OnDigest.TELL_TEAM: "t",
        OnDigest.WHY_NO_FIGURES: "y",
        OnDigest.TEAM_LIST: "l",
        OnDigest.HANDOVER_WORDS: "w",
        OnDigest.READ_COMMENTS: "r",
        OnDigest.FIRST_COMMENTS: "f",
        OnDigest.ANSWER_COMMENT: "s",
        OnDigest.NAME_SOMEBODY: "n",
        OnDigest.HOW_KNOWN: "k",
    },
)
ON_ACTION = letters_of(
    OnAction,
    {
        OnAction.ACCEPT: "y",
        OnAction.DECLINE: "n",
        OnAction.TELL: "t",
        OnAction.CLOSE: "c",
        OnAction.STILL_OPEN: "s",
        OnAction.CANNOT: "b",
        OnAction.HAND_BACK: "h",
        OnAction.TAKE_STEP: "p",
    },
)
ON_PROMPT = letters_of(OnPrompt, {OnPrompt.SEND: "s", OnPrompt.CHANGE: "c", OnPrompt.CANCEL: "x"})
ON_HELD = letters_of(OnHeldWords, {OnHeldWords.YES: "y", OnHeldWords.ADD: "a", OnHeldWords.NO: "n"})
ON_JOIN = letters_of(OnJoin, {OnJoin.YES: "y", OnJoin.NO: "n"})
ON_CONVERSATION = letters_of(
    OnConversation, {OnConversation.HAPPENED: "y", OnConversation.NOT_YET: "n", OnConversation.NOT_NEEDED: "x"}
)
ON_NUDGE = letters_of(OnNudge, {OnNudge.DONE: "d", OnNudge.NOT_FOR_ME: "n", OnNudge.ANOTHER: "o"})
ON_NUDGE_DAY = letters_of(
    OnNudgeDay,
    {
        OnNudgeDay.CHOOSE: "c",
        OnNudgeDay.MON: "1",
        OnNudgeDay.TUE: "2",
        OnNudgeDay.WED: "3",
        OnNudgeDay.THU: "4",
        OnNudgeDay.FRI: "5",
        OnNudgeDay.SAT: "6",
        OnNudgeDay.SUN: "7",
        OnNudgeDay.NONE: "0",
    },
)
ON_RAISE = letters_of(
    OnRaise,
    {
        OnRaise.START: "s",
        OnRaise.TO_LEADS: "l",
        OnRaise.TO_GUARDIAN: "g",
        OnRaise.REPLY: "r",
        OnRaise.ARRIVED: "a",
    },
)
ON_ADMINISTRATION = letters_of(
    OnAdministration,
    {
        OnAdministration.MENU: "m",
        OnAdministration.STATUS: "st",
        OnAdministration.JOINED: "j",
        OnAdministration.ROUNDS: "r",
        OnAdministration.SCHEDULES: "s",
        OnAdministration.SCHEDULE: "s1",
        OnAdministration.NEW_SCHEDULE: "sn",
        OnAdministration.CHANGE_SCHEDULE: "sc",
        OnAdministration.PAUSE_SCHEDULE: "sp",
        OnAdministration.RESUME_SCHEDULE: "sg",
        OnAdministration.STOP_SCHEDULE: "sx",
        OnAdministration.TEST: "t",
        OnAdministration.QUIET_WEEK: "q",
        OnAdministration.PAUSE: "p",
        OnAdministration.PAUSES: "ps",
        OnAdministration.GO_ON: "g",
        OnAdministration.INVITE: "i",
        OnAdministration.WHY: "y",
        OnAdministration.CONSOLE: "c",
        OnAdministration.POSTS: "po",
    },
)
ON_FORM = letters_of(
    OnForm,
    {
        OnForm.CHOOSE: "o",
        OnForm.NEXT: "n",
        OnForm.EARLIER: "e",
        OnForm.LATER: "l",
        OnForm.WRITE: "w",
        OnForm.EMPTY: "z",
        OnForm.BACK: "b",
        OnForm.CANCEL: "x",
        OnForm.SAVE: "s",
    },
)
