"""Closing a week beside the teams' own scores: the epoch's sums by block, and the organisation's own line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.answers.block_sums import OVERALL, BlockSums, ItemSums
from bot.domain.answers.epochs import Block, Epoch
from bot.domain.answers.quarter_sums import (
    NO_QUARTER,
    SPLIT,
    CouplingRow,
    PackedQuarter,
    pack,
    parts_of,
    unpack,
)
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import GateDecision, Released
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.disclosure.quarter_requests import (
    QuarterCase,
    QuarterRequest,
    kept_of_block,
    request_of,
)
from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.indicators.organisation_week import WEEKS_LOOKED_AT
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.programme.questions import Question
from bot.domain.week_close.unit_state import (
    SCORES_KEPT,
    ShownScore,
    UnitState,
)


def with_coupling(kept: PackedQuarter, rows: Sequence[CouplingRow], *, week: IsoWeek) -> PackedQuarter:
    return pack(unpack(kept).with_coupling(week, rows))


def quarter_closed(
    kept: PackedQuarter,
    unit: UnitId,
    block: Block,
    ended: BlockSums,
    *,
    readers: frozenset[PersonId],
    minimum: int,
) -> tuple[PackedQuarter, QuarterRequest | None]:
    """One team when a block ends: what is kept of its epoch from now on, and what that asks to show, if anything."""
    if kept == NO_QUARTER and not ended.people:
        return NO_QUARTER, None
    after = kept_of_block(
        unpack(kept),
        block.number,
        parts_of(ended.people),
        readers=readers,
        minimum=minimum,
    )
    return pack(after), request_of(after, unit)


def quarter_case(
    epoch: Epoch,
    block: Block,
    requests: Mapping[UnitId, QuarterRequest | None],
    items: ItemSums,
    *,
    questions: Mapping[QuestionId, Question],
    above_readers: frozenset[PersonId],
) -> QuarterCase:
    return QuarterCase(
        epoch=EpochPeriod.of(epoch),
        block=BlockPeriod.of(block),
        ends=block.last == epoch.last,
        requests={unit: request for unit, request in requests.items() if request is not None},
        means=dimension_means(items, questions),
        above_readers=above_readers,
    )


def dimension_means(items: ItemSums, questions: Mapping[QuestionId, Question]) -> Mapping[str, float]:
    """The organisation's mean on 0-10 of each competency and special kind, and of all answers."""
    by_dimension: dict[str, list[tuple[int, float]]] = {OVERALL: list(items.items.values())}
    for key, each in items.items.items():
        question = questions.get(QuestionId(key.rpartition(":")[0]))
        if question is not None:
            name = str(question.competency or question.kind)
            if name in SPLIT:
                by_dimension.setdefault(name, []).append(each)
    counts = {
        name: (sum(count for count, _ in own), sum(total for _, total in own)) for name, own in by_dimension.items()
    }
    return {name: total / count for name, (count, total) in counts.items() if count}


def organisation_after(state: UnitState, decision: GateDecision, *, week: IsoWeek, block: Block | None) -> UnitState:
    """The organisation's own weekly counts and block scores, this week's among them; `state` has moved to it."""
    counted = [each for each in state.counted if each.week < week]
    if ORGANISATION in decision.counted:
        counted.append(decision.counted[ORGANISATION])
    state = replace(state, counted=tuple(counted[-(WEEKS_LOOKED_AT + 1) :]))
    if block is None:
        return state
    score = decision.scores.get(ORGANISATION)
    scores = (*state.scores, shown_score(block, score)) if isinstance(score, Released) else state.scores
    scored_of = decision.scored.get(ORGANISATION, frozenset())
    return replace(state, scores=scores[-SCORES_KEPT:], score_withheld=score is None, scored_of=scored_of)


def shown_score(block: Block, score: Released[ScoreFigure]) -> ShownScore:
    return ShownScore(
        block=BlockPeriod.of(block),
        first=block.first,
        last=block.last,
        figure=score.figure,
        comparable=score.comparable,
    )
