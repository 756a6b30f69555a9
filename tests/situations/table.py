"""The one table of situations: what each of its readers is shown, written by the product's own builders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.digests.chart import ChartFigures, chart_of
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message
from bot.domain.digests.page import NamedTeam, Page, ReleasedNotes, RollUp, ScoreChange, Usual
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown
from bot.domain.digests.redrawn.help_text import help_message
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.skipped_week_text import skipped_week_page
from bot.domain.digests.team_page_text import team_document
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import OrganisationFigure, WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.follow_up.action_library import GIVING_ROOM
from bot.domain.follow_up.flags import Flag, FlagResponse, flag_id
from bot.domain.identifiers import ActionId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.messaging.documents import Document, Picture
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.week_close.unit_state import ShownScore, UnitState
from tests.situations.asked import first_day, two_teams
from tests.situations.nudged import lead_asks, nudges
from tests.support import pages
from tests.support.pages import AGREE, AT, LATE, TOO_FEW, WARD, WEEK

LOCALE = "en-GB"
WARD_NAME = "Acute medical unit"
TUESDAY = WEEK.sunday() + timedelta(days=2)
WORDS = "We talk about this at both handovers on Monday. Tell us what would help in the nights."
QUESTIONS = (
    "I have a say in how we organise our work",
    "My ideas for better care are taken seriously here",
    "We learn from mistakes without blame",
    "I know where this unit is heading",
)
CHANNELS = ("slack", "telegram", "web")
TWO_TEAMS = ("Theatres", "Recovery")


class Reader(StrEnum):
    MEMBER = "member"
    LEAD = "lead"
    TEAM = "team"
    SPONSOR = "sponsor"
    CHAMPION = "champion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    reader: Reader
    message: Message
    about: str = ""
    """Which of a reader's messages it is, where there are several."""
    digest: FrozenDigest | None = None
    """What stands behind it, one tap away."""
    channels: Sequence[str] = CHANNELS
    """Where it is so; elsewhere other words stand in its place."""

    @property
    def name(self) -> str:
        return f"{self.reader} {self.about}".strip()

    @property
    def details(self) -> Message | None:
        """What a channel sends where More is pressed."""
        held = self.digest
        if held is None or held.details is None:
            return None
        return message_of(MessageKind.ANSWER, LOCALE, held.details.sections, buttons=held.further_buttons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    name: str
    screens: Sequence[Screen]

    @property
    def slug(self) -> str:
        """As it stands in the names of files."""
        return self.name.replace(",", "").replace(" ", "-")


def of_lead(digest: FrozenDigest, name: str = WARD_NAME, *, about: str = "") -> Screen:
    message = digest_message(digest, unit_name=name, locale=LOCALE)
    return Screen(reader=Reader.LEAD, message=message, about=about, digest=digest)


def of_team(digest: FrozenDigest, words: str = "") -> Sequence[Screen]:
    """None where the team gets no page."""
    page = team_document(digest, words=[(Role.NURSING_LEAD, words)] if words else [], locale=LOCALE)
    return [] if page is None else [Screen(reader=Reader.TEAM, message=_team_message(page))]


def _team_message(page: Document) -> Message:
    return Message(kind=MessageKind.TEAM_PAGE, locale=LOCALE, document=page, unit_name=WARD_NAME)


def of_sponsor(page: RollUp, *tenths: int) -> Screen:
    chart = chart_of(_state(*tenths), unit=page.name, locale=LOCALE) if tenths else None
    digest = write_roll_up(page, at=AT, chart=chart)
    message = digest_message(digest, unit_name=page.name, locale=LOCALE)
    return Screen(reader=Reader.SPONSOR, message=message, digest=digest)


MIXED = ScoreFigure(word=ScoreWord(agreement=Agreement.MIXED, vocabulary=Vocabulary.FIVE))
SAID_LOWER = replace(pages.said(), score=pages.released_score(MIXED), change=ScoreChange.LOWER)
STEADY = (6, 7, 6, 6, 7, 6, 7, 7, 6, 6, 6, 7, 6, 6, 7, 6, 7, 6, 6, 6)
FALLING = (*STEADY[:-3], 5, 4, 3)


def chart(*tenths: int, kind: FlagKind | None = None, unit: str = WARD_NAME, last: ScoreFigure = AGREE) -> ChartFigures:
    flags = [] if kind is None else [(WEEK, kind)]
    drawn = chart_of(_state(*tenths, last=last), unit=unit, locale=LOCALE, flags=flags)
    assert drawn is not None
    return drawn


def _state(*tenths: int, blocks: int = 4, last: ScoreFigure = AGREE) -> UnitState:
    """So many weeks up to this one, and the words of the blocks that ended in them."""
    return UnitState(
        week=WEEK,
        tenths=tuple((WEEK - back, each) for back, each in zip(range(len(tenths) - 1, -1, -1), tenths, strict=True)),
        scores=tuple(
            ShownScore(
                block=BlockPeriod(epoch=WEEK - 4 * blocks, number=number),
                first=WEEK - 4 * (blocks - number),
                last=WEEK - 4 * (blocks - number) + 3,
                figure=last if number == blocks - 1 else AGREE,
            )
            for number in range(blocks)
        ),
    )


def _page(**changes: object) -> Page:
    own: dict[str, object] = {"questions": QUESTIONS, "closed": ()}
    return pages.a_page(**(own | changes))


def _above(**changes: object) -> RollUp:
    own: dict[str, object] = {"flagged_now": 0, "flagged_lately": (), "usual": Usual.USUAL, "open_overdue": 0}
    return pages.a_roll_up(**(own | changes))


def nudged() -> Situation:
    """A champion's nudge, after *Another one*, after *Done*; and the choice of its day."""
    screens = [Screen(reader=Reader.CHAMPION, message=each, about=about) for about, each in nudges(LOCALE)]
    return Situation(name="nudge", screens=screens)


def leads_asked() -> Situation:
    """What co-leads, owners and sponsors are asked of what was begun."""
    screens = [
        Screen(reader=Reader(reader), message=each, about=about) for reader, about, each in lead_asks(WARD_NAME, LOCALE)
    ]
    return Situation(name="leads asked", screens=screens)


def steady() -> Situation:
    digest = write_page(_page(), at=AT, chart=chart(*STEADY))
    return Situation(name="steady", screens=[of_lead(digest), *of_team(digest), of_sponsor(_above(), *STEADY)])


def flagged(kind: FlagKind) -> Situation:
    """As it arrives: nobody has answered yet. The team reads what its leads have written by then."""
    tenths = STEADY if kind is FlagKind.LOWER_SCORE else FALLING
    usual = Usual.USUAL if kind is FlagKind.LOWER_SCORE else Usual.LOWER
    said = pages.said() if kind is FlagKind.FEWER_VOICES else SAID_LOWER
    page = _page(
        flag=pages.released_flag(kind),
        flag_id=flag_id(WARD, WEEK),
        participation=pages.released_share(tenths[-1]),
        usual=usual,
        said=said,
    )
    digest = write_page(page, at=AT, chart=chart(*tenths, kind=kind, last=said.score.figure))
    room = {} if kind.is_drift else {"lacking_room": 1, "room_steps": GIVING_ROOM}
    above = of_sponsor(_above(flagged_now=1, flagged_lately=(kind,), **room), *STEADY)
    name = f"flagged, {kind.name.lower().replace('_', ' ')}"
    return Situation(name=name, screens=[of_lead(digest), *of_team(digest, WORDS), above])


def learning() -> Situation:
    digest = write_page(_page(learning_week=4, said=None, questions=(), usual=Usual.UNKNOWN), at=AT)
    above = of_sponsor(_above(usual=Usual.UNKNOWN, said=None, open_count=0))
    return Situation(name="learning", screens=[of_lead(digest), *of_team(digest), above])


def pooled() -> Situation:
    """Two small teams whose people are counted together."""
    together = ("Pain team", "Palliative care team")
    said = replace(
        pages.said(),
        score=pages.released_score(
            ScoreFigure(word=ScoreWord(agreement=Agreement.AGREE, vocabulary=Vocabulary.THREE), together=together)
        ),
    )
    page = _page(
        name=together[0],
        participation=pages.released_share(None, together=together),
        usual=Usual.UNKNOWN,
        said=said,
        open_actions=(),
    )
    digest = write_page(page, at=AT, chart=chart(*STEADY, unit=" and ".join(together)))
    watched = write_page(replace(page, said=replace(said, change=ScoreChange.LOWER)), at=AT)
    screens = [
        of_lead(digest, together[0]),
        of_lead(watched, together[0], about="with a lower word"),
        *of_team(digest),
        of_sponsor(_above(teams_shown=8), *STEADY),
    ]
    return Situation(name="pooled team", screens=screens)


def too_few() -> Situation:
    page = _page(participation=TOO_FEW, usual=Usual.UNKNOWN, said=None, score_withheld=True, questions=())
    digest = write_page(page, at=AT)
    above = of_sponsor(_above(participation=TOO_FEW, usual=Usual.UNKNOWN, said=None, teams=2, teams_shown=0))
    return Situation(name="too few", screens=[of_lead(digest), *of_team(digest), above])


def quiet_week() -> Situation:
    page = _page(
        asked=False, quiet_reason="NHS Staff Survey opens", participation=TOO_FEW, said=None, usual=Usual.UNKNOWN
    )
    digest = write_page(replace(page, questions=()), at=AT)
    above = of_sponsor(_above(participation=None, usual=Usual.UNKNOWN))
    return Situation(name="quiet week", screens=[of_lead(digest), *of_team(digest), above])


def watch() -> Situation:
    apart = dict(
        zip(
            COMPETENCIES,
            (
                ScoreWord(agreement=each, vocabulary=Vocabulary.THREE)
                for each in (Agreement.AGREE, Agreement.MIXED, Agreement.AGREE)
            ),
            strict=True,
        )
    )
    said = replace(pages.said(), score=pages.released_score(replace(AGREE, competencies=apart)))
    page = _page(participation=pages.released_share(FALLING[-1]), usual=Usual.LOWER, said=said)
    digest = write_page(page, at=AT, chart=chart(*FALLING))
    above = of_sponsor(_above(participation=pages.released_share(FALLING[-1]), usual=Usual.LOWER), *FALLING)
    return Situation(name="watch", screens=[of_lead(digest), *of_team(digest), above])


def help_asked() -> Situation:
    """The nursing lead asks for help; the copies say so, the sponsor is asked at once and on the next digest."""
    kind, flag = FlagKind.BOTH, flag_id(WARD, WEEK)
    page = replace(
        pages.a_flagged_page(kind, questions=QUESTIONS, closed=(), usual=Usual.LOWER, said=SAID_LOWER),
        participation=pages.released_share(FALLING[-1]),
    )
    frozen = write_page(page, at=AT, chart=chart(*FALLING, kind=kind, last=MIXED))
    asked = FlagAnswer(role=Role.NURSING_LEAD, response=FlagResponse.HELP_FROM_ABOVE, on=TUESDAY, is_own=True)
    held = Flag(id=flag, unit=WARD, week=WEEK, kind=kind)
    since = FollowUpShown(flags={flag: held}, answers={flag: [asked]}, open_actions=page.open_actions)
    digest = redrawn(frozen, since, unit_name=WARD_NAME, locale=LOCALE)
    leads = (Role.MEDICAL_LEAD, Role.NURSING_LEAD)
    named = NamedTeam(name=WARD_NAME, kind=kind, since=TUESDAY, flag=flag, leads=leads)
    asked_for_help = help_message(held, unit_name=WARD_NAME, leads=leads, answers=(), locale=LOCALE)
    screens = [
        of_lead(digest),
        *of_team(digest),
        Screen(reader=Reader.SPONSOR, message=asked_for_help, about="at once"),
        of_sponsor(_above(asking_help=(named,), flagged_now=1, flagged_lately=(kind,)), *STEADY),
    ]
    return Situation(name="help asked", screens=screens)


def action_late() -> Situation:
    """As it arrives, and once a lead has said that it is done."""
    frozen = write_page(_page(open_actions=(LATE,)), at=AT, chart=chart(*STEADY))
    done = ActionShown(
        action=ActionId(LATE.action), words=LATE.words, owner=LATE.owner, accepted=True, due=None, closed=TUESDAY
    )
    screens = [
        of_lead(frozen),
        of_lead(
            redrawn(frozen, FollowUpShown(actions=[done]), unit_name=WARD_NAME, locale=LOCALE), about="once it is done"
        ),
        *of_team(frozen),
        of_sponsor(_above(open_overdue=1), *STEADY),
    ]
    return Situation(name="action late", screens=screens)


def organisation_low() -> Situation:
    """A week in which all teams together answered less than usual: nobody's flag, and the organisation's matter."""
    figure = OrganisationFigure(tenths=4, swing=WeekComparison.LOWER, usual=(6, 7))
    week = recall(ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=WEEK), WEEK, figure)
    notes = ReleasedNotes(organisation=week)
    digest = write_page(_page(notes=notes), at=AT, chart=chart(*STEADY))
    top = _above(
        unit=UnitId("riverside"), name="Riverside Hospitals", teams=18, teams_shown=15, notes=notes, is_top=True
    )
    return Situation(name="organisation low", screens=[of_lead(digest), *of_team(digest), of_sponsor(top, *STEADY)])


def restored() -> Situation:
    """What stands for a week that was skipped, and the first digest after it."""
    passed = skipped_week_page(WARD, WARD_NAME, WEEK - 1, LOCALE, at=AT)
    digest = write_page(_page(score_skipped=True, said=None, questions=()), at=AT, chart=chart(*STEADY))
    above = of_sponsor(_above(said=None), *STEADY)
    screens = [of_lead(passed, about="of the skipped week"), of_lead(digest), *of_team(digest), above]
    return Situation(name="restored", screens=screens)


async def first_day_situation() -> Situation:
    welcomes, questions = await first_day(CHANNELS)
    page = _page(learning_week=1, participation=TOO_FEW, said=None, questions=(), usual=Usual.UNKNOWN, open_actions=())
    digest = write_page(page, at=AT)
    above = _above(participation=TOO_FEW, usual=Usual.UNKNOWN, said=None, teams_shown=0, open_count=0)
    screens = [
        *(
            Screen(reader=Reader.MEMBER, message=each, about=f"welcome on {channel}", channels=(channel,))
            for channel, each in welcomes.items()
        ),
        *(
            Screen(reader=Reader.MEMBER, message=each, about=f"first question on {channel}", channels=(channel,))
            for channel, each in questions.items()
        ),
        of_lead(digest),
        *of_team(digest),
        of_sponsor(above),
    ]
    return Situation(name="first day", screens=screens)


async def two_teams_situation() -> Situation:
    """Somebody who works in two teams is asked for each; their lead has a digest of each."""
    screens = [
        Screen(reader=Reader.MEMBER, message=message, about=f"of {name.lower()}")
        for name, message in zip(TWO_TEAMS, await two_teams(TWO_TEAMS), strict=True)
    ]
    for name, tenths in zip(TWO_TEAMS, (6, 7), strict=True):
        page = _page(unit=UnitId(name.lower()), name=name, participation=pages.released_share(tenths), open_actions=())
        digest = write_page(page, at=AT, chart=chart(*STEADY, unit=name))
        screens.append(of_lead(digest, name, about=f"of {name.lower()}"))
    above = _above(unit=UnitId("surgery"), name="Surgery", teams=2, teams_shown=2, open_count=0)
    return Situation(name="two teams", screens=[*screens, of_sponsor(above, *STEADY)])


async def situations() -> Sequence[Situation]:
    return [
        steady(),
        *map(flagged, FlagKind),
        learning(),
        pooled(),
        too_few(),
        quiet_week(),
        watch(),
        help_asked(),
        action_late(),
        nudged(),
        leads_asked(),
        organisation_low(),
        restored(),
        await first_day_situation(),
        await two_teams_situation(),
    ]


def drawn(message: Message, png: bytes) -> Message:
    """As a channel gets it: with the picture in its place."""
    sections = tuple(
        replace(each, png=png) if isinstance(each, Picture) else each for each in message.document.sections
    )
    return replace(message, document=replace(message.document, sections=sections))
