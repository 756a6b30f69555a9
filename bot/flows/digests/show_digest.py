"""The frozen digest of a unit as text, for whoever runs Rounds."""

from dataclasses import dataclass

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import Clock, Entropy, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """No digest covers the week; `newest` is the newest there is."""

    newest: IsoWeek | None


class ShowDigest:
    """Show what was frozen, never anything computed now: the command line sees no more than a lead does.

    Nothing is shown before it stands in the log of administration who was shown it.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, unit: UnitId, week: IsoWeek | None = None, *, to: str) -> FrozenDigest | NotYet:
        """The digest that covers `week`, or the newest; also of a unit that has since been retired. `to` is the
        system's name for whoever asks. Raises `UnknownUnit`."""
        async with self._storage.writing() as work:
            digest = await work.weeks.digest(unit, week)
            if digest is not None:
                entry = LogEntry(
                    at=self._clock.now(),
                    act=AdministrationAct.DIGEST_SHOWN,
                    author=Author(who=Actor.user(to), source=RevisionSource.SHELL),
                    words=LogWords(
                        what="digest shown", after=f"{digest.unit} {digest.week}", units=frozenset({digest.unit})
                    ),
                )
                await work.administration_log.add([entry], token=self._entropy.token)
                return digest
            programme = await work.programmes.current()
            newest = await work.weeks.digest(unit)
        units = () if programme is None else tuple(each.id for each in programme.organisation.units)
        if newest is None and unit not in units:
            raise UnknownUnit(unit, units)
        return NotYet(newest=None if newest is None else newest.week)
