"""The texts behind buttons: those that were sent still work, and nothing that comes from outside does harm."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.callback_text import LONGEST, decode, encode
from bot.domain.identifiers import ActionId, AnswerCode, FlagId, HeldWordsId, PromptId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    AdministrationPress,
    Answer,
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
    OnAction,
    OnAdministration,
    OnDigest,
    OnFlag,
    OnForm,
    OnHeldWords,
    OnHelp,
    OnJoin,
    OnPrompt,
    OnPulse,
    OnSelf,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.organisation.people import Role
from config.toml_schema import LONGEST_ID

PULSE, FLAG, ACTION = PulseId("AAECAwQFBgcI"), FlagId("flag"), ActionId("action")
WARD = DigestRef(unit=UnitId("ward-7"), week=IsoWeek(year=2026, week=10))
SENT: Mapping[str, Intent] = {
    "a~AAECAwQFBgcI~4": Answer(pulse=PULSE, code=AnswerCode("4")),
    "a~AAECAwQFBgcI~cs": Answer(pulse=PULSE, code=AnswerCode("cs")),
    **{
        f"p~AAECAwQFBgcI~{letters}": PulsePress(pulse=PULSE, what=OnPulse(what))
        for letters, what in {
            "n": "not_now",
            "sa": "after_shift",
            "st": "tomorrow",
            "sw": "next_week",
            "sk": "skip",
            "m": "more",
            "c": "change",
            "b": "back",
            "y": "why",
            "d": "done",
            "r": "start_again",
            "w": "add_words",
        }.items()
    },
    **{
        f"s~~{letters}": SelfPress(what=OnSelf(what))
        for letters, what in {
            "l": "less_often",
            "l2": "every_2_weeks",
            "l4": "every_4_weeks",
            "w": "weekly_again",
            "n": "on_nights",
            "p": "pause",
            "p1": "pause_1_week",
            "p2": "pause_2_weeks",
            "p4": "pause_4_weeks",
            "r": "resume",
            "s": "stop",
            "s!": "stop_now",
            "k": "keep",
            "v": "privacy",
            "h": "help",
            "t": "team",
            "m": "me",
            "a": "answers",
            "g": "language",
            "d": "data",
            "d!": "file",
            "f": "forget",
            "f!": "forget_now",
        }.items()
    },
    **{
        f"f~flag~{letters}": FlagPress(flag=FLAG, what=OnFlag(what))
        for letters, what in {
            "r": "reply",
            "k": "known_reason",
            "x": "not_recognised",
            "h": "help_from_above",
        }.items()
    },
    **{
        f"d~ward-7|2026-W10~{letters}": DigestPress(digest=WARD, what=OnDigest(what))
        for letters, what in {
            "c": "details",
            "a": "start_action",
            "t": "tell_team",
            "y": "why_no_figures",
            "l": "team_list",
            "w": "handover_words",
            "n": "name_somebody",
            "k": "how_known",
            "r": "read_comments",
            "s": "answer_comment",
        }.items()
    },
    **{
        f"x~action~{letters}": ActionPress(action=ACTION, what=OnAction(what))
        for letters, what in {
            "y": "accept",
            "n": "decline",
            "t": "tell",
            "c": "close",
            "s": "still_open",
            "p": "take_step",
        }.items()
    },
    **{
        f"w~prompt~{letters}": PromptPress(prompt=PromptId("prompt"), what=OnPrompt(what))
        for letters, what in {"s": "send", "c": "change", "x": "cancel"}.items()
    },
    **{
        f"h~held~{letters}": HeldWordsPress(held=HeldWordsId("held"), what=OnHeldWords(what))
        for letters, what in {"y": "yes", "a": "add", "n": "no"}.items()
    },
    **{
        f"j~KXQ4RT7B~{letters}": JoinPress(code="KXQ4RT7B", what=OnJoin(what))
        for letters, what in {"y": "yes", "n": "no"}.items()
    },
    **{
        f"m~about~{letters}": AdministrationPress(what=OnAdministration(what), about="about")
        for letters, what in {
            "m": "menu",
            "st": "status",
            "j": "joined",
            "r": "rounds",
            "s": "schedules",
            "s1": "schedule",
            "sn": "new_schedule",
            "sc": "change_schedule",
            "sp": "pause_schedule",
            "sg": "resume_schedule",
            "sx": "stop_schedule",
            "t": "test",
            "q": "quiet_week",
            "p": "pause",
            "ps": "pauses",
            "g": "go_on",
            "i": "invite",
            "y": "why",
            "c": "console",
            "po": "posts",
        }.items()
    },
    **{
        f"o~form~{letters}": FormPress(form=PromptId("form"), what=OnForm(what), option=option)
        for letters, (what, option) in {
            "o12": ("choose", 12),
            "n": ("next", 0),
            "e": ("earlier", 0),
            "l": ("later", 0),
            "w": ("write", 0),
            "z": ("empty", 0),
            "b": ("back", 0),
            "x": ("cancel", 0),
            "s": ("save", 0),
        }.items()
    },
    "s~cy~g": SelfPress(what=OnSelf.LANGUAGE, locale="cy"),
    "d~ward-7|2026-W10~f": DigestPress(digest=WARD, what=OnDigest.FIRST_COMMENTS),
    "d~ward-7|2026-W10~r2": DigestPress(digest=WARD, what=OnDigest.READ_COMMENTS, at=2),
    "d~ward-7|2026-W10~s21": DigestPress(digest=WARD, what=OnDigest.ANSWER_COMMENT, at=21),
    "x~action~o=nursing_lead": OwnerPress(action=ACTION, role=Role.NURSING_LEAD),
    "t~~": TrialPress(),
    "f~flag~r|2026-W10": FlagPress(flag=FLAG, what=OnFlag.REPLY, week=WARD.week),
    "g~flag~y": HelpPress(flag=FLAG, what=OnHelp.WILL_SPEAK),
    "g~flag~n|2026-W10": HelpPress(flag=FLAG, what=OnHelp.NOT_NOW, week=WARD.week),
    "x~action~c|2026-W10": ActionPress(action=ACTION, what=OnAction.CLOSE, week=WARD.week),
    "x~action~d=14": DuePress(action=ACTION, days=14),
    "x~action~b": ActionPress(action=ACTION, what=OnAction.CANNOT),
    "x~action~h": ActionPress(action=ACTION, what=OnAction.HAND_BACK),
    "l~ward-7~m0": PostPress(unit=UnitId("ward-7"), role=Role.MEDICAL_LEAD),
    "l~ward-7~n12": PostPress(unit=UnitId("ward-7"), role=Role.NURSING_LEAD, page=12),
    "l~ward-7~o=x": PostPress(unit=UnitId("ward-7"), role=Role.OPERATIONAL_LEAD, member="x"),
    "l~ward-7~o=AbCd_-ghiJkL": PostPress(unit=UnitId("ward-7"), role=Role.OPERATIONAL_LEAD, member="AbCd_-ghiJkL"),
    "x~action~p=0": TeamListPress(action=ACTION),
    "x~action~p=12": TeamListPress(action=ACTION, page=12),
    "x~action~m=abcdefgh-_12": MemberPress(action=ACTION, member="abcdefgh-_12"),
}
"""Every button as it was first written into chats and databases."""


@pytest.mark.parametrize(("text", "intent"), SENT.items())
def test_a_button_that_was_sent_keeps_its_meaning(text: str, intent: Intent) -> None:
    assert decode(text) == intent
    assert encode(intent) == text


def test_every_meaning_is_among_those_that_were_sent() -> None:
    meanings = [*OnPulse, *OnSelf, *OnFlag, *OnHelp, *OnDigest, *OnAction, *OnPrompt, *OnHeldWords, *OnJoin]
    meanings += [*OnAdministration, *OnForm]
    alone = Answer | OwnerPress | TeamListPress | MemberPress | DuePress | PostPress | TrialPress
    sent = {repr(intent.what) for intent in SENT.values() if not isinstance(intent, alone)}
    assert sent == set(map(repr, meanings))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~~",
        "who~knows",
        "a~p~4~5",
        "p~p~zz",
        "s~somebody~h",
        "s~~",
        "s~cy~h",
        "s~c~g",
        "s~no language~g",
        "t~p~",
        "m~about~zz",
        "o~form~",
        "o~form~o0",
        "o~form~o1234",
        "o~form~o\u0661",
        "t~~4",
        "f~flag~zz",
        "f~flag~r|",
        "f~flag~r|soon",
        "g~flag~y|2026-W54",
        "x~action~c|2026-W1",
        "l~~m0",
        "l~ward~q0",
        "l~ward~m",
        "l~ward~m01",
        "l~ward~m=",
        "l~ward~m=short",
        "d~ward~c",
        "d~ward|soon~c",
        "d~ward|2026-W54~c",
        "d~ward|2026-W1\u0660~c",
        "x~action~o=",
        "x~action~o=emperor",
        "x~action~d=",
        "x~action~d=0",
        "x~action~d=-7",
        "x~action~d=\u0661\u0664",
        f"x~a~d={'9' * 50}",
        f"x~a~d={'9' * 5000}",
        "a~p\0~4",
        "a~p\n~4",
        "a~\ud800~4",
        f"a~{'p' * 61}~4",
        "a~" + "\u00e9" * 31 + "~4",
    ],
)
def test_what_rounds_never_wrote_means_nothing(text: str) -> None:
    assert decode(text) is None


@given(st.text(st.characters(), max_size=70) | st.from_regex(r"[apsfdtxmo]~.*~.*"))
@example("a~\udfff~4")
def test_any_text_may_come_from_outside(text: str) -> None:
    intent = decode(text)
    if intent is not None:
        assert decode(encode(intent)) == intent


@pytest.mark.parametrize("unit", ["a~b", "tab\t", "half-\ud800", "x" * LONGEST])
def test_what_would_not_come_back_is_not_written(unit: str) -> None:
    with pytest.raises(ValueError, match="cannot be encoded"):
        encode(DigestPress(digest=DigestRef(unit=UnitId(unit), week=WARD.week), what=OnDigest.DETAILS))


def test_the_longest_unit_that_a_programme_may_name_fits() -> None:
    longest = DigestRef(unit=UnitId("u" * LONGEST_ID), week=WARD.week)
    for what in OnDigest:
        press = DigestPress(digest=longest, what=what)
        assert decode(encode(press)) == press
