"""What people wrote in a block that has ended, told to their team: opened, guarded once more, and shuffled.

Nothing that is written leads back: a comment gets an id of chance, and neither person, question nor moment. The sealed
originals stay until the key of their block is destroyed, like all answers of these weeks.
"""

import asyncio
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers.answer_body import TEXT_GIVEN, unpack
from bot.domain.batches import batches
from bot.domain.disclosure.comment_cells import CommentCell, WeekWords, comments_told
from bot.domain.follow_up.comments import Comment
from bot.domain.identifiers import CommentId, PersonId, UnitId
from bot.domain.messaging.free_text_guard import Clean, screen
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.texts import choose
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.flows.week_close.gather_inputs import Gathered
from bot.flows.week_close.hold_week import writing_of
from bot.ports import Entropy, Sealer, Storage, UnitOfWork

_ID_BYTES, _LOT_BYTES = 12, 16


class ReleaseComments:
    """All comments of a team's block are written in one transaction, once: a close that is repeated finds them there.

    - The guard looks at each again, with the names of those who are on the lists now. What it does not let through is
      left out, and its writer counts only if something else of theirs is told.
    - Only what was written after its writer had read that the team may see it.
    """

    def __init__(self, *, storage: Storage, sealer: Sealer, entropy: Entropy, chunk: int) -> None:
        self._storage, self._sealer, self._entropy, self._chunk = storage, sealer, entropy, chunk

    async def __call__(self, gathered: Gathered, cells: Mapping[UnitId, CommentCell]) -> None:
        """Raises `KeyUnavailable`."""
        inputs, held = gathered.inputs, gathered.held
        if held is None:
            return
        least = inputs.programme.privacy.minimum_group_comments
        for units in batches(sorted(cells), self._chunk):
            async with self._storage.reading() as work:
                there = await work.comments.told_in(units, inputs.week)
                sealed = await work.answers.in_words(held.epoch.id, units)
                wrote = sorted(sealed.keys() - there)
                names, locales = await _people(work, wrote, inputs.tree) if wrote else ({}, {})
            told: list[Comment] = []
            for unit in wrote:
                reading = _Reading(names=names[unit], locale=inputs.tree.locales[unit], locales=locales)
                written = await asyncio.to_thread(self._written, held, sealed[unit], reading)
                told += [
                    Comment(id=self._new_id(), unit=unit, week=inputs.week, words=words)
                    for words in comments_told(cells[unit], written, least=least)
                ]
            if told:
                async with writing_of(self._storage, inputs.week) as work:
                    there = await work.comments.told_in(wrote, inputs.week)  # by a process that closes it beside us
                    await work.comments.add([each for each in told if each.unit not in there])

    def _written(self, held: HeldEpoch, sealed: Mapping[bytes, bytes], reading: "_Reading") -> Sequence[WeekWords]:
        opened = self._sealer.unseal_many(held.key, [(body, identity) for identity, body in sealed.items()])
        found = []
        for body in map(unpack, opened):
            if body.code != TEXT_GIVEN or not body.may_be_shown:
                continue
            locale = choose(reading.locales.get(body.person), reading.locale)
            screened = screen(body.text, locale, names=reading.names)
            if isinstance(screened, Clean) and screened.text:
                lot = self._entropy.token(_LOT_BYTES)
                found.append(WeekWords(person=body.person, week=body.week, words=screened.text, lot=lot))
        return found

    def _new_id(self) -> CommentId:
        return CommentId(urlsafe_b64encode(self._entropy.token(_ID_BYTES)).decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the guard goes by in one team."""

    names: Collection[str]
    locale: str
    locales: Mapping[PersonId, str | None]
    """Those that people have asked for: their words are read in their own language, as when they wrote."""


async def _people(
    work: UnitOfWork, units: Collection[UnitId], tree: UnitTree
) -> tuple[Mapping[UnitId, frozenset[str]], Mapping[PersonId, str | None]]:
    """The names of everybody with a role in each unit, or in one above it; and everybody's language."""
    chains: dict[UnitId, list[UnitId]] = defaultdict(list)
    for unit in units:
        at: UnitId | None = unit
        while at is not None:
            chains[unit].append(at)
            at = tree.parents.get(at)
    teams = await work.rosters.team({each for chain in chains.values() for each in chain})
    names = {
        unit: frozenset(member.person.name for each in chain for member in teams.get(each, ()))
        for unit, chain in chains.items()
    }
    return names, {member.person.id: member.person.locale for team in teams.values() for member in team}
