"""What is offered to people of the budget of attention, and what is noted of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.attention.budget import Counted
from bot.domain.attention.moments import has_paused, moment_at_work
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.wall_clock import week_of
from bot.domain.rota.shifts import PersonRota, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One message that Rounds would start by itself, and the week, on its person's calendar, that it counts in."""

    kind: Counted
    delivery: Delivery
    week: IsoWeek
    is_owner: bool = False
    """Its person has said yes to an action, and is asked about that one."""
    is_held_back: bool = False
    """Its person has paused or stopped, or their own calendar has no moment for it: it counts like any other, so that
    no count tells of it, and does not go out."""

    @property
    def noted(self) -> "Noted":
        return Noted(person=self.delivery.person, week=self.week, kind=self.kind, about=self.delivery.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """That one thing counts in a person's week. Questions are not noted: their rounds know them."""

    person: PersonId
    week: IsoWeek
    kind: Counted
    about: DeliveryKey


def offer_at_work(
    kind: Counted,
    notice: Delivery,
    member: TeamMember,
    *,
    rota: PersonRota | None,
    until: datetime,
    quiet: QuietHours,
    zone: str,
    now: datetime,
    week: IsoWeek | None = None,
    is_owner: bool = False,
) -> Offer | None:
    """A notice to somebody, moved to their first moment at work before `until`; None where their rota has none.

    It counts in the week of its first moment if no other `week` is given. `zone` is that of the person.
    """
    moment = moment_at_work(rota, Span(starts=notice.due_at, ends=until), quiet=quiet, zone=zone)
    if moment is None:
        return None
    at, has_none = moment
    return Offer(
        kind=kind,
        delivery=replace(notice, due_at=at, expires_at=until),
        week=week_of(notice.due_at, zone) if week is None else week,
        is_owner=is_owner,
        is_held_back=has_none or has_paused(member, now),
    )
