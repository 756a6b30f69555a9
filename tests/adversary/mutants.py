"""Gates with one rule replaced, each as somebody might write it. The attack has to find people under every one of them.

The adversary knows the rules of whichever gate there is, so a mutant brings what its own figures tell of a week.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from bot.domain.answers.block_sums import BlockSums, PackedBlock
from bot.domain.digests import build_page, digest_facts
from bot.domain.digests.closed_week import ClosedWeek
from bot.domain.digests.page import LatestScore
from bot.domain.digests.quarterly.notes import said_lately
from bot.domain.disclosure import cells, comment_cells, participation
from bot.domain.disclosure.atoms import Atom, Insiders
from bot.domain.disclosure.bands import CONFIDANTS, Band, band_of, fewest
from bot.domain.disclosure.cells import CellDecision, ParticipationCell, kept_cell
from bot.domain.disclosure.comment_cells import CONTRIBUTORS
from bot.domain.disclosure.participation import ShareFigure
from bot.domain.disclosure.scores import score_cells
from bot.domain.disclosure.scores.joint_rule import ReachWeek
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Fact
from bot.domain.organisation.people import READERS
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.programme import MINIMUM_TEAM
from bot.domain.texts import say
from bot.domain.week_close import week_cells
from bot.domain.week_close.unit_state import ShownScore, UnitState
from tests.adversary import rolls
from tests.adversary.attack import Attack
from tests.adversary.blocks import block_at, blocks_until
from tests.adversary.histories import FIRST, History
from tests.adversary.known import Group, Possible, by_cell, groups, insiders_of
from tests.adversary.known_comments import comments_of
from tests.adversary.known_scores import scores_of
from tests.adversary.play import Played, play
from tests.adversary.reading import ENGLISH, Shown, facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    name: str
    instead: str
    """The rule that stands in the place of ours, in a sentence for the report."""
    plant: Callable[[pytest.MonkeyPatch], None]
    finds: Callable[[History], bool]
    """Whether anybody is found out in a history that is played under the mutant."""


def by_figures(possible: Possible = by_cell) -> Callable[[History], bool]:
    """By the attack, from what its figures tell."""

    def finds(history: History) -> bool:
        played = play(history)
        scores, comments = list(scores_of(played)), list(comments_of(played))
        return any(Attack().on(group.case) for group in groups(played, scores, comments, possible=possible))

    return finds


# --- a threshold, and behind it the count itself ------------------------------------------------------------------


def _exact(count: int, n: int) -> Band:  # noqa: ARG001 - like `band_of`
    return Band(low=count, high=count)


def _singles(n: int) -> tuple[Band, ...]:
    return tuple(_exact(count, n) for count in range(n + 1))


def plant_threshold_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cells, "band_of", _exact)
    patch.setattr(cells, "bands", _singles)


# --- who was heard has to be enough, not who is listed ------------------------------------------------------------


def _if_enough_were_heard(
    atom: Atom,
    week: IsoWeek,
    *,
    within: Iterable[PersonId],
    heard: Iterable[PersonId],
    insiders: frozenset[PersonId],
    delivered: bool = True,  # noqa: ARG001
) -> CellDecision:
    reach = atom.colleagues.intersection(within) - insiders
    answered = reach.intersection(heard)
    if len(answered) < fewest():
        return Withheld(because=Withholding.TOO_FEW)
    return kept_cell(atom, week, n=len(reach), band=band_of(len(answered), len(reach)), insiders=insiders)


def plant_heard_instead_of_listed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(week_cells, "cut_cell", _if_enough_were_heard)


def _by_presence(n: int, cell: ParticipationCell | None, told: Shown | None) -> frozenset[int]:
    counts = by_cell(n, cell, told)
    return frozenset(count for count in counts if (count >= fewest()) is (cell is not None))


# --- readers' own answers in their team's figures -----------------------------------------------------------------


def _nobody(_insiders: Insiders, _teams: Iterable[UnitId], _tree: UnitTree) -> frozenset[PersonId]:
    return frozenset()


def plant_insiders_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Insiders, "of", _nobody)


# --- every week by itself, as it was ------------------------------------------------------------------------------


def plant_one_week_windows(patch: pytest.MonkeyPatch) -> None:
    plant_threshold_only(patch)
    patch.setattr(participation, "PARTICIPATION_WEEKS", 1)
    patch.setattr(participation, "FEWEST_CELLS", 1)


def _by_the_words_of_one_week(n: int, cell: ParticipationCell | None, told: Shown | None) -> frozenset[int]:
    """The exact counts are not released here: only their share is told, in words or tenths."""
    everything = range(n + 1)
    if cell is None or told is None:
        return frozenset(everything)
    return frozenset(count for count in everything if _says(Fraction(count, n), told))


def _says(share: Fraction, told: Shown) -> bool:
    figure = ShareFigure.of(share.numerator, share.denominator, in_tenths=told.tenths is not None)
    return figure.tenths == told.tenths and (told.part is None or figure.part is told.part)


# --- who reads today, and nobody who did or will ------------------------------------------------------------------


def _readers_of_today(history: History, week: int) -> Insiders:
    readers: dict[UnitId, set[PersonId]] = {}
    for spell in history.at(week):
        if spell.role in READERS:
            readers.setdefault(spell.unit, set()).add(spell.person)
    return Insiders(readers={unit: frozenset(people) for unit, people in readers.items()})


def plant_readers_of_today(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rolls, "insiders_at", _readers_of_today)


# --- a score from enough contributors, whatever bands say ---------------------------------------------------------


def _whatever_bands_say(
    weeks: Iterable[ReachWeek],
    *,
    least: int,
    taken: frozenset[IsoWeek] = frozenset(),  # noqa: ARG001 - like `vouching_weeks`
    c: int = CONFIDANTS,
) -> Sequence[IsoWeek]:
    offered = list(weeks)
    people = frozenset[PersonId]().union(*(week.asked for week in offered))
    return [week.week for week in offered] if len(people) >= max(MINIMUM_TEAM, least + 1 + c) else []


def plant_no_joint_rule(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score_cells, "vouching_weeks", _whatever_bands_say)


# --- ten of ten within reach ------------------------------------------------------------------------------------------


def _ten(least: int = CONTRIBUTORS) -> int:
    return least


def _no_matter_which_weeks(weeks: Sequence[ReachWeek], *, least: int, c: int = CONFIDANTS) -> bool:  # noqa: ARG001
    return True


def plant_comments_of_ten_within_reach(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(comment_cells, "fewest_within", _ten)
    patch.setattr(comment_cells, "fixes_nobody", _no_matter_which_weeks)


# --- what is kept of answers is as long as there are people who said something ---------------------------------------

BYTES_A_PERSON = 40


def plant_unpadded_workings(patch: pytest.MonkeyPatch) -> None:
    packed = BlockSums.packed

    def unpadded(sums: BlockSums, listed: Collection[PersonId]) -> PackedBlock:
        said = frozenset[PersonId]().union(*sums.given.values())
        return PackedBlock(packed(sums, listed) + b" " * (BYTES_A_PERSON * len(said)))

    patch.setattr(BlockSums, "packed", unpadded)


def _by_lengths(history: History) -> bool:
    """How many said something in the first week of a block, and so how many were heard at least."""
    played, empty = play(history), play(replace(history, heard={key: {} for key in history.heard}))
    for group in groups(played):
        weeks = [
            replace(week, counts=frozenset(count for count in week.counts if count >= said))
            for week in group.case.weeks
            for said in [_said_something(played, empty, group, week.week)]
        ]
        if Attack().on(replace(group.case, weeks=weeks)):
            return True
    return False


def _said_something(played: Played, empty: Played, group: Group, week: int) -> int:
    if (group.teams, week) not in played.cells or block_at(week).first != FIRST + week:
        return 0
    longer = [played.lengths[team, week] - empty.lengths[team, week] for team in group.teams]
    return sum(round(each / BYTES_A_PERSON) for each in longer)


# --- a comparison is told if the same people answered before ------------------------------------------------------

NO_CLEAR_CHANGE = "no clear change"


def plant_comparing_who_answered(patch: pytest.MonkeyPatch) -> None:
    said, fact = said_lately, digest_facts.said_fact
    compared: set[tuple[Scope, IsoWeek]] = set()

    def noting(closed: ClosedWeek, unit: UnitId) -> LatestScore | None:
        state = closed.states[unit]
        if len(state.scores) > 1 and _heard_in(state, state.scores[-1]) == _heard_in(state, state.scores[-2]):
            compared.add((unit, state.scores[-1].last))
        return said(closed, unit)

    def telling(score: LatestScore, *, locale: str) -> Fact:
        told = fact(score, locale=locale)
        is_compared = (score.score.scope, score.last) in compared
        return replace(told, note=digest_facts.notes_of([told.note, NO_CLEAR_CHANGE], locale)) if is_compared else told

    patch.setattr(build_page, "said_lately", noting)
    patch.setattr(digest_facts, "said_fact", telling)


def _heard_in(state: UnitState, score: ShownScore) -> frozenset[PersonId]:
    wanted = sum(1 << each for each in range(state.week - score.last, state.week - score.first + 1))
    return frozenset(person for person, bits in state.heard.items() if bits & wanted)


def _by_comparisons(history: History) -> bool:
    """Whoever could only be asked in one of two blocks that are compared was silent in it."""
    played = play(history)
    for (unit, week), page in played.pages.items():
        said = facts_of(page).get(say("digest-said_label", ENGLISH))
        if said is None or NO_CLEAR_CHANGE not in said.note:
            continue
        asked, before = (
            frozenset[PersonId]().union(
                *(history.plan[unit, number] for number in range(block.first - FIRST, block.last - FIRST + 1))
            )
            for block in blocks_until(week)[-2:]
        )
        if (asked ^ before) - insiders_of(history, week, [unit]):
            return True
    return False


MUTANTS = (
    Mutant(
        name="threshold only",
        instead="Where enough people are within reach, the count is told as it is and not as a band.",
        plant=plant_threshold_only,
        finds=by_figures(),
    ),
    Mutant(
        name="heard instead of listed",
        instead="A figure is shown if enough people answered, and not if enough could be asked.",
        plant=plant_heard_instead_of_listed,
        finds=by_figures(_by_presence),
    ),
    Mutant(
        name="figures counting insiders",
        instead="Those who read a figure are counted in it.",
        plant=plant_insiders_counted,
        finds=by_figures(),
    ),
    Mutant(
        name="one-week windows of exact shares",
        instead="The exact share of every single week is told.",
        plant=plant_one_week_windows,
        finds=by_figures(_by_the_words_of_one_week),
    ),
    Mutant(
        name="unpadded workings",
        instead="What is kept of a team's answers is the longer, the more people gave one.",
        plant=plant_unpadded_workings,
        finds=_by_lengths,
    ),
    Mutant(
        name="comparing who answered",
        instead="That a score has not clearly changed is told only if the same people answered before.",
        plant=plant_comparing_who_answered,
        finds=_by_comparisons,
    ),
    Mutant(
        name="readers of today only",
        instead="Only who reads today counts as a reader, and not who did before or will.",
        plant=plant_readers_of_today,
        finds=by_figures(),
    ),
    Mutant(
        name="comments of ten within reach",
        instead="Comments are told where ten people are within reach and every one of them wrote.",
        plant=plant_comments_of_ten_within_reach,
        finds=by_figures(),
    ),
    Mutant(
        name="score cells without the joint rule",
        instead="Whether a score is shown is decided without a look at the bands of its weeks.",
        plant=plant_no_joint_rule,
        finds=by_figures(),
    ),
)
