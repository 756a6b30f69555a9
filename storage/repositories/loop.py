"""The loop: flags, what leads said to them, actions, and what was told back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, exists, or_, select, update

from bot.domain.follow_up.actions import (
    Action,
    ActionState,
    TeamUpdate,
)
from bot.domain.follow_up.flags import (
    AnsweredFlag,
    Flag,
    FlagReply,
    FlagResponse,
    HelpReply,
    HelpResponse,
)
from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from storage.codecs.json_text import dumps, loads
from storage.repositories.base import Repository
from storage.repositories.queries.remembered import shown_before, start_of
from storage.schema import tables
from storage.schema.tables import (
    flag_replies,
    help_replies,
    loop_actions,
    memberships,
    people,
    told_back,
    told_shown,
)
from storage.sql.columns import UtcDateTime, Week
from storage.sql.statements import (
    add_missing,
    among,
    put,
)
from storage.sql.transaction import AnyRow

_JUDGED = (
    select(tables.flags.c.id, tables.flags.c.kind, tables.flags.c.unit, flag_replies.c.response)
    .outerjoin(flag_replies, flag_replies.c.flag == tables.flags.c.id)
    .where(tables.flags.c.week >= bindparam("since", type_=Week()))
    .order_by(tables.flags.c.week, tables.flags.c.id, flag_replies.c.at, flag_replies.c.response)
)
_UNDER_WAY = (ActionState.PROPOSED.value, ActionState.OPEN.value)
_TOLD_IN = (
    select(told_back)
    .where(among(told_back.c.unit, "units"), told_back.c.at >= bindparam("since", type_=UtcDateTime()))
    .order_by(told_back.c.at, told_back.c.id)
)
_SHOWN_TO = select(told_shown).where(among(told_shown.c.person, "people"))
_PLACE = (
    update(loop_actions)
    .where(loop_actions.c.id == bindparam("moved"))
    .values(unit=bindparam("now_in"), came_through=bindparam("path"))
)


class StoredLoop(Repository):
    __slots__ = ()

    async def add_flag(self, flag: Flag) -> None:
        await self._transaction.run(
            add_missing(tables.flags, self._transaction.dialect),
            {
                "id": flag.id,
                "unit": flag.unit,
                "week": flag.week,
                "kind": flag.kind.value,
            },
        )

    async def flag(self, flag: FlagId) -> Flag | None:
        row = await self._transaction.row(select(tables.flags).where(tables.flags.c.id == flag))
        return None if row is None else _flag(row)

    async def flags(self, units: Collection[UnitId], since: IsoWeek) -> Sequence[Flag]:
        raised = tables.flags.c
        rows = await self._transaction.rows(
            select(tables.flags)
            .where(among(raised.unit, units), raised.week >= since)
            .order_by(raised.week, raised.unit, raised.id)
        )
        return [_flag(row) for row in rows]

    async def judged(self, since: IsoWeek) -> Sequence[AnsweredFlag]:
        rows = await self._transaction.rows(_JUDGED, {"since": since})
        newest: dict[str, AnsweredFlag] = {}
        for flag, kind, unit, response in rows:  # the newest reply to each flag comes last and stands
            newest[flag] = AnsweredFlag(
                kind=FlagKind(kind), unit=unit, response=FlagResponse(response) if response else None
            )
        return list(newest.values())

    async def put_reply(self, reply: FlagReply) -> bool:
        said = flag_replies.c
        replaced = [each.value for each in FlagResponse if reply.response.replaces(each)]
        await self._transaction.run(
            delete(flag_replies).where(
                said.flag == reply.flag, said.person == reply.person, said.response.in_(replaced)
            )
        )
        added = await self._transaction.count(
            add_missing(flag_replies, self._transaction.dialect),
            {
                "flag": reply.flag,
                "person": reply.person,
                "response": reply.response.value,
                "at": reply.at,
                "words": reply.words,
            },
        )
        return added == 1

    async def set_reply_words(self, reply: FlagReply) -> None:
        said = flag_replies.c
        await self._transaction.run(
            update(flag_replies)
            .where(said.flag == reply.flag, said.person == reply.person, said.response == reply.response.value)
            .values(words=reply.words)
        )

    async def replies(self, flag: FlagId) -> Sequence[FlagReply]:
        return (await self.replies_to([flag])).get(flag, [])

    async def replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[FlagReply]]:
        said = flag_replies.c
        rows = await self._transaction.rows(
            select(flag_replies).where(among(said.flag, flags)).order_by(said.at, said.person, said.response)
        )
        replies: dict[FlagId, list[FlagReply]] = defaultdict(list)
        for row in rows:
            replies[row.flag].append(
                FlagReply(
                    flag=row.flag, person=row.person, response=FlagResponse(row.response), at=row.at, words=row.words
                )
            )
        return dict(replies)

    async def put_help_reply(self, reply: HelpReply) -> None:
        await self._transaction.run(
            put(help_replies, self._transaction.dialect),
            {
                "flag": reply.flag,
                "person": reply.person,
                "role": reply.role.value,
                "response": reply.response.value,
                "at": reply.at,
                "words": reply.words,
            },
        )

    async def help_replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[HelpReply]]:
        said = help_replies.c
        rows = await self._transaction.rows(
            select(help_replies).where(among(said.flag, flags)).order_by(said.at, said.person)
        )
        replies: dict[FlagId, list[HelpReply]] = defaultdict(list)
        for row in rows:
            replies[row.flag].append(
                HelpReply(
                    flag=row.flag,
                    person=row.person,
                    role=Role(row.role),
                    response=HelpResponse(row.response),
                    at=row.at,
                    words=row.words,
                )
            )
        return dict(replies)

    async def save_action(self, action: Action) -> None:
        await self._transaction.run(
            put(loop_actions, self._transaction.dialect),
            {
                "id": action.id,
                "unit": action.unit,
                "raised_by": action.raised_by,
                "raised_at": action.raised_at,
                "words": action.words,
                "owner": action.owner,
                "owner_role": action.owner_role and action.owner_role.value,
                "due": action.due,
                "state": action.state.value,
                "flag": action.flag,
                "told_at": action.told_at,
                "told_words": action.told_words,
                "closed_at": action.closed_at,
                "owned_at": action.owned_at,
                "first_told_at": action.first_told_at,
                "cannot": action.cannot,
                "came_through": dumps(action.moved_from),
                "step": action.step,
            },
        )

    async def action(self, action: ActionId) -> Action | None:
        row = await self._transaction.row(select(loop_actions).where(loop_actions.c.id == action))
        return None if row is None else _action(row)

    async def open_actions(self, units: Collection[UnitId]) -> Sequence[Action]:
        rows = await self._transaction.rows(
            select(loop_actions)
            .where(
                among(loop_actions.c.unit, units),
                loop_actions.c.state.in_(_UNDER_WAY),
            )
            .order_by(loop_actions.c.raised_at, loop_actions.c.id)
        )
        return [_action(row) for row in rows]

    async def unowned_actions(self, today: date) -> Sequence[Action]:
        standing = exists().where(
            memberships.c.person == loop_actions.c.owner,
            memberships.c.unit == loop_actions.c.unit,
            memberships.c.until.is_(None),
            people.c.id == memberships.c.person,
            or_(people.c.ends.is_(None), people.c.ends >= today),
        )
        rows = await self._transaction.rows(
            select(loop_actions)
            .where(loop_actions.c.owner.is_not(None), loop_actions.c.state.in_(_UNDER_WAY), ~standing)
            .order_by(loop_actions.c.unit, loop_actions.c.raised_at, loop_actions.c.id)
        )
        return [_action(row) for row in rows]

    async def done_between(self, first: datetime, end: datetime) -> Sequence[Action]:
        rows = await self._transaction.rows(
            select(loop_actions)
            .where(
                loop_actions.c.state == ActionState.CLOSED.value,
                ~loop_actions.c.cannot,
                loop_actions.c.closed_at >= first,
                loop_actions.c.closed_at < end,
            )
            .order_by(loop_actions.c.closed_at, loop_actions.c.id)
        )
        return [_action(row) for row in rows]

    async def actions(self, wanted: Collection[ActionId]) -> Mapping[ActionId, Action]:
        if not wanted:
            return {}
        rows = await self._transaction.rows(select(loop_actions).where(among(loop_actions.c.id, wanted)))
        return {row.id: _action(row) for row in rows}

    async def move_actions(self, unit: UnitId, into: UnitId) -> None:
        rows = await self._transaction.rows(select(loop_actions).where(loop_actions.c.unit == unit).with_for_update())
        await self._put_places([_action(row).moved_into(into) for row in rows])

    async def give_back_actions(self, unit: UnitId) -> None:
        moved = select(loop_actions).where(loop_actions.c.came_through != dumps([])).with_for_update()
        actions = map(_action, await self._transaction.rows(moved))
        await self._put_places([each.given_back_to(unit) for each in actions if unit in each.moved_from])

    async def _put_places(self, actions: Sequence[Action]) -> None:
        """Nothing else of them: whoever follows one meanwhile loses nothing."""
        placed = [{"moved": each.id, "now_in": each.unit, "path": dumps(each.moved_from)} for each in actions]
        await self._transaction.write(_PLACE, placed)

    async def closed_actions(self, units: Collection[UnitId], since: datetime) -> Sequence[Action]:
        rows = await self._transaction.rows(
            select(loop_actions)
            .where(
                among(loop_actions.c.unit, units),
                loop_actions.c.state == ActionState.CLOSED.value,
                loop_actions.c.closed_at >= since,
            )
            .order_by(loop_actions.c.closed_at, loop_actions.c.id)
        )
        return [_action(row) for row in rows]

    async def add_told(self, told: TeamUpdate) -> None:
        await self._transaction.run(
            add_missing(told_back, self._transaction.dialect),
            {"id": told.id, "unit": told.unit, "words": told.words, "at": told.at},
        )

    async def news(
        self, wanted: Collection[tuple[PersonId, UnitId]], *, since: IsoWeek
    ) -> Mapping[tuple[PersonId, UnitId], TeamUpdate]:
        if not wanted:
            return {}
        told = await self._transaction.rows(
            _TOLD_IN, {"units": list({unit for _, unit in wanted}), "since": start_of(since)}
        )
        if not told:
            return {}
        seen = await self._transaction.rows(_SHOWN_TO, {"people": list({person for person, _ in wanted})})
        shown = {(row.person, row.told) for row in seen}
        team: dict[UnitId, list[PersonId]] = defaultdict(list)
        for person, unit in wanted:
            team[unit].append(person)
        return {
            (person, row.unit): _told(row)
            for row in told  # oldest first, so that the newest that was not shown stands in the end
            for person in team[row.unit]
            if (person, row.id) not in shown
        }

    async def mark_shown(self, person: PersonId, told: str) -> None:
        await self._transaction.run(
            add_missing(told_shown, self._transaction.dialect), {"person": person, "told": told}
        )

    async def forget_shown(self, people: Collection[PersonId]) -> None:
        await self._transaction.run(delete(told_shown).where(among(told_shown.c.person, people)))

    async def forget_shown_before(self, week: IsoWeek) -> None:
        await self._transaction.run(delete(told_shown).where(shown_before(week)))


def _flag(row: AnyRow) -> Flag:
    return Flag(
        id=row.id,
        unit=row.unit,
        week=row.week,
        kind=FlagKind(row.kind),
    )


def _action(row: AnyRow) -> Action:
    return Action(
        id=row.id,
        unit=row.unit,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        words=row.words,
        owner=row.owner,
        owner_role=Role(row.owner_role) if row.owner_role else None,
        due=row.due,
        state=ActionState(row.state),
        flag=row.flag,
        told_at=row.told_at,
        told_words=row.told_words,
        closed_at=row.closed_at,
        owned_at=row.owned_at,
        first_told_at=row.first_told_at,
        cannot=row.cannot,
        moved_from=tuple(loads(row.came_through)),
        step=row.step,
    )


def _told(row: AnyRow) -> TeamUpdate:
    return TeamUpdate(id=row.id, unit=row.unit, words=row.words, at=row.at)
