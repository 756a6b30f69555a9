"""What followed a digest is told on it: within its lengths, without contradiction, and with no button left over."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.callback_text import decode, encode
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message
from bot.domain.digests.page import Page, Usual
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown, HelpAnswer
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.digests.team_text import write_page
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.flags import Flag, FlagResponse, HelpResponse, flag_id
from bot.domain.identifiers import ActionId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    FlagPress,
    Intent,
    OnAction,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.documents import Document, Facts, Picture, Steps
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from tests.domain.digests.test_digest_laws import ENDS, pages, wrapped
from tests.support.messages import details_of, words_of
from tests.support.pages import AT, CHART, LATE, QUESTIONS, UNANSWERED, WARD, WEEK, a_flagged_page, a_page

TUESDAY = WEEK.sunday() + timedelta(days=2)
LONG = "We will talk about this at both handovers, and ask what would help most in the nights. " * 6
HOW_KNOWN = DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.HOW_KNOWN)
FLAG = Flag(id=flag_id(WARD, WEEK), unit=WARD, week=WEEK, kind=FlagKind.BOTH)
EARLIER = Flag(id=UNANSWERED.flag, unit=WARD, week=UNANSWERED.week, kind=UNANSWERED.kind)
TAKEN = FlagAnswer(role=Role.NURSING_LEAD, response=FlagResponse.REPLYING, on=TUESDAY)
STARTED = ActionShown(
    action=ActionId("new"),
    words="A second nurse for the late drug round",
    owner=Role.MEDICAL_LEAD,
    accepted=True,
    due=date(2026, 3, 24),
    closed=None,
)


def answered(*answers: FlagAnswer, flag: Flag = FLAG, **changes: Any) -> FollowUpShown:
    return FollowUpShown(flags={flag.id: flag}, answers={flag.id: answers} if answers else {}, **changes)


def now(page: Page, since: FollowUpShown) -> FrozenDigest:
    return redrawn(write_page(page, at=AT, chart=CHART), since, unit_name=page.name, locale="en-GB")


def fact_labels(digest: FrozenDigest) -> list[str]:
    return [fact.label for each in digest.document.sections if isinstance(each, Facts) for fact in each.facts]


def labels(digest: FrozenDigest) -> list[str]:
    return [button.label for row in digest.buttons for button in row]


def intents(digest: FrozenDigest) -> set[Intent]:
    return {button.intent for row in (*digest.buttons, *digest.further_buttons) for button in row}


def test_nothing_is_changed_while_nothing_has_followed() -> None:
    page = a_flagged_page(questions=QUESTIONS)
    digest = write_page(page, at=AT, chart=CHART)
    again = now(page, FollowUpShown(open_actions=page.open_actions))
    assert replace(again, further_buttons=digest.further_buttons) == digest


def test_who_has_taken_it_is_told_by_role_and_day_with_their_words() -> None:
    digest = now(a_flagged_page(), answered(replace(TAKEN, words="We talk\nat both handovers.")))
    lines = words_of(digest).splitlines()
    assert lines[4] == "✓ The nursing lead has taken this on Tuesday. “We talk at both handovers”"
    assert labels(digest) == ["Start an action", "More"]
    assert digest.buttons[0][0].is_primary
    assert "“We talk\nat both handovers.”" in details_of(digest)
    below = [button.label for row in digest.further_buttons for button in row]
    assert below[:3] == ["There is a known reason", "Need help from above", "I do not recognise this"]


def test_whoever_has_taken_it_may_still_write() -> None:
    own = replace(TAKEN, is_own=True)
    assert labels(now(a_flagged_page(), answered(own)))[0] == "Write what the team reads"
    assert labels(now(a_flagged_page(), answered(own, is_team_served=True)))[0] == "Write to the team now"
    assert labels(now(a_flagged_page(), answered(replace(own, words="Soon")))) == ["Start an action", "More"]


def test_a_date_stands_where_a_weekday_could_be_mistaken() -> None:
    late = replace(TAKEN, on=TUESDAY + timedelta(days=7))
    assert "has taken this on 17 March." in words_of(now(a_flagged_page(), answered(late)))


def test_an_earlier_flag_that_is_answered_is_not_called_unanswered() -> None:
    page = a_page(earlier=UNANSWERED)
    assert "No lead has replied yet" in words_of(now(page, FollowUpShown()))
    text = words_of(now(page, answered(TAKEN, flag=EARLIER)))
    assert "No lead has replied yet" not in text
    assert "We suggested a conversation on 22 February: fewer voices and lower score." in text
    assert "Earlier: 22 February: fewer voices and lower score (no lead has replied yet)" in details_of(
        write_page(page, at=AT)
    )
    assert "no lead has replied yet" not in details_of(now(page, answered(TAKEN, flag=EARLIER)))


def title_and_notification(digest: FrozenDigest) -> tuple[str, str]:
    message = digest_message(digest, unit_name="Ward 8", locale="en-GB")
    return words_of(digest).splitlines()[0].rpartition(": ")[2], notification_of(message).rpartition(": ")[2]


def test_a_title_and_its_notification_say_what_is_left_to_do() -> None:
    done = replace(STARTED, action=LATE.action, words=LATE.words, closed=TUESDAY)
    late, low = a_page(open_actions=(LATE,)), a_page(open_actions=(LATE,), usual=Usual.LOWER)
    left = FollowUpShown(open_actions=(LATE,))
    finished = FollowUpShown(actions=[done])
    assert title_and_notification(now(late, left)) == ("something needs you",) * 2
    assert title_and_notification(now(late, finished)) == ("nothing needs you",) * 2
    assert title_and_notification(now(low, finished)) == ("have a look",) * 2
    assert "Fewer colleagues were heard than is usual for you." in words_of(now(low, finished))
    unanswered = a_page(earlier=UNANSWERED, open_actions=(LATE,))
    taken = answered(TAKEN, flag=EARLIER, open_actions=(LATE,))
    assert title_and_notification(now(unanswered, taken)) == ("something needs you",) * 2
    assert f"An open action is past its date: “{LATE.words}”." in words_of(now(unanswered, taken))
    assert (
        title_and_notification(now(unanswered, replace(taken, actions=[done], open_actions=())))
        == ("nothing needs you",) * 2
    )
    assert title_and_notification(now(a_flagged_page(), answered(TAKEN))) == ("worth a conversation",) * 2


def test_what_is_left_to_do_is_said_in_the_reader_s_language() -> None:
    page = a_page(open_actions=(LATE,), usual=Usual.LOWER)
    welsh = write_page(replace(page, locale="cy"), at=AT, chart=CHART)
    theirs = write_page(page, at=AT, chart=CHART).translated({"cy": welsh}).in_language("cy", "en-GB")
    done = FollowUpShown(actions=[replace(STARTED, action=LATE.action, words=LATE.words, closed=TUESDAY)])
    said = redrawn(theirs, done, unit_name=page.name, locale="cy")
    assert say("reason-fewer_heard", "cy") in words_of(said)


def test_another_late_action_is_asked_about_once_the_first_is_done() -> None:
    other = replace(LATE, action=ActionId("other"), words="Mend the printer", age_days=17)
    page = a_page(open_actions=(LATE, other))
    done = replace(STARTED, action=LATE.action, words=LATE.words, closed=TUESDAY)
    digest = now(page, FollowUpShown(actions=[done], open_actions=(other,)))
    assert title_and_notification(digest) == ("something needs you",) * 2
    assert "An open action is past its date: “Mend the printer”." in words_of(digest)
    assert labels(digest)[0] == "It is done"
    assert digest.buttons[0][0].intent == ActionPress(action=other.action, what=OnAction.CLOSE, week=page.week)


def test_an_action_that_went_back_is_not_called_late() -> None:
    page = a_page(open_actions=(LATE,))
    digest = now(page, FollowUpShown(open_actions=(replace(LATE, due_days=None),)))
    assert title_and_notification(digest) == ("nothing needs you",) * 2
    assert "No action is past its date any more." in words_of(digest)
    assert "past its date)" not in words_of(digest)


def test_an_action_that_is_done_is_no_longer_past_its_date() -> None:
    done = ActionShown(action=LATE.action, words=LATE.words, owner=LATE.owner, accepted=True, due=None, closed=TUESDAY)
    digest = now(a_page(open_actions=(LATE,)), FollowUpShown(actions=[done]))
    text = words_of(digest)
    assert "The action that was past its date is done." in text
    assert "✓ Done on Tuesday: “Second trolley for the night drug round”." in text
    assert "Ask what is in its way" not in text
    assert "Open: No open actions" in text
    assert "past its date)" not in text
    assert f"Open: {LATE.words}" not in details_of(digest)
    assert labels(digest) == ["Start an action", "More"]


def test_an_action_that_cannot_be_done_is_not_called_done() -> None:
    refused = ActionShown(
        action=LATE.action, words=LATE.words, owner=LATE.owner, accepted=True, due=None, closed=TUESDAY, cannot=True
    )
    text = words_of(now(a_page(open_actions=(LATE,)), FollowUpShown(actions=[refused])))
    assert "The action that was past its date cannot be done; the team was told why." in text
    assert "✓ Cannot be done, told to the team on Tuesday: “Second trolley for the night drug round”." in text
    assert "is done" not in text
    assert "Done on" not in text


def test_the_count_of_open_actions_is_that_of_now() -> None:
    young = replace(LATE, action=STARTED.action, words=STARTED.words, age_days=1)
    digest = now(a_page(open_actions=(LATE,)), FollowUpShown(actions=[STARTED], open_actions=(LATE, young)))
    assert "Open: 2 actions (the oldest is 20 days old; one past its date)" in words_of(digest)
    assert f"Open: {LATE.words}" in details_of(digest)


def test_the_details_show_open_actions_as_they_are_now() -> None:
    page = a_page(open_actions=(replace(LATE, accepted=False), replace(LATE, words="Mend the printer", due_days=None)))
    before = details_of(write_page(page, at=AT))
    assert f"Open: {LATE.words} (owner: nursing lead (asked)" in before
    assert "Open: Mend the printer (owner: nursing lead; 20 days old, no date is set; " in before
    after = details_of(now(page, FollowUpShown(open_actions=(replace(LATE, age_days=21),))))
    assert f"Open: {LATE.words} (owner: nursing lead; 21 days old, it was to be done within 14 days; " in after
    assert "Mend the printer" not in after, "it was declined, so nobody owns it"
    superseded = FollowUpShown(open_actions=(replace(LATE, age_days=50),), is_superseded=True)
    assert f"Open: {LATE.words} (owner: nursing lead (asked); 20 days old" in details_of(now(page, superseded))


def test_the_line_of_a_steady_week_counts_the_open_actions_of_now() -> None:
    page, opened = a_page(open_actions=(), closed=()), (replace(LATE, age_days=1),)
    assert words_of(write_page(page, at=AT)).endswith(" · no open actions")
    steady = now(page, FollowUpShown(actions=[STARTED], open_actions=opened))
    assert words_of(steady).splitlines()[1].endswith(" · mostly agree · one open action")
    many = now(a_page(open_actions=opened * 21), FollowUpShown(actions=[STARTED], open_actions=opened * 22))
    assert words_of(many).splitlines()[1].endswith(" · mostly agree · 22 open actions")


def test_what_finds_no_room_in_sight_stands_in_the_details() -> None:
    page = a_flagged_page(FlagKind.BOTH, questions=QUESTIONS, usual=Usual.LOWER)
    frozen = write_page(page, at=AT).document.sections
    (step,) = [each for each in frozen if isinstance(each, Steps)]
    (facts,) = [each for each in frozen if isinstance(each, Facts)]
    crowded = now(page, answered(*[replace(TAKEN, words=LONG)] * 3))
    assert facts in crowded.document.sections
    assert step not in crowded.document.sections
    assert step.steps[0] in details_of(crowded)


@pytest.mark.parametrize(
    ("accepted", "line"),
    [
        (True, "✓ Action: “A second nurse for the late drug round” (medical lead, by 24 March)."),
        (
            False,
            "✓ Proposed to the medical lead, by 24 March: “A second nurse for the late drug round”.",
        ),
    ],
)
def test_an_action_that_was_started_since_is_told(accepted: bool, line: str) -> None:
    assert line in words_of(now(a_page(), FollowUpShown(actions=[replace(STARTED, accepted=accepted)])))


def test_a_digest_that_a_newer_one_followed_can_only_be_read() -> None:
    digest = now(a_flagged_page(), answered(TAKEN, is_superseded=True))
    assert "A newer digest has come." in words_of(digest)
    assert "✓ The nursing lead has taken this on Tuesday." in words_of(digest)
    assert labels(digest) == ["More"]


def test_a_reader_who_does_not_lead_the_team_gets_no_button_that_would_refuse_them() -> None:
    assert labels(now(a_flagged_page(), answered(may_act=False))) == ["More"]


def test_once_the_team_has_its_page_nothing_says_that_it_is_to_come() -> None:
    before, after = (details_of(now(a_flagged_page(), answered(is_team_served=served))) for served in (False, True))
    assert "The team gets a digest of its own on Thursday" in before
    assert "Thursday" not in after
    assert "goes to it at once" in after


flag_answers = st.lists(
    st.builds(
        FlagAnswer,
        role=st.sampled_from([Role.NURSING_LEAD, Role.MEDICAL_LEAD, Role.OPERATIONAL_LEAD, Role.CHAMPION]),
        response=st.sampled_from(FlagResponse),
        on=st.sampled_from([TUESDAY, TUESDAY + timedelta(days=9)]),
        words=st.sampled_from(["", "Soon", LONG, "One\n\nline\nand another"]),
    ),
    max_size=5,
)
actions_since = st.lists(
    st.builds(
        ActionShown,
        action=st.sampled_from([ActionId("a"), ActionId("b")]),
        words=st.sampled_from(["Mend the printer", "A very long promise. " * 9, "One line\nand another"]),
        owner=st.sampled_from([None, Role.MEDICAL_LEAD]),
        accepted=st.booleans(),
        due=st.sampled_from([None, date(2026, 3, 24)]),
        closed=st.sampled_from([None, TUESDAY]),
    ),
    max_size=4,
)
help_answers = st.lists(
    st.builds(
        HelpAnswer,
        role=st.just(Role.SPONSOR),
        response=st.sampled_from(HelpResponse),
        on=st.just(TUESDAY),
        words=st.sampled_from(["", LONG]),
    ),
    max_size=2,
)


@st.composite
def followed(draw: st.DrawFn) -> tuple[Page, FrozenDigest, FollowUpShown]:
    page = draw(pages()).page
    digest = write_page(page, at=AT, chart=CHART)
    about = [flag for flag in (FLAG, EARLIER) if any(_is_about(each, flag) for each in intents(digest))]
    given, own = draw(flag_answers), draw(st.none() | st.integers(0, 4))
    given = [replace(each, is_own=place == own) for place, each in enumerate(given)]
    since = FollowUpShown(
        flags={flag.id: flag for flag in about if given},
        answers={flag.id: given for flag in about if given},
        help_answers={flag.id: draw(help_answers) for flag in about},
        actions=draw(actions_since),
        is_team_served=draw(st.booleans()),
        is_superseded=draw(st.booleans()),
        may_act=draw(st.booleans()),
    )
    return page, digest, since


def _is_about(intent: Intent, flag: Flag) -> bool:
    return isinstance(intent, FlagPress) and intent.flag == flag.id


@pytest.mark.parametrize("is_superseded", [False, True])
@pytest.mark.parametrize("share", ENDS)
@pytest.mark.parametrize("usual", [Usual.USUAL, Usual.HIGHER, Usual.UNKNOWN])
@pytest.mark.parametrize("due", [None, date(2026, 3, 24)])
def test_a_steady_week_with_several_actions_stays_short(
    share: Participation | Withheld, usual: Usual, due: date | None, is_superseded: bool
) -> None:
    started = replace(STARTED, owner=Role.MEDICAL_LEAD, words="Mend the printer", accepted=False, due=due)
    page = a_page(participation=share, usual=usual, open_actions=())
    text = words_of(now(page, FollowUpShown(actions=[started] * 2, is_superseded=is_superseded)).document)
    assert "nothing needs you" in text
    assert len(text) <= 240, text


@settings(max_examples=60)
@given(drawn=followed())
def test_whatever_followed_lengths_hold_and_nothing_contradicts_the_title(
    drawn: tuple[Page, FrozenDigest, FollowUpShown],
) -> None:
    page, frozen, since = drawn
    digest = redrawn(frozen, since, unit_name=page.name, locale="en-GB")
    text = words_of(Document(sections=tuple(e for e in digest.document.sections if not isinstance(e, Picture))))
    said = {verdict: say(f"digest-title-{verdict.value}", "en-GB", unit="Ward 8") for verdict in Verdict}
    assert text.splitlines()[0].endswith(said[digest.verdict].removeprefix("Ward 8"))
    assert list(Verdict).index(digest.verdict) >= list(Verdict).index(frozen.verdict), "nothing new comes up on it"
    has_new_or_unanswered = page.flag is not None or (
        page.earlier is not None and page.earlier.response is None and not any(since.answers.values())
    )
    assert text.lower().count("worth a conversation") == has_new_or_unanswered
    assert text.lower().count("nothing needs you") == (digest.verdict is Verdict.NOTHING)
    if any(since.answers.values()):
        assert "No lead has replied yet" not in text
    assert fact_labels(digest) == fact_labels(frozen), "the four facts stay"
    if frozen.verdict is Verdict.NOTHING:
        assert len(text) <= 240 + len(page.quiet_reason[:60])
    else:
        assert (len(text) <= 900, wrapped(text) <= 14) == (True, True), text
    if since.answers or since.actions:
        assert "✓" in text or (since.is_superseded and "the details" in text)
    assert (digest.week, digest.chart, digest.step) == (frozen.week, frozen.chart, frozen.step)


@settings(max_examples=60)
@given(drawn=followed())
def test_whatever_followed_every_button_does_something(drawn: tuple[Page, FrozenDigest, FollowUpShown]) -> None:
    page, frozen, since = drawn
    digest = redrawn(frozen, since, unit_name=page.name, locale="en-GB")
    in_sight, below = ([button for row in rows for button in row] for rows in (digest.buttons, digest.further_buttons))
    every = [*in_sight, *below]
    assert (sum(each.is_primary for each in in_sight) <= 1, len(in_sight) <= 4) == (True, True)
    assert all(digest.buttons)
    assert len({each.intent for each in every}) == len(every)
    assert HOW_KNOWN in [each.intent for each in below], "one tap away"
    for button in every:
        assert decode(encode(button.intent)) == button.intent
        assert button.intent in [*intents(frozen), HOW_KNOWN]
        assert _has_effect(button.intent, since), button


def _has_effect(intent: Intent, since: FollowUpShown) -> bool:
    match intent:
        case DigestPress(what=OnDigest.DETAILS | OnDigest.READ_COMMENTS | OnDigest.HOW_KNOWN):
            return True
        case DigestPress(what=OnDigest.WHY_NO_FIGURES | OnDigest.HANDOVER_WORDS):
            return True
        case DigestPress(what=OnDigest.TEAM_LIST):
            return since.may_act
        case _ if since.is_superseded or not since.may_act:
            return False
        case ActionPress(action=action, what=OnAction.CLOSE | OnAction.STILL_OPEN):
            return not any(each.action == action and each.closed for each in since.actions)
        case FlagPress(flag=flag, what=OnFlag.REPLY):
            given = since.answers.get(flag, ())
            mine = any(each.is_own and not each.words for each in given if each.response is FlagResponse.REPLYING)
            return mine or not any(each.response is FlagResponse.REPLYING for each in given)
        case _:
            return True
