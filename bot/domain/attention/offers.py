"""What is offered to people of the budget of attention, and what is noted of it."""

from dataclasses import dataclass

from bot.domain.attention.budget import Counted
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery


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
