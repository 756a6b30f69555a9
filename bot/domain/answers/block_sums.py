"""A unit's sealed workings of the running epoch: sums of the running block by person, and the score habits.

They are written only sealed under the epoch's key and go with it. As with the unit's state, those before the newest
week are kept beside it (`resumable`).
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import NewType

from bot.domain.answers.epochs import Block
from bot.domain.answers.score_request import ScoreRequest
from bot.domain.identifiers import PersonId
from bot.domain.indicators.engagement import ANSWER_SD, PERSON_SD, ItemDifficulty, ScoredAnswer
from bot.domain.indicators.packed_habits import NO_SCORE_HABITS, PackedScoreHabits
from bot.domain.iso_weeks import IsoWeek

PackedSums = NewType("PackedSums", bytes)
"""The sums of one unit as bytes, since those of all units at once would take much room."""
PackedPeople = NewType("PackedPeople", bytes)
"""The people's part of `PackedSums`; the detector's habits come later."""
NOTHING = PackedSums(b"null")
NOBODY = PackedPeople(b'"people":{}')
OVERALL = ""
"""The dimension of all answers together."""
Sums = Mapping[str, tuple[int, float]]
"""Number and sum on 0-10 by dimension (or by question, for the organisation)."""


_BETWEEN = b",\n"
_WEEK = b'{"week":'
_write = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSums:
    """Sums at the end of `week`, for the block that it lies in."""

    week: IsoWeek
    people: Mapping[PersonId, Sums] = field(default_factory=dict)
    habits: PackedScoreHabits = NO_SCORE_HABITS
    """The detector's own state on the score side."""

    def moved_to(self, week: IsoWeek, *, block: Block | None) -> "BlockSums":
        """The same sums in a later week of `block`; without those of an earlier block that ended unseen."""
        if block is not None and self.week < block.first:
            return BlockSums(week=week, habits=self.habits)
        return replace(self, week=week)

    def with_answers(self, answers: Iterable[ScoredAnswer], difficulty: ItemDifficulty) -> "BlockSums":
        """This week's answers entered, item difficulty taken out."""
        people: dict[PersonId, Sums] = dict(self.people)
        own_now: dict[PersonId, dict[str, tuple[int, float]]] = {}
        for answer in answers:
            value, person = difficulty.adjust(answer), PersonId(str(answer.person))
            own = own_now.get(person)
            if own is None:
                own = people[person] = own_now[person] = dict(self.people.get(person, {}))
            for dimension in (OVERALL, *answer.dimensions):
                count, total = own.get(dimension, (0, 0.0))
                own[dimension] = (count + 1, total + value)
        return replace(self, people=people)

    def request(self, *, heard: frozenset[PersonId], heard_before: frozenset[PersonId]) -> ScoreRequest:
        """What the block asks the gate to show. Each person weighs by the precision of their own mean."""
        weighted, precision = self._weighed(OVERALL)
        people = frozenset(self.people)
        return ScoreRequest(
            people=people,
            heard=heard | people,
            heard_before=heard_before,
            weighted=weighted,
            precision=precision,
        )

    @property
    def packed_people(self) -> PackedPeople:
        return PackedPeople(f'"people":{_write(self.people)}'.encode())

    def dimensions(self, *, minimum: int) -> dict[str, float]:
        """Mean on 0-10 of every dimension on which enough people were heard, for the snapshot of a shown block."""
        found: dict[str, float] = {}
        for dimension in sorted({name for sums in self.people.values() for name in sums if name != OVERALL}):
            if sum(dimension in sums for sums in self.people.values()) >= minimum:
                weighted, precision = self._weighed(dimension)
                found[dimension] = round(weighted / precision * 2) / 2
        return found

    @property
    def means(self) -> list[float]:
        """Each person's mean, for the organisation's own."""
        return [sums[OVERALL][1] / sums[OVERALL][0] for sums in self.people.values()]

    def _weighed(self, dimension: str) -> tuple[float, float]:
        """Sums of mean times weight and of weights, by each mean's precision; sorted, so that they are reproducible."""
        per_person = [sums[dimension] for sums in self.people.values() if dimension in sums]
        weights = [1 / (PERSON_SD**2 + ANSWER_SD**2 / count) for count, _ in per_person]
        parts = [total / count * weight for (count, total), weight in zip(per_person, weights, strict=True)]
        return sum(sorted(parts)), sum(sorted(weights))


def organisation_mean(means: Sequence[float]) -> float:
    """The mean of all people's means on 0-10; the middle of the scale without any."""
    return fmean(means) if means else 5.0


def unpack(packed: PackedSums, *, closing: IsoWeek) -> BlockSums:
    """The sums that `before_closing` found; empty ones where there were none."""
    if packed == NOTHING:
        return BlockSums(week=closing - 1)
    plain = json.loads(packed)
    return BlockSums(
        week=IsoWeek.from_index(plain["week"]),
        people={
            person: {name: (count, total) for name, (count, total) in own.items()}
            for person, own in plain["people"].items()
        },
        habits=PackedScoreHabits(b64decode(plain["habits"])),
    )


def pack(week: IsoWeek, *, people: PackedPeople, habits: PackedScoreHabits) -> PackedSums:
    return PackedSums(b'{"week":%d,%b,"habits":"%b"}' % (week.index, people, b64encode(habits)))


def resumable(now: PackedSums, before: PackedSums) -> bytes:
    """The body that is sealed: the sums after a week, and those that it was closed from.

    A week that was interrupted is closed again from the same start. Both begin with their week and hold no line break,
    so that they are told apart, and the older ones are copied, without reading them.
    """
    return b"[" + now + _BETWEEN + before + b"]"


def before_closing(body: bytes, *, closing: IsoWeek) -> PackedSums:
    """The sums from which a week is closed, even if it had been closed halfway; `NOTHING` where there were none."""
    now, _, before = body[1:-1].partition(_BETWEEN)
    if not before:  # an older body, without the line break
        now, before = (_write(each).encode() for each in json.loads(body))
    if not now.startswith(_WEEK):
        raise ValueError("sums begin with their week")
    week = int(now[len(_WEEK) : now.index(b",")])
    return PackedSums(now if week < closing.index else before)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSums:
    """How often each question version was answered in the organisation and with what sum, at the end of `week`."""

    week: IsoWeek
    items: Sums = field(default_factory=dict)

    def with_answers(self, week: IsoWeek, answers: Iterable[ScoredAnswer]) -> "ItemSums":
        items = dict(self.items)
        for answer in answers:
            count, total = items.get(answer.question, (0, 0.0))
            items[answer.question] = (count + 1, total + answer.value)
        return ItemSums(week=week, items=items)

    def crossing(self, *, minimum: int) -> "ItemSums":
        """What may cross the close of an epoch: questions that at least `minimum` answers stand behind."""
        return ItemSums(week=self.week, items={key: sums for key, sums in self.items.items() if sums[0] >= minimum})

    @property
    def difficulty(self) -> ItemDifficulty:
        return ItemDifficulty.from_tallies(dict(self.items))


def pack_items(now: ItemSums, before: ItemSums) -> bytes:
    """Both sums as bytes."""
    return json.dumps(
        [[each.week.index, {k: list(v) for k, v in each.items.items()}] for each in (now, before)]
    ).encode()


def unpack_items(stored: bytes, *, closing: IsoWeek) -> ItemSums:
    """The sums from which a week is closed, even if it had been closed halfway."""
    for week, items in json.loads(stored):
        if IsoWeek.from_index(week) < closing:
            return ItemSums(
                week=IsoWeek.from_index(week),
                items={key: (int(count), float(total)) for key, (count, total) in items.items()},
            )
    return ItemSums(week=closing - 1)
