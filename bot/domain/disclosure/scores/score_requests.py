"""What asks to be told of scores when a block ends, and the score cells that the gate makes of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers.answer_sums import PersonSums, added
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.scores.joint_rule import ReachWeek
from bot.domain.disclosure.scores.score_cells import SPLIT_FROM, ScoreCell, ScoreWeek, cut_score_cell
from bot.domain.identifiers import PersonId
from bot.domain.indicators.score_kinds import COMPETENCIES, SPECIAL_KINDS, ScoreKind
from bot.domain.indicators.score_words import ScoreWord, coarsest, word_mean, word_of
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Privacy

FEWEST_COMPETENCIES = 2
"""So many competencies make a block's word."""
OF_A_QUARTER = (*SPECIAL_KINDS, ScoreKind.COUPLING_ORGANISATIONAL)
"""What is told of members when a quarter ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWeek:
    """One week of an atom with a released participation cell: who could be asked what."""

    week: IsoWeek
    within: frozenset[PersonId]
    """Colleagues within reach."""
    most: int
    """The upper end of the week's band."""
    asked: Mapping[ScoreKind, frozenset[PersonId]]
    """To whom of them a question of each kind was put."""
    of_two_answers: frozenset[ScoreKind] = frozenset()
    """Kinds with a question that takes two answers only."""

    def asked_of(self, kinds: Collection[ScoreKind]) -> frozenset[PersonId]:
        """Who got a question of one of these kinds."""
        return frozenset[PersonId]().union(*(people for kind, people in self.asked.items() if kind in kinds))

    def of(self, kinds: Iterable[ScoreKind], *, insiders: frozenset[PersonId]) -> ScoreWeek:
        """The week as a score cell of these kinds sees it; who has become an insider since counts in none."""
        wanted = frozenset(kinds)
        asked = self.asked_of(wanted)
        reach = ReachWeek(
            week=self.week,
            within=self.within - insiders,
            asked=asked - insiders,
            most=self.most - len(self.within & insiders),
        )
        return ScoreWeek(
            reach=reach,
            of_two_answers=not wanted.isdisjoint(self.of_two_answers),
            also_asked=not self.asked.keys() <= wanted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRequest:
    """One atom when a block or a quarter ends."""

    atom: Atom
    insiders: frozenset[PersonId]
    weeks: Sequence[AskedWeek]
    given: Mapping[ScoreKind, PersonSums]
    """What colleagues answered in these weeks."""
    taken: frozenset[IsoWeek] = frozenset()
    """Weeks that vouch for score cells made before."""


Cells = Mapping[ScoreKind, ScoreCell]
"""By what each is of."""


def core_kinds(cell: ScoreKind) -> Collection[ScoreKind]:
    """Of which kinds of questions a core cell is made."""
    return COMPETENCIES if cell is ScoreKind.CORE else (cell,)


def core_cells(request: ScoreRequest, privacy: Privacy) -> Cells:
    """One cell for all core questions of a small atom; for a large one that was asked about several, one each.

    How it is cut goes by who is within reach.
    """
    within = frozenset[PersonId]().union(*(week.asked.get(kind, ()) for week in request.weeks for kind in COMPETENCIES))
    of = [kind for kind in COMPETENCIES if any(kind in week.asked for week in request.weeks)]
    if len(within - request.insiders) < SPLIT_FROM or len(of) < FEWEST_COMPETENCIES:
        return _cells(request, {ScoreKind.CORE: COMPETENCIES}, privacy)
    return _cells(request, {kind: (kind,) for kind in of}, privacy)


def special_cells(request: ScoreRequest, privacy: Privacy) -> Cells:
    """A cell for each special kind, and for what members say to the question that their leads are asked, too."""
    return _cells(request, {kind: (kind,) for kind in OF_A_QUARTER}, privacy)


def _cells(request: ScoreRequest, split: Mapping[ScoreKind, Sequence[ScoreKind]], privacy: Privacy) -> Cells:
    """No week vouches for two cells: those that are cut first take what they need."""
    made: dict[ScoreKind, ScoreCell] = {}
    taken = request.taken
    for name, kinds in split.items():
        put = [week for week in request.weeks if not week.asked.keys().isdisjoint(kinds)]
        asked = [week for each in put if (week := each.of(kinds, insiders=request.insiders)).reach.asked]
        if not asked:
            continue
        made[name] = cut_score_cell(
            request.atom,
            asked,
            added(request.given.get(kind, {}) for kind in kinds),
            insiders=request.insiders,
            taken=taken,
            minimum=privacy.minimum_group,
            minimum_for_differences=privacy.minimum_group_comments,
        )
        taken |= made[name].vouched_by
    return made


def block_word(cells: Cells) -> ScoreWord | None:
    """A block in one word: that of the only cell, else the mean of those competencies that are told, two at least."""
    if ScoreKind.CORE in cells:
        return cells[ScoreKind.CORE].word
    words = [cell.word for cell in cells.values() if cell.word is not None]
    if len(words) < FEWEST_COMPETENCIES:
        return None
    return word_of(word_mean((word, 1) for word in words), coarsest(words))
