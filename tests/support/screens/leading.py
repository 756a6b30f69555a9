"""What leads, sponsors and administrators read: digests in all their forms, and the answers to what they do."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from bot.domain.digests.chart import ChartFigures, alt_text, usual_range
from bot.domain.digests.digest_facts import heard_fact, said_in_full
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message, language_note
from bot.domain.digests.page import (
    ClosedLine,
    EarlierFlag,
    LatestScore,
    NamedTeam,
    Page,
    ReleasedNotes,
    RollUp,
    ScoreChange,
    Usual,
)
from bot.domain.digests.precision_text import precision_message
from bot.domain.digests.quarterly.change_over_text import change_facts
from bot.domain.digests.quarterly.governance_text import structure_facts
from bot.domain.digests.quarterly.quarter_text import moved_facts, note_facts, organisation_facts
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.skipped_week_text import skipped_week_page
from bot.domain.digests.team_page_text import team_document
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.participation import Participation, WeekCount, heard
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.disclosure.quarter_figures import Gap, KindsFigure, WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.action_library import GIVING_ROOM, SUITS
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flag_precision import FlagCount
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.identifiers import ActionId, FlagId, PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES, SPECIAL_KINDS, ScoreKind
from bot.domain.indicators.score_words import Vocabulary, words_of
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    FlagPress,
    OnDigest,
    OnFlag,
    PostPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.documents import Fact, Facts, document, paragraphs
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver, restarts_in
from bot.domain.organisation.people import CO_LEADS, Membership, Profession, Role
from bot.domain.organisation.posts import LeadershipRole, SeatKind
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.flows.digests.send_digests import SendDigests
from bot.ports import Storage
from tests.domain.digests import test_chart
from tests.domain.digests.quarterly import test_governance_text, test_quarter_text
from tests.domain.follow_up.test_action_figures import an_action, figures
from tests.support import pages
from tests.support.builders import ICU
from tests.support.channels import WEB
from tests.support.leads import DOCTOR, MEMBER, NURSE, Leads, buttons
from tests.support.pages import AT, TOO_FEW, WEEK, released_share
from tests.support.screens.acting import action_messages, written
from tests.support.screens.asking import NAME, programme_in
from tests.support.screens.commenting import comments_read
from tests.support.weeks import CLINIC, WARD, the_programme

LATE = replace(pages.ACTION, words=NAME, age_days=40, told=None, owner=None)
"""An action past its date that nobody owns."""


def _page(locale: str, **changes: object) -> Page:
    own = {
        "name": NAME,
        "locale": locale,
        "open_actions": (replace(pages.ACTION, words=NAME),),
        "closed": (),
        "above": NAME,
    }
    return pages.a_page(**(own | changes))


def _pages(locale: str) -> Iterator[Page]:
    day = date(2026, 2, 9)
    closed = (ClosedLine(words=NAME, closed=day), ClosedLine(words=NAME, closed=day, cannot=True))
    for word in {each.agreement: each for each in words_of(Vocabulary.FIVE)}.values():
        changed = KindsFigure(words={ScoreKind.CHANGE: word})
        kinds = recall(pages.WARD, ReleaseKind.KINDS, EpochPeriod(first=WEEK - 12), WEEK, changed)
        yield _page(locale, notes=ReleasedNotes(kinds=kinds))
    yield _page(locale, closed=closed, open_actions=())
    for usual in Usual:
        yield _page(locale, usual=usual, open_actions=(LATE,))
    yield _page(locale, list_has_grown=True, said=None, open_actions=())
    yield _page(locale, score_withheld=True, said=None, closed=closed)
    yield _page(locale, said=None, asked=False, quiet_reason=NAME)
    yield _page(locale, score_skipped=True, said=None)
    yield _page(locale, said=None, asked=False)
    waiting = replace(pages.ACTION, words=NAME, accepted=False, due_days=None)
    yield _page(locale, open_actions=(waiting,) * 6, said=None, next_figures=date(2026, 3, 31))
    for response, kind in product([None, *FlagResponse], FlagKind):
        yield _page(
            locale,
            earlier=EarlierFlag(flag=FlagId("f"), kind=kind, week=WEEK - 2, response=response, by=Role.NURSING_LEAD),
        )
    for kind, is_said in product(FlagKind, (True, False)):
        flagged = pages.a_flagged_page(
            kind, name=NAME, locale=locale, open_actions=(LATE,), closed=(), missing=CO_LEADS, above=NAME
        )
        yield replace(flagged, said=flagged.said if is_said else None)
    for rate in (0.5, 1.0, 5.0):
        flagged = pages.a_flagged_page(name=NAME, locale=locale, open_actions=(), closed=())
        yield replace(flagged, false_flags_per_team_year=rate)
    yield _page(locale, participation=TOO_FEW, said=None, open_actions=(LATE,) * 3)
    yield _page(locale, learning_week=3, said=None, open_actions=())
    yield _page(locale, asked=False, participation=TOO_FEW, open_actions=(LATE,))
    yield _page(locale, participation=TOO_FEW, said=None, open_actions=())
    for part in _in_words():
        yield _page(locale, participation=part, usual=Usual.UNKNOWN, open_actions=())
    yield _page(locale, earlier=replace(pages.TAKEN, week=WEEK - 2), usual=Usual.LOWER, open_actions=())
    apart = dict(zip(COMPETENCIES, words_of(Vocabulary.THREE), strict=True))
    figure = ScoreFigure(word=words_of(Vocabulary.THREE)[1], competencies=apart)
    yield _page(
        locale,
        said=replace(pages.said(), score=pages.released_score(figure)),
        usual=Usual.LOWER,
        open_actions=(),
    )
    yield _page(locale, participation=TOO_FEW, usual=Usual.LOWER, score_withheld=True, said=None, open_actions=())
    for word in (*words_of(Vocabulary.THREE), *words_of(Vocabulary.FIVE)):
        said = replace(pages.said(), score=pages.released_score(ScoreFigure(word=word)))
        for questions, change in product(((), (NAME,), (NAME,) * 3, (NAME,) * 20), ScoreChange):
            yield _page(locale, said=replace(said, change=change), questions=questions, open_actions=())
    notes = ReleasedNotes(coupling=test_quarter_text.let_out(ReleaseKind.COUPLING, test_quarter_text.COUPLING))
    yield _page(locale, notes=notes)
    for code in (*SUITS, *GIVING_ROOM):
        yield _page(locale, usual=Usual.LOWER, steps=(code,), open_actions=(), said=None)


def _in_words() -> Iterator[Participation | Withheld]:
    """A few, about half, most: of small cells, counted together."""
    for doubled in (0, 10, 20):
        yield heard([WeekCount(week=WEEK, cells=2, n=10, doubled=doubled, smallest=5)], WEEK, together=(NAME, NAME))


def _roll_ups(locale: str) -> Iterator[RollUp]:
    def roll_up(**changes: object) -> RollUp:
        return pages.a_roll_up(**({"name": NAME, "locale": locale} | changes))

    team = NamedTeam(
        name=NAME, kind=FlagKind.BOTH, since=date(2026, 1, 25), flag=FlagId("f"), leads=(Role.NURSING_LEAD,)
    )
    yield roll_up()
    yield roll_up(teams=2, open_count=0)
    yield roll_up(flagged_lately=(), flagged_now=0)
    counts = {"tried": 12, "came_back": 7, "untried": 15, "back_alone": 8}
    yield roll_up(helped=[HelpedElsewhere(kind=kind, component="6.1", **counts) for kind in FlagKind])
    for teams in (1, 2):
        lately = (FlagKind.ROOM_FROM_ABOVE,) * teams
        yield roll_up(flagged_now=teams, flagged_lately=lately, lacking_room=teams, room_steps=GIVING_ROOM)
    yield roll_up(asking_help=(team,), waiting=(team, team))
    yield roll_up(asking_help=(team, team), waiting=(team,))
    yield from (roll_up(asking_help=(team,), waiting=(team,) * many) for many in (0, 21))
    for usual in Usual:
        yield roll_up(usual=usual)
    for flagged in (0, 1, 2):
        yield roll_up(flagged_now=flagged)
    yield roll_up(notes=test_quarter_text.notes(week=test_quarter_text.FALLEN), is_top=True)


def _facts(locale: str) -> Iterator[Fact]:
    """Whatever stands beside a digest, which would not all find room in one."""
    for tenths in range(1, 10):
        yield heard_fact(released_share(tenths), Usual.USUAL, locale=locale)
    for part in _in_words():
        yield heard_fact(part, Usual.LOWER, locale=locale)
    yield heard_fact(TOO_FEW, Usual.UNKNOWN, locale=locale)
    block = BlockPeriod(epoch=IsoWeek.parse("2026-W05"), number=0)
    for vocabulary in Vocabulary:
        for word, change in product(words_of(vocabulary), ScoreChange):
            figure = ScoreFigure(word=word, competencies=dict.fromkeys(COMPETENCIES, word), is_wide=True)
            score = recall(ICU, ReleaseKind.SCORE, block, WEEK - 1, figure)
            yield said_in_full(LatestScore(score=score, first=WEEK - 4, last=WEEK - 1, change=change), locale=locale)
    yield from _quarter(locale)
    yield from _structure(locale)


def _quarter(locale: str) -> Iterator[Fact]:
    notes, moved = test_quarter_text.notes, test_quarter_text.FALLEN
    swings = (WeekComparison.STEADY, WeekComparison.LOWER, WeekComparison.HIGHER)
    weeks = [replace(moved, swing=swing) for swing in swings]
    weeks += [replace(moved, swing=swing, lasting=True) for swing in swings[1:]]
    weeks += [replace(moved, swing=WeekComparison.UNKNOWN, usual=None), replace(moved, usual=(6, 6))]
    for week in weeks:
        for is_above in (True, False):
            yield from moved_facts(notes(week=week), locale, above=is_above)
        yield from organisation_facts(notes(week=week, everything=True), locale)
    for levels in (test_quarter_text.SPLIT, test_quarter_text.ALIKE, test_quarter_text.OVERALL):
        yield from note_facts(notes(levels=levels, everything=True), locale)
    kinds = KindsFigure(words=dict.fromkeys(SPECIAL_KINDS, test_quarter_text.MIXED))
    yield from note_facts(replace(notes(), kinds=test_quarter_text.let_out(ReleaseKind.KINDS, kinds)), locale)
    yield from note_facts(ReleasedNotes(loop=figures(*(an_action(number, told=9) for number in range(3)))), locale)
    for gap in Gap:
        coupling = test_quarter_text.let_out(ReleaseKind.COUPLING, replace(test_quarter_text.COUPLING, gap=gap))
        yield from note_facts(replace(notes(), coupling=coupling), locale)


def _structure(locale: str) -> Iterator[Fact]:
    programme = programme_in(locale)
    tree = UnitTree.of(programme.organisation)
    top = tree.roots[0]
    seat = test_governance_text.a_seat
    boards = (
        (seat(SeatKind.OTHER, None),),
        (seat(SeatKind.OTHER, None), seat(SeatKind.OTHER, None)),
        tuple(seat(kind, profession) for kind, profession in product(SeatKind, Profession)),
        (seat(SeatKind.CHIEF_EXECUTIVE, Profession.OTHER, "2026-01-31", votes=False),),
        (seat(SeatKind.CHIEF_EXECUTIVE, Profession.OTHER, "2025-01-31", votes=True),),
    )
    for seats in boards:
        holding = replace(programme, governance_seats=seats)
        yield from structure_facts(holding, top, tree=tree, roles={ICU: CO_LEADS}, on=test_governance_text.ON)
    for role, profession in product(LeadershipRole, Profession):
        held = replace(test_governance_text.a_role(role), profession=profession)
        vacant = test_governance_text.a_role(role, since=None)
        for posts in ((held,), (vacant,), (held,) * 6):
            holding = replace(programme, leadership_roles=posts)
            yield from structure_facts(holding, ICU, tree=tree, roles={ICU: ()}, on=test_governance_text.ON)
    yield from structure_facts(programme, top, tree=tree, roles={ICU: ()}, on=test_governance_text.ON)
    for kind, unit in product(ChangeKind, (ICU, top)):
        change = ChangeOver(kind=kind, units=(ICU,), reason=NAME, when=WEEK)
        restarts = restarts_in(WEEK, dict.fromkeys(tree.microsystems, WEEK - 1), [change], tree)
        yield from change_facts(restarts, unit, tree=tree)


def charts(locale: str) -> Iterator[ChartFigures]:
    lock = LockedLimits(since=None, mean=6.0, half=1.0)
    step = (WEEK - 8,)
    for tenths in ((6,) * 20, ((*(6,) * 20, 4)), ((*(6,) * 20, 4, 8)), (6,) * 5):
        for target, locks, steps in product((None, 4, 6, 8), ((), (lock,)), ((), step)):
            chart = test_chart.a_chart(
                *tenths,
                target=target,
                locks=locks,
                steps=steps,
                scores=target or 0,
                flags=((WEEK - 3, None), (WEEK - 1, FlagKind.BOTH)),
            )
            yield replace(chart, unit=NAME, locale=locale)


def digests(locale: str) -> Iterator[FrozenDigest]:
    chart = replace(pages.CHART, locale=locale)
    yield from (write_page(page, at=AT) for page in _pages(locale))
    yield write_page(_page(locale), at=AT, chart=chart)
    yield from (write_roll_up(page, at=AT) for page in _roll_ups(locale))
    yield skipped_week_page(ICU, NAME, WEEK, locale, at=AT)


def digest_messages(locale: str) -> Iterator[Message]:
    """Digests, what their teams see of them, the charts in words, and what administrators are told."""

    def message(held: FrozenDigest, **changes: object) -> Message:
        whole = digest_message(held, unit_name=NAME, locale=locale)
        return replace(whole, **changes)  # type: ignore[arg-type]

    for held in digests(locale):
        yield message(held, document=replace(held.document, sections=(language_note(locale, locale),)))
        yield message(held)
        if held.details is not None:
            yield message(held, kind=MessageKind.ANSWER, document=held.details, buttons=held.further_buttons)
        team = team_document(held, words=[(role, NAME) for role in Role], locale=locale)
        if team is not None:
            yield message(held, kind=MessageKind.TEAM_PAGE, document=team)
    for fact in _facts(locale):
        yield message(held, document=document(Facts(facts=(fact,))))
    for chart in charts(locale):
        yield message(held, kind=MessageKind.CHART, document=document(*paragraphs(alt_text(chart, usual_range(chart)))))
    for kind, recognised in product((None, *FlagKind), (None, 4)):
        count = FlagCount(kind=kind, flags=9, answered=7, known_reason=2, recognised=recognised)
        yield precision_message([count], weeks=52, last=WEEK, locale=locale)


def programme_of_leads(locale: str) -> Programme:
    programme = the_programme()
    units = tuple(replace(unit, name=NAME) for unit in programme.organisation.units)
    return replace(programme, organisation=replace(programme.organisation, name=NAME, locale=locale, units=units))


async def lead_messages(locale: str, storage: Storage) -> AsyncIterator[Message]:
    """What follows whatever leads do with a flag, a digest and an action."""
    leads = Leads(storage)
    await leads.furnish(programme=programme_of_leads(locale))
    async with storage.writing() as work:
        roster = await work.rosters.current()
        manager = Membership(person=PersonId("boss"), unit=WARD, role=Role.OPERATIONAL_LEAD)
        people = {each: replace(person, name=NAME) for each, person in roster.people.items()}
        listed = replace(roster, people=people, memberships=roster.memberships | {manager})
        await work.rosters.save(listed, at=leads.now)
    said: list[Delivery] = []
    for what in OnFlag:
        said += await leads.on_flag(NURSE, what)
        said += await written(leads)
    said += await leads.on_flag(DOCTOR, OnFlag.REPLY)
    said += await leads.on_flag(MEMBER, OnFlag.REPLY)
    said += await leads.press(NURSE, FlagPress(flag=FlagId("gone"), what=OnFlag.REPLY))
    for wish in OnDigest:
        said += await leads.on_digest(NURSE, wish)
        if wish is OnDigest.TELL_TEAM:
            said += await leads.writes(NURSE, "")
            said += await leads.writes(NURSE, "-" * 601)
        said += await written(leads)
    said += await leads.press(NURSE, DigestPress(digest=DigestRef(unit=CLINIC, week=WEEK), what=OnDigest.DETAILS))
    said += await leads.press(NURSE, DigestPress(digest=DigestRef(unit=WARD, week=WEEK - 9), what=OnDigest.DETAILS))
    said += await _thrown_away(leads)
    said += await comments_read(leads)
    said += await action_messages(leads)
    said += await _sent_on_its_day(leads)
    async with storage.writing() as work:
        roster = await work.rosters.current()
        without = frozenset(each for each in roster.memberships if each.role is not Role.SPONSOR)
        await work.rosters.save(replace(roster, memberships=without), at=leads.now)
    for what in (OnFlag.HELP_FROM_ABOVE, OnFlag.NOT_RECOGNISED):
        said += await leads.on_flag(DOCTOR, what)
    said += await _named(leads)
    for delivery in said:
        if delivery.message is not None:
            yield delivery.message


async def _named(leads: Leads) -> Sequence[Delivery]:
    """Somebody for a post that nobody holds: with nobody to tell, with an administrator, for one of two, too late."""
    said = list(await leads.press(NURSE, PostPress(unit=WARD, role=Role.OPERATIONAL_LEAD)))
    await keep_roles(leads, but=Role.OPERATIONAL_LEAD)
    said += await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY)
    first, *_, elsewhere = [each.intent for each in buttons(said[-1:])]
    said += await leads.press(NURSE, first)
    await leads.are_run_by((PersonId("admin"), WARD))
    for intent in (first, elsewhere, PostPress(unit=WARD, role=Role.OPERATIONAL_LEAD, page=1)):
        said += await leads.press(NURSE, intent)
    await keep_roles(leads, but=Role.MEDICAL_LEAD)
    return [*said, *await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY)]


async def keep_roles(leads: Leads, *, but: Role) -> None:
    async with leads.storage.writing() as work:
        roster = await work.rosters.current()
        held = frozenset(each for each in roster.memberships if (each.unit, each.role) != (WARD, but))
        await work.rosters.save(replace(roster, memberships=held), at=leads.now)


async def _thrown_away(leads: Leads) -> Sequence[Delivery]:
    """One prompt is left by its button, and every sort of them at once."""
    (asked, *_) = await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    (cancel,) = [each.intent for each in buttons([asked])]
    said = list(await leads.press(NURSE, cancel))
    for what in (OnFlag.REPLY, OnFlag.KNOWN_REASON):
        await leads.on_flag(NURSE, what)
    for wish in (OnDigest.TELL_TEAM, OnDigest.START_ACTION):
        await leads.on_digest(NURSE, wish)
    return [*said, *await leads.cancels(NURSE)]


async def _sent_on_its_day(leads: Leads) -> Sequence[Delivery]:
    """The digest as it is handed over, with a reminder of an action past its date."""
    late = Action(
        id=ActionId("late"),
        unit=WARD,
        raised_by=PersonId(NURSE),
        raised_at=leads.now - timedelta(days=40),
        words=NAME,
        owner=PersonId(DOCTOR),
        owner_role=Role.MEDICAL_LEAD,
        due=leads.now.date() - timedelta(days=9),
        state=ActionState.OPEN,
    )
    async with leads.storage.writing() as work:
        await work.loop.save_action(late)
        proposed = replace(late, id=ActionId("proposed"), owner_role=Role.MEMBER, state=ActionState.PROPOSED)
        await work.loop.save_action(replace(proposed, owner=PersonId(MEMBER)))
        by_member = replace(proposed, id=ActionId("by-member"), owner=PersonId(MEMBER), state=ActionState.OPEN)
        await work.loop.save_action(by_member)
        await work.weeks.claim(WEEK, at=leads.now)
        await work.weeks.finish(WEEK)
    for days in (0, 2):
        await SendDigests(storage=leads.storage)(now=leads.now + timedelta(days=days))
    async with leads.storage.writing() as work:
        far = leads.now + timedelta(days=9)
        leases = await work.deliveries.lease(WEB, owner="test", now=far, lease_until=far, limit=1_000)
    return [lease.delivery for lease in leases]
