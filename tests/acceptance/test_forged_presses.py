"""Whoever presses what was not sent to them hears the same whether it is there or not, and nothing is written.

Ids of units, weeks, flags and schedules can be worked out, and a button can be put together by hand; so every kind of
press is tried, by everybody for whom it is not, with an id that is somebody else's and with one that nobody has.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, get_args

import httpx
import pytest
from sqlalchemy import Engine, select
from starlette.types import ASGIApp

from bot.adapters.channels.web.links import address_of
from bot.app.loops import App
from bot.app.world import World
from bot.callback_text import decode
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.comments import Comment
from bot.domain.follow_up.flags import flag_id
from bot.domain.follow_up.prompts import Prompt, TeamWords
from bot.domain.identifiers import (
    ActionId,
    AnswerCode,
    CommentId,
    DeliveryKey,
    FlagId,
    HeldWordsId,
    NoteId,
    NudgeId,
    PersonId,
    PromptId,
    PulseId,
    ScheduleId,
    UnitId,
    about_unit,
    short_id,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
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
    OnPrompt,
    OnPulse,
    OnRaise,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.messaging.inbound import Event, Inbound, Pressed, Typed
from bot.domain.nudges.nudges import Nudge
from bot.domain.organisation.people import CO_LEADS, Address, Membership, Role
from bot.flows.administration.in_chat.tasks import about_schedule
from storage.database import Database
from storage.schema import tables
from tests.support.builders import a_pulse, a_round
from tests.support.clocks import StillClock
from tests.support.freezing import freeze
from tests.support.leads import BOSS, CHAMPION, DOCTOR, FLAG, MEMBER, NURSE, TUESDAY, WEEK, a_digest
from tests.support.records import engine_of
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_programme, the_roster

COLLEAGUE, OUTSIDER, OTHER_LEAD = "ward-m2", "clinic-m0", "clinic-nurse"
RUNS_WARD, RUNS_CLINIC = "ward-admin", "clinic-admin"
FORGERS: Final = (OUTSIDER, OTHER_LEAD, BOSS, RUNS_CLINIC, COLLEAGUE)
TALKS: Final = {"inbox", "deliveries", "web_chats", "web_messages", "inbox_keys"}
"""What was pressed, and what is said to it."""
WITHOUT_IDS: Final = {SelfPress, NudgeDayPress, TrialPress}
ABOUT_SOMETHING: Final = sorted(
    {OnAdministration.POSTS, OnAdministration.TEST, OnAdministration.GO_ON}
    | {
        each
        for each in OnAdministration
        if each.value.endswith("schedule") and each is not OnAdministration.NEW_SCHEDULE
    }
)
"""The others carry no id, or pay no heed to one."""
A_CODE: Final = {JoinPress}
"""Whoever knows a code is its person: it is no id, and tries are counted and limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """What a button may carry: of the ward, or of nothing."""

    unit: UnitId
    week: IsoWeek
    flag: FlagId
    action: ActionId
    pulse: PulseId
    prompt: PromptId
    form: PromptId
    held: HeldWordsId
    nudge: NudgeId
    note: NoteId
    letter: str
    member: str
    schedule: str


NOBODYS: Final = Ids(
    unit=UnitId("nowhere"),
    week=IsoWeek.parse("2020-W01"),
    flag=flag_id(UnitId("nowhere"), WEEK),
    action=ActionId(short_id("action", "none")),
    pulse=PulseId("pulse-none"),
    prompt=PromptId(short_id("prompt", "none")),
    form=PromptId(short_id("form", "none")),
    held=HeldWordsId(short_id("held", "none")),
    nudge=NudgeId("nudge-none"),
    note=NoteId("0" * 32),
    letter="none",
    member=short_id("post", "none"),
    schedule=about_schedule(ScheduleId("none")),
)
BROUGHT: Final = str(OnRaise.ARRIVED)

Forge = Callable[[Ids], Intent]
PERSONAL: Final[Sequence[Forge]] = (
    lambda ids: Answer(pulse=ids.pulse, code=AnswerCode("4")),
    *(lambda ids, what=what: PulsePress(pulse=ids.pulse, what=what) for what in OnPulse),
    *(lambda ids, what=what: FlagPress(flag=ids.flag, what=what) for what in OnFlag),
    *(lambda ids, what=what: FlagPress(flag=ids.flag, what=what, week=WEEK - 1) for what in OnFlag),
    *(
        lambda ids, what=what, at=at: HelpPress(flag=ids.flag, what=what, week=at)
        for what in OnHelp
        for at in (None, WEEK - 1, WEEK)
    ),
    *(lambda ids, what=what: ConversationPress(flag=ids.flag, what=what) for what in OnConversation),
    *(lambda ids, what=what: ActionPress(action=ids.action, what=what) for what in OnAction),
    *(lambda ids, what=what: ActionPress(action=ids.action, what=what, week=WEEK - 1) for what in OnAction),
    *(lambda ids, role=role: OwnerPress(action=ids.action, role=role) for role in Role),
    lambda ids: TeamListPress(action=ids.action),
    lambda ids: MemberPress(action=ids.action, member=ids.member),
    lambda ids: DuePress(action=ids.action, days=7),
    *(lambda ids, what=what: PromptPress(prompt=ids.prompt, what=what) for what in OnPrompt),
    *(lambda ids, what=what: HeldWordsPress(held=ids.held, what=what) for what in OnHeldWords),
    lambda ids: RaisePress(what=OnRaise.REPLY, note=ids.note),
    lambda ids: RaisePress(what=OnRaise.ARRIVED, note=ids.note, letter=ids.letter),
    *(lambda ids, what=what: NudgePress(nudge=ids.nudge, what=what) for what in OnNudge),
    *(lambda ids, what=what: FormPress(form=ids.form, what=what) for what in OnForm),
    *(lambda ids, what=what: AdministrationPress(what=what, about=about_unit(ids.unit)) for what in ABOUT_SOMETHING),
    *(lambda ids, what=what: AdministrationPress(what=what, about=ids.schedule) for what in ABOUT_SOMETHING),
)
"""Meant for one person or for the leads of a team, so that colleagues have no more part in it than strangers."""
OF_UNITS: Final[Sequence[Forge]] = (
    *(
        lambda ids, what=what: DigestPress(digest=DigestRef(unit=ids.unit, week=ids.week), what=what)
        for what in OnDigest
    ),
    *(lambda ids, role=role: PostPress(unit=ids.unit, role=role) for role in sorted(CO_LEADS)),
    *(lambda ids, role=role: PostPress(unit=ids.unit, role=role, member="x") for role in sorted(CO_LEADS)),
    *(lambda ids, role=role: PostPress(unit=ids.unit, role=role, member=ids.member) for role in sorted(CO_LEADS)),
    lambda ids: RaisePress(what=OnRaise.TO_LEADS, unit=ids.unit),
    lambda ids: RaisePress(what=OnRaise.TO_GUARDIAN, unit=ids.unit),
)
"""Whoever is in a team knows that it is there."""


@dataclass
class Hospital:
    """The ward with one of everything, and people who put buttons together by hand."""

    storage: Database
    folder: Path
    clock: StillClock = field(default_factory=lambda: StillClock(TUESDAY))
    app: App = field(init=False)
    engine: Engine = field(init=False)
    server: ASGIApp = field(init=False)
    count: int = 0
    newest: int = 0

    def __post_init__(self) -> None:
        world = World(storage=self.storage, keys_folder=self.folder / "keys", clock=self.clock)
        self.app, self.engine = App(world), engine_of(self.storage)
        self.server = self.app.graph.web_server().application()

    async def furnish(self) -> Ids:
        roster, page = the_roster({WARD: 6, CLINIC: 2}), a_digest(the_programme().organisation)
        above = replace(page, unit=MEDICINE, recipients=Recipients(readers=frozenset({PersonId(BOSS)})))
        run = {PersonId(RUNS_WARD): WARD, PersonId(RUNS_CLINIC): CLINIC}
        people = {
            **roster.people,
            **{each: replace(roster.people[PersonId(MEMBER)], id=each, name=each) for each in run},
        }
        held = {Membership(person=each, unit=unit, role=Role.ADMINISTRATOR) for each, unit in run.items()}
        addresses: Mapping[PersonId, Address] = {each: address_of(each) for each in people}
        schedule = replace(the_programme().schedules[0], id=ScheduleId("ward-only"), units=(WARD,))
        programme = the_programme(schedules=(*the_programme().schedules, schedule))
        opened = a_round(unit=WARD, opens_at=TUESDAY - timedelta(hours=1))
        pulse = replace(a_pulse(MEMBER, round_=opened), question=next(iter(programme.questions.values())).ref)
        action = Action(
            id=ActionId(short_id("action", "one")),
            unit=WARD,
            raised_by=PersonId(NURSE),
            raised_at=TUESDAY,
            words="A second trolley",
            owner=PersonId(DOCTOR),
            owner_role=Role.MEDICAL_LEAD,
            due=TUESDAY.date(),
            state=ActionState.OPEN,
        )
        prompt = Prompt(
            id=PromptId(short_id("prompt", "one")),
            person=PersonId(NURSE),
            subject=TeamWords(unit=WARD),
            shown_in=DeliveryKey("shown"),
            asked_at=TUESDAY,
        )
        nudge = Nudge(id=NudgeId("nudge-one"), unit=WARD, person=PersonId(CHAMPION), week=WEEK, codes=("1",))
        async with self.storage.writing() as work:
            await work.programmes.save(programme, at=TUESDAY)
            await work.rosters.save(
                replace(roster, people=people, memberships=roster.memberships | held, addresses=addresses), at=TUESDAY
            )
            await freeze(work, [page, *(replace(above, week=week) for week in (WEEK - 1, WEEK))])
            await work.loop.add_flag(FLAG)
            await work.loop.save_action(action)
            await work.comments.add([Comment(id=CommentId("c"), unit=WARD, week=WEEK, words="So.")])
            await work.rounds.claim_many([opened])
            await work.pulses.add([pulse])
            await work.prompts.open(prompt)
            await work.nudges.put([nudge])
        await self.does(NURSE, Typed(text="Too few hands"))
        pressed = re.findall(r'name="press" value="([^"]+)"', (await self.shown(NURSE))["messages"][-1]["html"])
        asked_back = [decode(each) for each in pressed]
        (held_words,) = {each.held for each in asked_back if isinstance(each, HeldWordsPress)}
        await self.does(NURSE, Pressed(intent=RaisePress(what=OnRaise.TO_LEADS, unit=WARD)))
        (note,) = [each.stem for each in self.folder.rglob("*.note")]
        await self.does(RUNS_WARD, Pressed(intent=AdministrationPress(what=OnAdministration.QUIET_WEEK)))
        async with self.storage.reading() as work:
            (form,) = await work.prompts.open_of(PersonId(RUNS_WARD), now=TUESDAY)
        return Ids(
            unit=WARD,
            week=WEEK,
            flag=FLAG.id,
            action=action.id,
            pulse=pulse.id,
            prompt=prompt.id,
            form=form.id,
            held=held_words,
            nudge=nudge.id,
            note=NoteId(note),
            letter="1",
            member=short_id("post", WARD, DOCTOR),
            schedule=about_schedule(schedule.id),
        )

    async def does(self, who: str, event: Event) -> None:
        self.count += 1
        self.clock.advance(seconds=3)  # so many a minute are let in
        update = Inbound(sender=address_of(who), update_id=f"u{self.count}", sequence=self.count, event=event)
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()

    async def shown(self, who: str, *, after: int = 0) -> Mapping[str, Any]:
        """The chat as JSON: its newest change, and what changed since."""
        transport = httpx.ASGITransport(app=self.server)
        async with httpx.AsyncClient(transport=transport, base_url="http://rounds") as browser:
            found: dict[str, Any] = (await browser.get(f"/c/{who}/messages", params={"after": after})).json()
        return found

    async def hears(self, who: str, intent: Intent) -> Sequence[str]:
        """Byte by byte, but for the numbers of the messages."""
        await self.does(who, Pressed(intent=intent))
        told = await self.shown(who, after=self.newest)
        self.newest = told["newest"]
        return [re.sub(r"\d{4,}|data-state=\S+", "", each["html"]) for each in told["messages"]]

    def rows(self) -> Mapping[str, Sequence[str]]:
        with self.engine.connect() as connection:
            return {
                each.name: sorted(map(repr, connection.execute(select(each))))
                for each in tables.metadata.sorted_tables
                if each.name not in TALKS
            }


@pytest.mark.parametrize("who", FORGERS)
async def test_a_forged_press_is_answered_alike_whether_its_id_lives_or_not(
    database: Database, tmp_path: Path, who: str
) -> None:
    hospital = Hospital(database, tmp_path)
    live, dead = await hospital.furnish(), NOBODYS
    before, told = hospital.rows(), dict[str, tuple[Sequence[str], Sequence[str]]]()
    hospital.newest = (await hospital.shown(who))["newest"]
    for forge in (*PERSONAL, *(() if who == COLLEAGUE else OF_UNITS)):
        answers = [await hospital.hears(who, forge(ids)) for ids in (live, dead)]
        told[str(forge(live))] = (answers[0], answers[1])
    silent = {press for press, both in told.items() if not both[0]}
    assert silent == {str(forge(live)) for forge in PERSONAL if BROUGHT in str(forge(live))}, (
        "the machine alone presses it"
    )
    assert {press: both for press, both in told.items() if both[0] != both[1]} == {}
    assert hospital.rows() == before, "and nothing is kept of it"
    hospital.engine.dispose()


def kinds(union: object) -> set[type]:
    return set().union(*(kinds(each) if get_args(each) else {each} for each in get_args(union)))


def test_every_kind_of_press_is_tried() -> None:
    tried = {type(forge(NOBODYS)) for forge in (*PERSONAL, *OF_UNITS)}
    assert tried == kinds(Intent) - WITHOUT_IDS - A_CODE
    assert JoinPress(code="x", what=OnJoin.YES).code, "a code, and no id"
