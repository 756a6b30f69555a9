"""An action whose owner has left comes back to whoever answers for it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.digest_facts import role_words
from bot.domain.digests.redrawn.action_text import owner_rows
from bot.domain.follow_up.actions import Action, ActionState, accountable_for
from bot.domain.messaging.buttons import ActionPress, OnAction
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import ActionReturned, follow_up_key
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.flows.epochs.put_out import put_out
from bot.ports import Storage

LOOK_AGAIN: Final = timedelta(hours=1)


class ReturnActions:
    """Once an hour: whatever is owned by somebody who has left the team, or was proposed to them, is given to the one
    who answers for it, who is told and may ask somebody else. Without anybody who leads the team it stays as it is.

    Lists alone decide, so that nothing is told of who has joined or asked to be forgotten.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked: datetime | None = None

    async def __call__(self, *, now: datetime) -> int:
        """How many came back."""
        if self._looked is not None and self._looked <= now < self._looked + LOOK_AGAIN:
            return 0
        self._looked = now
        async with self._storage.reading() as work:
            unowned = await work.loop.unowned_actions(now.date())
        if not unowned:
            return 0
        count = 0
        async with self._storage.writing() as work:
            programme = await work.programmes.current()
            for unit, actions in groupby(await work.loop.unowned_actions(now.date()), key=lambda each: each.unit):
                if programme is None or unit not in programme.organisation:
                    continue
                organisation = programme.organisation
                team = (await work.rosters.team([unit])).get(unit, ())
                zone = organisation.zone_of(unit)
                today = local_date(now, zone)
                listed = {each.person.id for each in team if each.person.is_listed(today)}
                there = await work.rosters.hold({each.person.id for each in team})
                here = [each for each in team if each.person.id in there]
                told: list[Delivery] = []
                for action in actions:
                    accountable = accountable_for(action, here, today=today)
                    if accountable is None or action.owner in listed:  # it may still be the day before in their zone
                        continue
                    returned, count = returned_to(accountable, action), count + 1
                    await work.loop.save_action(returned)
                    message = returned_message(
                        returned,
                        was=action.owner_role,
                        unit_name=organisation.unit(unit).name,
                        team=team,
                        locale=organisation.locale_for(accountable.person, [unit]),
                        today=today,
                    )
                    event = ActionReturned(action=action.id, at=now)
                    key = follow_up_key(event, accountable.person.id)
                    told.append(notice_to(accountable, message, key=key, at=now, quiet=programme.quiet, zone=zone))
                await put_out(work, told)
        return count


def returned_to(accountable: TeamMember, action: Action) -> Action:
    """Whoever answers for it owns it now; what was proposed waits for their yes."""
    return replace(action, owner=accountable.person.id, owner_role=leading_role(accountable.roles))


def returned_message(
    action: Action, *, was: Role | None, unit_name: str, team: Collection[TeamMember], locale: str, today: date
) -> Message:
    """That an action has come back, and who could be asked; `was`: as what its last owner owned it."""

    def button(name: str, what: OnAction) -> Button:
        return Button(label=say(name, locale), intent=ActionPress(action=action.id, what=what))

    is_open = action.state is ActionState.OPEN
    first = button("loop-button-done", OnAction.CLOSE) if is_open else button("loop-button-take", OnAction.ACCEPT)
    role = role_words(was or Role.CHAMPION, locale)
    said = Quote(words=action.words), say("loop-action_returned", locale, unit=unit_name, role=role)
    rows = ((first,), *owner_rows(action, team, locale, today=today))
    return message_of(MessageKind.ACTION_NEWS, locale, said, buttons=rows, unit_name=unit_name)
