"""Certificates of the pages of a closed week, from what these pages are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.certificates.figures_again import ShownCells, cells_used
from bot.domain.certificates.page_facts import facts_of
from bot.domain.certificates.recipients import MEMBER, READER, Salts, recipient_digests
from bot.domain.digests.build_page import DigestInput
from bot.domain.digests.closed_week import ClosedWeek
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.digests.page import RollUp
from bot.domain.digests.quarterly.blocks_told import block_end_of
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.domain.programme.quarters import Block
from bot.domain.week_close.unit_state import UnitState


def lists_of(closed: ClosedWeek, *, block: Block | None) -> WeekLists:
    """What all certificates of a week share; `block` is the one that ends with it."""
    ends_quarter = block is not None and closed.epoch is not None and block.last == closed.epoch.quarter.last
    return WeekLists(
        week=closed.week,
        parents=closed.tree.parents,
        asked=closed.asked,
        block=None if block is None else (str(BlockPeriod.of(block)), str(block.first), str(block.last)),
        quarter=str(EpochPeriod.of(closed.epoch)) if ends_quarter and closed.epoch is not None else None,
        scores=_history(closed, ORGANISATION),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Certifier:
    """What certificates of a week are made of besides the pages."""

    closed: ClosedWeek
    atoms: Mapping[UnitId, Atom]
    recent: Mapping[IsoWeek, ShownCells]
    """The cells of four weeks, this one included."""

    def draft(self, told: DigestInput) -> Certificate:
        """Of a page that is about to be frozen: all but the hash of it as it is stored, and its recipients.

        It records what the page was written from. That this follows from cells is for others to compute again.
        """
        closed, unit = self.closed, told.page.unit
        is_team = closed.tree.is_microsystem(unit)
        own = cells_used(unit, is_team=is_team, atom=self.atoms.get(unit), recent=self.recent)
        return Certificate(
            unit=unit,
            week=told.page.week,
            made_at=told.at,
            document="",
            facts=facts_of(told.page, told.chart),
            cells=tuple([UsedCell.of(cell) for cells in own.values() for cell in cells]),
            recorded=self._recorded(told),
            history=_history(closed, unit),
            readers=(),
            members=(),
        )

    def _recorded(self, told: DigestInput) -> Recorded:
        closed, page = self.closed, told.page
        told_in = block_end_of(closed.epoch, closed.week)
        steps = tuple(map(str, closed.restarts.steps.get(page.unit, ())))
        ended = None if told_in is None else str(told_in)
        if isinstance(page, RollUp):
            return Recorded(
                told_in=ended,
                steps=steps,
                target=closed.programme.participation_target,
                waiting=len(page.waiting),
                asking=len(page.asking_help),
                lacking_room=page.lacking_room,
            )
        first, flag, earlier = closed.states[page.unit].first, page.flag, page.earlier
        chart_flags: Sequence[tuple[IsoWeek, object]] = () if told.chart is None else told.chart.flags
        return Recorded(
            first=None if first is None else str(first),
            told_in=ended,
            steps=steps,
            target=closed.programme.participation_target,
            flag=None if flag is None else (flag.figure.kind.value, flag.figure.since.isoformat()),
            earlier=None if earlier is None else (earlier.kind.value, earlier.response is not None),
            chart_flags=tuple((str(at), None if kind is None else str(kind)) for at, kind in chart_flags),
            actions=tuple((each.age_days, each.due_days) for each in page.open_actions),
        )


def finished(draft: Certificate, recipients: Recipients, *, document: str, salts: Salts) -> Certificate:
    """The certificate of a page that was frozen; `document` is the hash of it as it is stored."""
    return replace(
        draft,
        document=document,
        readers=recipient_digests(recipients.readers, READER, draft.unit, draft.week, salts),
        members=recipient_digests(recipients.members, MEMBER, draft.unit, draft.week, salts),
    )


def _history(closed: ClosedWeek, scope: Scope) -> History:
    state: UnitState | None = closed.organisation_state if scope is ORGANISATION else closed.states[scope]
    if state is None:
        return History()
    return History(
        tenths=tuple((str(week), tenths) for week, tenths in state.tenths),
        scores=tuple((str(each.block), str(each.first), str(each.last)) for each in state.scores),
        withheld=state.score_withheld,
        locks=tuple((None if each.since is None else str(each.since), each.mean, each.half) for each in state.locks),
    )
