"""The organisation's own line, and a block's score as a unit carries it on."""

from dataclasses import replace

from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import GateDecision, Released
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.indicators.organisation_week import WEEKS_LOOKED_AT
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.programme.quarters import Block
from bot.domain.week_close.unit_state import SCORES_KEPT, ShownScore, UnitState


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
    return replace(state, scores=scores[-SCORES_KEPT:], score_withheld=not isinstance(score, Released))


def shown_score(block: Block, score: Released[ScoreFigure]) -> ShownScore:
    return ShownScore(
        block=BlockPeriod.of(block),
        first=block.first,
        last=block.last,
        figure=score.figure,
    )
