"""Help from above stands first on a sponsor's digest, with the roles to speak to and the answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.callback_text import decode, encode
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import NamedTeam, Usual
from bot.domain.digests.redrawn.follow_up_shown import FollowUpShown, HelpAnswer
from bot.domain.digests.redrawn.help_text import help_message
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.verdict import Verdict
from bot.domain.follow_up.flags import Flag, HelpResponse
from bot.domain.identifiers import FlagId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import HelpPress
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Role
from tests.domain.digests.quarterly.test_quarter_text import FALLEN, notes
from tests.domain.digests.redrawn.test_redraw import TUESDAY, labels
from tests.domain.digests.test_digest_laws import wrapped
from tests.support.messages import details_of, words_of
from tests.support.pages import AT, WARD, WEEK, a_roll_up

ZEBRA = NamedTeam(
    name="Zebra ward",
    kind=FlagKind.BOTH,
    since=date(2026, 3, 3),
    flag=FlagId("flag-zebra"),
    leads=(Role.MEDICAL_LEAD, Role.NURSING_LEAD),
)
APE = replace(ZEBRA, name="Ape ward", flag=FlagId("flag-ape"))
WILL = HelpAnswer(role=Role.SPONSOR, response=HelpResponse.WILL_SPEAK, on=TUESDAY)
NOT_NOW = replace(WILL, response=HelpResponse.NOT_NOW, words="The board meets on Friday")


def now(digest: FrozenDigest, *answers: HelpAnswer, team: NamedTeam = ZEBRA, may_help: bool = True) -> FrozenDigest:
    given_ = {team.flag: answers} if answers else {}
    since = FollowUpShown(help_answers=given_, teams={team.flag: team.name}, may_help=may_help)
    return redrawn(digest, since, unit_name="Medicine", locale="en-GB")


def below(digest: FrozenDigest) -> list[str]:
    return [button.label for row in digest.further_buttons for button in row]


def test_what_needs_a_sponsor_comes_first_with_whom_to_speak_to_then_counts_then_the_organisation() -> None:
    page = a_roll_up(asking_help=(ZEBRA,), notes=notes(week=FALLEN), is_top=True)
    digest = write_roll_up(page, at=AT)
    text = words_of(digest)
    said = "Zebra ward (asked on 3 March: fewer voices and lower score; speak to the medical lead and nursing lead)"
    assert digest.verdict is Verdict.NEEDS_YOU
    places = [text.index(each) for each in ("A team asks for help", said, "Heard: ", "Flags: ", "Whole organisation: ")]
    assert places == sorted(places)
    assert labels(digest) == ["I will speak to them", "Not now, because …", "More"]
    assert digest.buttons[0][0].is_primary


def test_an_answer_stands_on_the_digest_and_its_buttons_go() -> None:
    digest = write_roll_up(a_roll_up(asking_help=(ZEBRA,)), at=AT)
    will = now(digest, WILL)
    assert "Zebra ward: ✓ The sponsor said on Tuesday that they will speak to the leads." in words_of(will)
    assert labels(will) == ["More"]
    not_now = now(digest, NOT_NOW)
    assert "they cannot help now. “The board meets on Friday”" in words_of(not_now)
    assert labels(not_now) == ["I will speak to them", "More"], "somebody may still change their mind"
    assert labels(now(digest, may_help=False)) == ["More"]
    for answered in (will, not_now):
        assert words_of(answered).startswith("Medicine: nothing needs you\n")
        assert "Whoever asked for help from above has an answer." in words_of(answered)


def test_each_of_several_teams_has_buttons_of_its_own_one_after_the_other() -> None:
    digest = write_roll_up(a_roll_up(asking_help=(ZEBRA, APE)), at=AT)
    assert labels(digest) == ["I will speak to Ape ward", "Not now: Ape ward", "More"]
    assert below(digest) == ["I will speak to Zebra ward", "Not now: Zebra ward"]
    then = now(digest, WILL, team=APE)
    assert labels(then) == ["I will speak to Zebra ward", "Not now: Zebra ward", "More"]
    assert then.buttons[0][0].is_primary
    assert below(then) == ["How do I know?"]
    assert words_of(then).startswith("Medicine: something needs you\n"), "one team still waits"


def test_what_asks_for_help_says_whom_to_speak_to_and_what_was_answered() -> None:
    flag = Flag(id=FlagId("f"), unit=WARD, week=WEEK, kind=FlagKind.BOTH)
    leads = (Role.NURSING_LEAD, Role.MEDICAL_LEAD)
    asked = help_message(flag, unit_name="Ward 8", leads=leads, answers=(), locale="en-GB")
    assert words_of(asked).startswith("Ward 8 asks for help from above\n")
    assert notification_of(asked) == "Ward 8 asks for help from above"
    assert "You can speak to: nursing lead and medical lead." in words_of(asked)
    assert [[each.label for each in row] for row in asked.buttons] == [["I will speak to them", "Not now, because …"]]
    answered = help_message(flag, unit_name="Ward 8", leads=leads, answers=(NOT_NOW, WILL), locale="en-GB")
    assert words_of(answered).count("✓") == 2
    assert "“The board meets on Friday”" in words_of(answered)
    assert answered.buttons == ()


def test_a_team_that_waits_and_an_organisation_far_below_usual_need_a_sponsor() -> None:
    waiting = write_roll_up(a_roll_up(waiting=(ZEBRA,)), at=AT)
    assert waiting.verdict is Verdict.CONVERSATION
    low = write_roll_up(a_roll_up(notes=notes(week=FALLEN), is_top=True), at=AT)
    assert low.verdict is Verdict.NEEDS_YOU


teams = st.lists(st.sampled_from(range(5)), unique=True, max_size=5).map(
    lambda numbers: tuple(
        replace(ZEBRA, name=f"Ward {number}, care of older people", flag=FlagId(f"flag-{number}")) for number in numbers
    )
)


@pytest.mark.drill
@settings(max_examples=40)
@given(
    asking=teams,
    waiting=teams,
    usual=st.sampled_from(Usual),
    is_top=st.booleans(),
    answers=st.lists(st.sampled_from([WILL, NOT_NOW, replace(NOT_NOW, words="Not this week. " * 40)]), max_size=3),
    later=st.integers(0, 12),
)
def test_however_much_is_asked_lengths_hold_and_every_button_does_something(
    asking: tuple[NamedTeam, ...],
    waiting: tuple[NamedTeam, ...],
    usual: Usual,
    is_top: bool,
    answers: list[HelpAnswer],
    later: int,
) -> None:
    page = a_roll_up(asking_help=asking, waiting=waiting, usual=usual, notes=notes(week=FALLEN), is_top=is_top)
    frozen = write_roll_up(page, at=AT)
    given_ = [replace(each, on=TUESDAY + timedelta(days=later)) for each in answers]
    since = FollowUpShown(
        help_answers={team.flag: given_ for team in asking[:2]} if given_ else {},
        teams={team.flag: team.name for team in asking},
    )
    left = set()
    for digest in (frozen, redrawn(frozen, since, unit_name=page.name, locale="en-GB")):
        text = words_of(digest)
        if digest.verdict is not Verdict.NOTHING:
            assert (len(text) <= 900, wrapped(text) <= 14) == (True, True), text
        assert text.lower().count("worth a conversation") <= 1
        in_sight = [button for row in digest.buttons for button in row]
        every = [*in_sight, *(button for row in digest.further_buttons for button in row)]
        assert len(in_sight) <= 3
        assert sum(each.is_primary for each in every) <= 1
        assert len({each.intent for each in every}) == len(every)
        assert all(decode(encode(each.intent)) == each.intent for each in every)
        assert details_of(digest)
        left = {each.intent.flag for each in every if isinstance(each.intent, HelpPress)}
    taken = {team.flag for team in asking[:2]} if WILL in answers else set()
    assert left == {team.flag for team in asking} - taken
