"""A unit's sealed workings of the running block: what was said, by person and kind of question, and the score habits.

They are written only sealed and go with their key. As with the unit's state, those before the newest week are kept
beside it (`resumable`). Their length depends on who is on the list alone, never on who answered.
"""

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from struct import Struct
from typing import Any, NewType

from bot.domain.answers.answer_sums import AnswerSum, PersonSums, added
from bot.domain.batches import batches
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.engagement import ItemDifficulty, ScoredAnswer
from bot.domain.indicators.packed_habits import NO_SCORE_HABITS, PackedScoreHabits
from bot.domain.indicators.score_kinds import COUPLINGS, ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.quarters import Block

PackedSums = NewType("PackedSums", bytes)
"""The sums of one unit as bytes, since those of all units at once would take much room."""
PackedBlock = NewType("PackedBlock", bytes)
"""`PackedSums` without the detector's habits, which come later."""
NOTHING = PackedSums(b"null")
NO_BLOCK = PackedBlock(b'"block":null')
CROSSES_FROM = 30
"""People who must stand behind a question's sum in a block for it to go on under the next one's key."""
Sums = Mapping[str, tuple[int, float]]
"""Number and sum on 0-10 by question, of the organisation."""
KINDS = tuple(ScoreKind)
_BETWEEN = b",\n"
_WEEK = b'{"week":'
_write = json.JSONEncoder(separators=(",", ":")).encode
_BEFORE_KINDS, _EACH_KIND = 2, 3
"""Columns of a person's row."""
_FORMS = 1
"""The column that says of which forms of coupling the person was asked as a co-lead."""
_ASKED = 3
"""The column of a week that says of which kinds a question was put."""
_ALL_PLACES = (1 << len(KINDS)) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWeek:
    """One closed week of a team that has a released participation cell."""

    week: IsoWeek
    atom: tuple[UnitId, ...]
    """The teams that are counted together."""
    most: int
    """The upper end of the cell's band."""
    within: frozenset[PersonId]
    """The team's own colleagues within reach."""
    asked: Mapping[ScoreKind, frozenset[PersonId]]
    """To whom of them a question of each kind was put."""
    of_two_answers: frozenset[ScoreKind] = frozenset()
    """Kinds with a question that takes two answers only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSums:
    """Sums at the end of `week`, for the block that it lies in."""

    week: IsoWeek
    weeks: tuple[CellWeek, ...] = ()
    given: Mapping[ScoreKind, PersonSums] = field(default_factory=dict)
    """What colleagues said in these weeks, and co-leads to the questions about coupling."""
    led: Mapping[ScoreKind, frozenset[PersonId]] = field(default_factory=dict)
    """Co-leads within reach of each form of coupling."""
    habits: PackedScoreHabits = NO_SCORE_HABITS
    """The detector's own state on the score side."""

    def moved_to(self, week: IsoWeek, *, block: Block | None) -> "BlockSums":
        """The same sums in a later week of `block`; without those of an earlier block that ended unseen."""
        if block is not None and self.week < block.first:
            return BlockSums(week=week, habits=self.habits)
        return replace(self, week=week)

    def with_week(self, week: CellWeek, answers: Iterable[ScoredAnswer]) -> "BlockSums":
        """A week with its cell, and what colleagues within reach have said in it."""
        given = [answer for answer in answers if answer.person in week.asked.get(answer.kind, ())]
        return replace(self, weeks=(*self.weeks, week), given=_with(self.given, given))

    def with_co_leads(
        self, asked: Mapping[ScoreKind, frozenset[PersonId]], answers: Iterable[ScoredAnswer]
    ) -> "BlockSums":
        led = {kind: self.led.get(kind, frozenset()) | asked.get(kind, frozenset()) for kind in asked.keys() | self.led}
        given = [answer for answer in answers if answer.person in led.get(answer.kind, ())]
        return replace(self, led=led, given=_with(self.given, given))

    def packed(self, listed: Collection[PersonId]) -> PackedBlock:
        """`listed` are all who are on the team's list: whoever has said nothing takes as much room as the others."""
        people = frozenset(listed).union(
            *(week.within for week in self.weeks), *self.given.values(), *self.led.values()
        )
        kinds = _places({kind for week in self.weeks for kind in week.asked} | self.led.keys())
        form = _form(kinds.bit_count())
        rows = self._rows(sorted(people), _kinds(kinds))
        plain = {
            "weeks": [
                [week.week.index, week.atom, week.most, _places(week.asked), _places(week.of_two_answers)]
                for week in self.weeks
            ],
            "kinds": kinds,
            "people": list(rows),
            "sums": b64encode(b"".join([form.pack(*row) for row in rows.values()])).decode(),
        }
        return PackedBlock(f'"block":{_write(plain)}'.encode())

    def _rows(self, people: Sequence[PersonId], kinds: Sequence[ScoreKind]) -> Mapping[PersonId, list[int]]:
        """Weeks within reach and forms of coupling asked as a co-lead, as bits; then of each kind the weeks in which it
        was asked, and number and sum of answers."""
        rows = {person: [0] * (_BEFORE_KINDS + _EACH_KIND * len(kinds)) for person in people}
        place = {kind: _BEFORE_KINDS + _EACH_KIND * at for at, kind in enumerate(kinds)}
        for at, week in enumerate(self.weeks):
            for person in week.within:
                rows[person][0] |= 1 << at
            for kind, asked in week.asked.items():
                for person in asked:
                    rows[person][place[kind]] |= 1 << at
        for at, kind in enumerate(COUPLINGS):
            for person in self.led.get(kind, ()):
                rows[person][1] |= 1 << at
        for kind in place.keys() & self.given.keys():
            for person, own in self.given[kind].items():
                rows[person][place[kind] + 1 : place[kind] + _EACH_KIND] = own.answers, own.thirds
        return rows


@lru_cache(maxsize=len(KINDS) + 1)
def _form(kinds: int) -> Struct:
    return Struct(f"<HB{'HBH' * kinds}")


def _with(given: Mapping[ScoreKind, PersonSums], answers: Iterable[ScoredAnswer]) -> Mapping[ScoreKind, PersonSums]:
    now: dict[ScoreKind, dict[PersonId, AnswerSum]] = {}
    for answer in answers:
        own, person = now.setdefault(answer.kind, {}), PersonId(str(answer.person))
        said = AnswerSum.of(answer.value)
        own[person] = own[person] + said if person in own else said
    return {**given, **{kind: added((given.get(kind, {}), own)) for kind, own in now.items()}}


def _places(kinds: Iterable[ScoreKind]) -> int:
    return sum(1 << KINDS.index(kind) for kind in kinds)


@lru_cache(maxsize=1024)  # thousands of teams are asked the same
def _kinds(places: int) -> tuple[ScoreKind, ...]:
    return tuple(kind for at, kind in enumerate(KINDS) if places >> at & 1)


def unpack(packed: PackedSums, *, closing: IsoWeek) -> BlockSums:
    """The sums that `before_closing` found; empty ones where there were none, or an earlier version wrote them."""
    if packed == NOTHING:
        return BlockSums(week=closing - 1)
    plain = json.loads(packed)
    sums = BlockSums(week=IsoWeek.from_index(plain["week"]), habits=PackedScoreHabits(b64decode(plain["habits"])))
    return sums if plain.get("block") is None else _with_block(sums, plain["block"])


def habits_in(packed: PackedSums) -> PackedScoreHabits:
    """What the detector remembers in them; what people said is not looked at, and takes ten times as long."""
    return NO_SCORE_HABITS if packed == NOTHING else PackedScoreHabits(b64decode(json.loads(packed)["habits"]))


def unpack_block(packed: PackedBlock, *, week: IsoWeek, of: Collection[ScoreKind] = KINDS) -> BlockSums:
    """A block that ended with `week`, without the detector's habits: the weeks in which a question of one of these
    kinds was put, and what was said to them."""
    return _with_block(BlockSums(week=week), json.loads(b"{%b}" % packed)["block"], of=of)


def unpack_co_leads(packed: PackedBlock, *, week: IsoWeek) -> BlockSums:
    """What a block that ended with `week` holds of co-leads who were asked about coupling, and nothing of others."""
    plain = json.loads(b"{%b}" % packed)["block"]
    form = _form(plain["kinds"].bit_count())
    rows = form.iter_unpack(b64decode(plain["sums"]))
    leads = {person: row for person, row in zip(plain["people"], rows, strict=True) if row[_FORMS]}
    if not leads:  # as in most teams
        return BlockSums(week=week)
    of_leads = {"people": list(leads), "sums": b64encode(b"".join(form.pack(*row) for row in leads.values()))}
    return _with_block(BlockSums(week=week), {**plain, **of_leads, "weeks": []})


def _with_block(sums: BlockSums, plain: Mapping[str, Any], *, of: Collection[ScoreKind] = KINDS) -> BlockSums:
    people: Sequence[PersonId] = plain["people"]
    kinds = _kinds(plain["kinds"])
    rows = list(_form(len(kinds)).iter_unpack(b64decode(plain["sums"])))
    if len(rows) != len(people):
        raise ValueError("sums are kept of everybody who is named")
    within, forms, *each = zip(*rows, strict=True) if rows else [()] * (_BEFORE_KINDS + _EACH_KIND * len(kinds))
    of_kinds = dict(zip(kinds, batches(each, _EACH_KIND), strict=True))
    wanted = _places(of)
    weeks = [(at, week) for at, week in enumerate(plain["weeks"]) if wanted == _ALL_PLACES or week[_ASKED] & wanted]
    asked_in = {week[_ASKED]: _kinds(week[_ASKED]) for _, week in weeks}
    columns = {within, *(of_kinds[kind][0] for asked in asked_in.values() for kind in asked)} if weeks else ()
    bits = [at for at, _ in weeks]
    marked = {column: _marked(people, column, bits) for column in columns}  # mostly one: who is reached is asked
    led = dict(zip(COUPLINGS, _marked(people, forms, range(len(COUPLINGS))), strict=True)) if any(forms) else {}
    given = {
        kind: {
            person: _said(answers, thirds)
            for person, answers, thirds in zip(people, of_kind[1], of_kind[2], strict=True)
            if answers
        }
        for kind, of_kind in of_kinds.items()
        if kind in of
    }
    return BlockSums(
        week=sums.week,
        weeks=tuple(
            [
                CellWeek(
                    week=IsoWeek.from_index(week),
                    atom=tuple([UnitId(team) for team in atom]),
                    most=most,
                    within=marked[within][place],
                    asked={kind: marked[of_kinds[kind][0]][place] for kind in asked_in[asked]},
                    of_two_answers=frozenset(_kinds(two)),
                )
                for place, (_, (week, atom, most, asked, two)) in enumerate(weeks)
            ]
        ),
        given={kind: of_people for kind, of_people in given.items() if of_people},
        led={kind: leads for kind, leads in led.items() if leads},
        habits=sums.habits,
    )


def _marked(people: Sequence[PersonId], column: Sequence[int], bits: Iterable[int]) -> Sequence[frozenset[PersonId]]:
    """Of each of these bits of a column the people in whose rows it is set."""
    return [frozenset([person for person, own in zip(people, column, strict=True) if own >> bit & 1]) for bit in bits]


@lru_cache(maxsize=1024)  # nearly everybody has said one of a few things
def _said(answers: int, thirds: int) -> AnswerSum:
    return AnswerSum(answers=answers, thirds=thirds)


def pack(week: IsoWeek, *, block: PackedBlock, habits: PackedScoreHabits) -> PackedSums:
    return PackedSums(b'{"week":%d,%b,"habits":"%b"}' % (week.index, block, b64encode(habits)))


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
    crossed: Sums = field(default_factory=dict)
    """What of `items` has come from earlier blocks."""
    people: Mapping[str, int] = field(default_factory=dict)
    """The most people who answered a question in one week of this block: so many stand behind its part at least."""

    def with_answers(self, week: IsoWeek, answers: Iterable[ScoredAnswer]) -> "ItemSums":
        items, heard = dict(self.items), defaultdict[str, set[object]](set)
        for answer in answers:
            count, total = items.get(answer.question, (0, 0.0))
            items[answer.question] = (count + 1, total + answer.value)
            heard[answer.question].add(answer.person)
        people = dict(self.people)
        for key, these in heard.items():
            people[key] = max(people.get(key, 0), len(these))
        return replace(self, week=week, items=items, people=people)

    def crossing(self) -> "ItemSums":
        """What goes on under the key of the next block: the block's part of a question only from thirty people."""
        kept = {
            key: sums if self.people.get(key, 0) >= CROSSES_FROM else self.crossed[key]
            for key, sums in self.items.items()
            if self.people.get(key, 0) >= CROSSES_FROM or key in self.crossed
        }
        return ItemSums(week=self.week, items=kept, crossed=kept)

    @property
    def difficulty(self) -> ItemDifficulty:
        return ItemDifficulty.from_tallies(dict(self.items))


def pack_items(now: ItemSums, before: ItemSums) -> bytes:
    """Both sums as bytes."""
    return json.dumps([[each.week.index, each.items, each.crossed, each.people] for each in (now, before)]).encode()


def unpack_items(stored: bytes, *, closing: IsoWeek) -> ItemSums:
    """The sums from which a week is closed, even if it had been closed halfway."""
    for week, items, *others in json.loads(stored):
        if IsoWeek.from_index(week) < closing:
            # Older bodies do not say how many people answered; their quarter ends under the rule of its time.
            crossed, people = others or ({}, {key: count for key, (count, _) in items.items()})
            return ItemSums(week=IsoWeek.from_index(week), items=_sums(items), crossed=_sums(crossed), people=people)
    return ItemSums(week=closing - 1)


def _sums(plain: Mapping[str, tuple[int, float]]) -> Sums:
    return {key: (int(count), float(total)) for key, (count, total) in plain.items()}
