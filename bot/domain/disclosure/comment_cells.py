"""Comment cells: what people wrote in one block of one team, told whole and shuffled, or not at all.

Whether it may be told is decided from lists and bands alone; then it takes ten contributors, counted as people and
not as messages. Somebody who knows all lists, all bands, whether comments and scores were told, how many comments
there are, and what one member did, must leave three things open for everybody else: silent in the whole block; heard in
any given week; a contributor.

"Not told" fixes nothing: whoever was heard may have written nothing. "Told" needs `least` contributors, of whom one
person and the confidants are none at worst. As for scores that is a matching of people to weeks with room
(`joint_rule`). One place more is kept in every week for somebody who is heard and writes nothing.

Its weeks may vouch for core scores of the same block, too, if all weeks of such a score are among them; of these, only
those have places there whom that score was asked of. Take contributors enough for the comments, one week each. Those
who stand in the weeks of a score are different people there, and each was asked for it, so more of them can be found
within these weeks until the score has enough, and nobody who stood there is lost (an augmenting path never leaves a
person out who had a place; Berge 1957). So one course of events satisfies all of them. Others must not stand there:
where seven are asked for the score, and these alone are within reach in the next week, the places of week one that the
comments need for six others are those that the score needs for five of the seven; both told may fix all seven.
Weeks in which a question of a quarter was asked vouch for nothing here: their scores reach into other blocks.

The number of comments is seen, so it is bounded: no more are told than these weeks have places without the one person
and the confidants. However many there are, they may then all be others'.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass

from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.bands import CONFIDANTS
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.joint_rule import ReachWeek, fixes_nobody
from bot.domain.disclosure.scores.score_requests import OF_A_QUARTER, AskedWeek, ScoreRequest, core_kinds
from bot.domain.identifiers import PersonId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import READERS, Listed, Role

CONTRIBUTORS = 10
"""So many people stand behind the comments of a block; a programme may ask for more."""
_PASS = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCell:
    """That a team's comments of a block may be told; only this module can make one."""

    atom: Atom
    n: int
    """Colleagues who have a place in one of the weeks that vouch, or more."""
    most: int
    """So many comments are told at most."""
    vouched_by: frozenset[IsoWeek]
    counted: Mapping[IsoWeek, frozenset[PersonId]]
    """Whose words of which week count."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate makes cells")
        if not self.atom.is_one_team:
            raise ValueError("comments are told of one team alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWords:
    """Words that somebody wrote in a week of the block, and that may be shown."""

    person: PersonId
    week: IsoWeek
    words: str
    lot: bytes
    """Chance: it decides which are told if not all are, and in which order."""


def fewest_within(least: int = CONTRIBUTORS) -> int:
    """With fewer colleagues comments are never told."""
    return least + 1 + CONFIDANTS


def may_write(person: PersonId, listed: Iterable[Listed], *, least: int = CONTRIBUTORS) -> bool:
    """Whether what somebody writes may be told to their team, as far as its list of today says."""
    colleagues = {each.person for each in listed if Role.MEMBER in each.roles and not each.roles & READERS}
    return person in colleagues and len(colleagues) >= fewest_within(least)


def may_be_asked(atom: Atom, *, least: int = CONTRIBUTORS) -> bool:
    """Whether lists allow for comments at all. Of teams that are counted together none are told: words say which team
    their writer is in, and its people are fewer."""
    return atom.is_one_team and len(atom.colleagues) >= fewest_within(least)


def cut_comment_cell(
    request: ScoreRequest, core: Mapping[ScoreKind, frozenset[IsoWeek]], *, least: int = CONTRIBUTORS
) -> CommentCell | None:
    """`core`: the weeks that vouch for each of the block's scores. None where comments may not be told."""
    if not may_be_asked(request.atom, least=least):
        return None
    offered = [week for week in request.weeks if not any(week.asked.get(kind) for kind in OF_A_QUARTER)]
    free = frozenset(week.week for week in offered)
    score_of: dict[IsoWeek, ScoreKind] = {}
    for kind, vouched in core.items():
        if vouched <= free:
            score_of |= dict.fromkeys(vouched, kind)
        else:
            free -= vouched
    weeks = [_reach(week, request.insiders, score_of.get(week.week)) for week in offered if week.week in free]
    n = len(frozenset[PersonId]().union(*(week.within for week in weeks)))
    if n < fewest_within(least) or not fixes_nobody(weeks, least=least):
        return None
    return kept_comment_cell(
        request, n=n, most=sum(map(_places, weeks)), vouched_by=[week.week for week in weeks if week.within]
    )


def kept_comment_cell(request: ScoreRequest, *, n: int, most: int, vouched_by: Iterable[IsoWeek] = ()) -> CommentCell:
    """A cell that was made earlier, from what was kept of it."""
    counted = {week.week: (week.within & request.atom.colleagues) - request.insiders for week in request.weeks}
    return CommentCell(
        atom=request.atom, n=n, most=most, vouched_by=frozenset(vouched_by), counted=counted, stamp=_PASS
    )


def comment_row(cell: CommentCell, *, block: BlockPeriod, week: IsoWeek) -> Release:
    """The cell as the ledger keeps it: that comments may be told, and never whether there were enough, or any."""
    return Release(
        scope=cell.atom.teams[0],
        kind=ReleaseKind.COMMENT_CELLS,
        period=block,
        week=week,
        shown={"n": cell.n, "most": cell.most, "by": sorted(str(week) for week in cell.vouched_by)},
        people=cell.atom.colleagues,
    )


def comment_cell_of(row: Release, request: ScoreRequest) -> CommentCell:
    """The cell behind a row of the ledger; raises ValueError for a row of another kind."""
    match row.shown:
        case {"n": int(n), "most": int(most), "by": list(weeks)}:
            return kept_comment_cell(request, n=n, most=most, vouched_by=[IsoWeek.parse(week) for week in weeks])
        case _:
            raise ValueError(f"no comment cell is kept as {dict(row.shown)!r}")


def comments_told(cell: CommentCell, written: Iterable[WeekWords], *, least: int = CONTRIBUTORS) -> Sequence[str]:
    """All that was written, in an order of chance, if enough people wrote; nothing otherwise.

    If there are more than may be told, everybody's first come before anybody's second.
    """
    own: dict[PersonId, list[WeekWords]] = defaultdict(list)
    for each in sorted(written, key=lambda each: each.lot):
        if each.person in cell.counted.get(each.week, ()):
            own[each.person].append(each)
    if len(own) < least:
        return ()
    turns = [(turn, each.lot, each.words) for those in own.values() for turn, each in enumerate(those)]
    return [words for _, words in sorted((lot, words) for _, lot, words in sorted(turns)[: cell.most])]


def _reach(week: AskedWeek, insiders: frozenset[PersonId], score: ScoreKind | None) -> ReachWeek:
    """`score`: the one that the week vouches for, too."""
    within = week.within - insiders
    if score is not None:
        within &= week.asked_of(core_kinds(score))
    kept_for_somebody_silent = 1
    most = max(0, week.most - len(week.within & insiders) - kept_for_somebody_silent)
    return ReachWeek(week=week.week, within=within, asked=within, most=most)


def _places(week: ReachWeek) -> int:
    return max(0, min(week.room(CONFIDANTS), len(week.within) - 1 - CONFIDANTS))
