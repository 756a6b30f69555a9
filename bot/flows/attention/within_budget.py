"""What of all that Rounds would start by itself fits into people's weeks: noted in the transaction that puts it out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bot.domain.attention.budget import Counted, WeekAllowance, admit
from bot.domain.attention.offers import Offer
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.programme.programme import Budget
from bot.ports import UnitOfWork

_ORDER = list(Counted)


async def within_budget(
    work: UnitOfWork, offers: Sequence[Offer], memberships: Mapping[PersonId, Sequence[TeamMember]], budget: Budget
) -> list[Delivery]:
    """Those that go out; the others are dropped. `memberships`: all of everybody to whom something is offered.

    The most important first, and of one kind as they are given. What counts already, since it was put out before, is
    not put out again; and nothing goes out to whoever is being erased.
    """
    if not offers:
        return []
    await work.attention.hold()
    there = await work.rosters.hold({offer.delivery.person for offer in offers})
    offers = [offer for offer in offers if offer.delivery.person in there]
    known, used = await _used(work, offers)
    out: list[Delivery] = []
    noted = []
    for offer in sorted(offers, key=lambda each: _ORDER.index(each.kind)):
        person, about = offer.delivery.person, offer.delivery.key
        roles = frozenset[Role]().union(*(each.roles for each in memberships.get(person, ())))
        theirs = used[person, offer.week]
        allowance = WeekAllowance.of(roles, questions_per_week=budget.questions_per_week, is_owner=offer.is_owner)
        if about in known or not admit(offer.kind, theirs, allowance):
            continue
        known.add(about)
        theirs[offer.kind] += 1
        noted.append(offer.noted)
        if not offer.is_held_back:
            out.append(offer.delivery)
    await work.attention.note(noted)
    return out


async def _used(
    work: UnitOfWork, offers: Sequence[Offer]
) -> tuple[set[DeliveryKey], dict[tuple[PersonId, IsoWeek], Counter[Counted]]]:
    """What counts already: for which deliveries, and how much of it in each person's week, questions included."""
    people: dict[IsoWeek, list[PersonId]] = defaultdict(list)
    for offer in offers:
        people[offer.week].append(offer.delivery.person)
    known: set[DeliveryKey] = set()
    used: dict[tuple[PersonId, IsoWeek], Counter[Counted]] = defaultdict(Counter)
    for week, theirs in people.items():
        for person, planned in (await work.pulses.planned_in(week, theirs)).items():
            used[person, week][Counted.QUESTION] = sum(planned.values())
        for each in await work.attention.noted(week, theirs):
            known.add(each.about)
            used[each.person, week][each.kind] += 1
    return known, used
