"""What a block's end asks the gate to tell of scores: each atom's weeks with a cell, and what was said in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers.answer_sums import added
from bot.domain.answers.block_sums import BlockSums, CellWeek, PackedBlock, unpack_block, unpack_co_leads
from bot.domain.answers.quarter_sums import EndedBlock, PackedQuarter, co_leads_in, ended_blocks
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.disclosure.scores.coupling_cells import CoLeadRequest
from bot.domain.disclosure.scores.score_figures import QuarterRequest, ScoreCase
from bot.domain.disclosure.scores.score_requests import OF_A_QUARTER, AskedWeek, ScoreRequest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import COUPLINGS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.inputs import WeekInput
from bot.domain.week_close.unit_state import UnitState
from bot.domain.week_close.week_cells import WeekCells


def score_case(
    inputs: WeekInput, cells: WeekCells, sums: Mapping[UnitId, PackedBlock], states: Mapping[UnitId, UnitState]
) -> ScoreCase | None:
    """None unless a block ends with the week. `sums` are those of the block, this week included."""
    epoch, block = inputs.epoch, inputs.block
    if epoch is None or block is None:
        return None
    insiders = {atom: cells.insiders.of(atom.teams, inputs.tree) for atom in cells.atoms}

    def of_block(atom: Atom) -> ScoreRequest:
        return _request(atom, insiders[atom], [unpack_block(sums[team], week=inputs.week) for team in atom.teams])

    def stored(team: UnitId) -> Sequence[PackedQuarter]:
        return (*inputs.teams[team].quarter_before, inputs.teams[team].quarter)

    def ended(team: UnitId) -> Sequence[EndedBlock]:
        return [block for each in stored(team) for block in ended_blocks(each, before=inputs.week, of=OF_A_QUARTER)]

    def of_co_leads(unit: UnitId) -> CoLeadRequest | None:
        before = [block for each in stored(unit) for block in co_leads_in(each, before=inputs.week)]
        return _co_leads([*before, unpack_co_leads(sums[unit], week=inputs.week)])

    def of_quarter(atom: Atom) -> ScoreRequest:
        before = [block for team in atom.teams for block in ended(team)]
        running = [unpack_block(sums[team], week=inputs.week, of=OF_A_QUARTER) for team in atom.teams]
        return _request(
            atom,
            insiders[atom],
            [*(block.sums for block in before), *running],
            taken=frozenset[IsoWeek]().union(*(block.vouched for block in before)),
        )

    quarter = None
    if block.last == epoch.quarter.last:
        co_leads = {unit: of_co_leads(unit) for unit in inputs.teams}
        quarter = QuarterRequest(
            period=EpochPeriod.of(epoch),
            atoms=_OneByOne(cells.atoms, of_quarter),
            co_leads={unit: request for unit, request in co_leads.items() if request is not None},
            insiders=cells.insiders,
            told_before={unit: _told(states[unit], EpochPeriod.of(epoch)) for unit in inputs.teams},
        )
    return ScoreCase(
        week=inputs.week,
        tree=inputs.tree,
        privacy=inputs.programme.privacy,
        block=BlockPeriod.of(block),
        atoms=_OneByOne(cells.atoms, of_block),
        quarter=quarter,
        ledger=inputs.ledger,
    )


@dataclass(frozen=True, slots=True)
class _OneByOne:
    """Each request is made as it is asked for: those of all teams at once take hundreds of megabytes."""

    atoms: Sequence[Atom]
    request: Callable[[Atom], ScoreRequest]

    def __iter__(self) -> Iterator[ScoreRequest]:
        return map(self.request, self.atoms)


def _request(
    atom: Atom, insiders: frozenset[PersonId], sums: Sequence[BlockSums], *, taken: frozenset[IsoWeek] = frozenset()
) -> ScoreRequest:
    """Of those blocks in which the same teams were counted together; what was said in others is told of nobody."""
    own = [each for each in sums if all(week.atom == atom.teams for week in each.weeks)]
    kinds = {kind for each in own for kind in each.given}
    return ScoreRequest(
        atom=atom,
        insiders=insiders,
        weeks=_weeks(week for each in own for week in each.weeks),
        given={kind: added(each.given.get(kind, {}) for each in own) for kind in kinds},
        taken=taken,
    )


def _weeks(weeks: Iterable[CellWeek]) -> Sequence[AskedWeek]:
    """An atom's weeks, put together from those of its teams."""
    of_teams: dict[IsoWeek, list[CellWeek]] = {}
    for week in weeks:
        of_teams.setdefault(week.week, []).append(week)
    return [_together(each) for _, each in sorted(of_teams.items())]


def _together(teams: Sequence[CellWeek]) -> AskedWeek:
    first, *others = teams
    within, asked, of_two_answers = first.within, dict(first.asked), first.of_two_answers
    for team in others:
        within, of_two_answers = within | team.within, of_two_answers | team.of_two_answers
        for kind, people in team.asked.items():
            asked[kind] = asked.get(kind, frozenset()) | people
    return AskedWeek(week=first.week, within=within, most=first.most, asked=asked, of_two_answers=of_two_answers)


def _co_leads(blocks: Sequence[BlockSums]) -> CoLeadRequest | None:
    """None where no co-leads were asked about coupling."""
    if not any(each.led for each in blocks):
        return None
    asked = {form: frozenset[PersonId]().union(*(each.led.get(form, ()) for each in blocks)) for form in COUPLINGS}
    return CoLeadRequest(
        asked=asked,
        given={
            form: {
                person: said
                for person, said in added(each.given.get(form, {}) for each in blocks).items()
                if person in asked[form]
            }
            for form in COUPLINGS
        },
    )


def _told(state: UnitState, quarter: EpochPeriod) -> Sequence[ScoreFigure]:
    return [each.figure for each in state.scores if each.block.epoch == quarter.first]
