"""Laws of the quarter's releases: nothing to be subtracted out; whether they are shown depends on who, not on what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.block_sums import OVERALL
from bot.domain.answers.quarter_sums import (
    SPLIT,
    CouplingRow,
    QuarterSums,
)
from bot.domain.answers.score_request import ScoreRequest
from bot.domain.disclosure.gate import (
    GateDecision,
    Released,
    Withheld,
    gate,
)
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.quarter_figures import BandsFigure, KindsFigure
from bot.domain.disclosure.quarter_requests import (
    RELEASED_AS,
    QuarterCase,
    coupling_covers,
    kept_of_block,
    request_of,
    whole_parts,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import ReachRequest, WeekCase
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Privacy
from bot.domain.programme.questions import Kind
from tests.domain.disclosure.quarters import (
    EPOCH,
    MINIMUM,
    WEEK,
    decided,
    part,
    people,
    the_week,
)
from tests.support.adversary import smallest_isolated

COUPLING_FORMS = tuple(RELEASED_AS)


@dataclass(frozen=True)
class Quarter:
    """A small organisation over three blocks: who answered under which dimension. The tree may change."""

    trees: tuple[UnitTree, ...]
    readers: frozenset[PersonId]
    blocks: tuple[Mapping[UnitId, Mapping[str, frozenset[PersonId]]], ...]


@st.composite
def quarters(draw: st.DrawFn) -> Quarter:
    teams = [UnitId(f"t{number}") for number in range(draw(st.integers(1, 4)))]
    staff = [PersonId(f"p{number}") for number in range(draw(st.integers(5, 12)))]
    chance = draw(st.randoms(use_true_random=False))
    share = draw(st.sampled_from([0.4, 0.6, 0.8]))

    def tree() -> UnitTree:
        parents: dict[UnitId, UnitId | None] = {UnitId("root"): None, UnitId("left"): UnitId("root")}
        parents |= {team: UnitId(chance.choice(["root", "left"])) for team in teams}
        parents[teams[0]] = UnitId("left")
        return UnitTree(parents=parents)

    homes = {team: [person for person in staff if chance.random() < 0.8] for team in teams}
    asked = chance.sample(SPLIT, draw(st.integers(1, 4)))
    blocks = tuple(
        {
            team: {
                name: frozenset(person for person in homes[team] if chance.random() < share)
                for name in asked
                if chance.random() < 0.8
            }
            for team in teams
        }
        for _ in range(3)
    )
    moves = draw(st.booleans())
    first = tree()
    return Quarter(
        trees=(first, tree() if moves else first, first),
        readers=frozenset(person for person in staff if chance.random() < 0.15),
        blocks=blocks,
    )


Cell = tuple[UnitId, int, str]


def lived(quarter: Quarter, value: Random) -> Iterable[tuple[int, GateDecision, Mapping[UnitId, QuarterSums]]]:
    """Every block's decision, and what was kept of each team by then."""
    sums: dict[UnitId, QuarterSums] = {}
    for number, teams in enumerate(quarter.blocks):
        requests, scores = {}, {}
        for team, parts in teams.items():
            fresh = {name: part(of, value.uniform(0, 10)) for name, of in parts.items()}
            everybody = frozenset[PersonId]().union(*parts.values())
            fresh[OVERALL] = part(everybody, value.uniform(0, 10))
            before = sums.get(team, QuarterSums())
            sums[team] = kept_of_block(before, number, fresh, readers=quarter.readers, minimum=MINIMUM)
            requests[team] = request_of(sums[team], team)
            if everybody:
                scores[team] = ScoreRequest(people=everybody, heard=everybody, weighted=6.0, precision=1.0)
        yield (
            number,
            gate(
                WeekCase(
                    week=WEEK + number,
                    tree=quarter.trees[number],
                    privacy=Privacy(),
                    readers=quarter.readers,
                    reach={},
                    counted={},
                    block=(block := BlockPeriod(epoch=EPOCH.first, number=number)),
                    scores=scores,
                    quarter=QuarterCase(epoch=EPOCH, block=block, ends=number == 2, requests=requests),
                )
            ),
            dict(sums),
        )


def told(quarter: Quarter) -> Iterable[dict[Cell, int]]:
    """Every figure that was shown, as the cells that it adds up: (team, block, dimension)."""
    for number, decision, sums in lived(quarter, Random(3)):
        cells = {
            (team, at): [name for name in SPLIT if name in quarter.blocks[at][team]]
            for team in sums
            for at in range(number + 1)
        }
        for leaves in decision.scored.values():
            yield {(team, number, name): 1 for team in leaves for name in cells[team, number]}
        for (scope, kind, _), shown_or_not in decision.others.items():
            if isinstance(shown_or_not, Withheld) or kind not in (ReleaseKind.BANDS, ReleaseKind.KINDS):
                continue
            below = [team for team in sums if team in quarter.trees[number].leaves[UnitId(str(scope))]]
            for name in (OVERALL, *SPLIT):
                # More than is shown: every dimension, as if each of them had had people enough for a band.
                yield {
                    (team, at, each): 1
                    for team in below
                    for at, parts in sums[team].blocks.items()
                    if name in parts
                    for each in (cells[team, at] if name == OVERALL else [name])
                }


@settings(max_examples=120)
@given(quarters())
def test_no_subtraction_of_bands_kinds_and_scores_isolates_fewer_than_five_people(quarter: Quarter) -> None:
    sums = list(told(quarter))
    held = {
        (team, at, name): of - quarter.readers
        for at, teams in enumerate(quarter.blocks)
        for team, parts in teams.items()
        for name, of in parts.items()
    }
    assert smallest_isolated(sums, held, below=MINIMUM) is None


def test_the_adversary_finds_out_parts_that_leave_too_few_over() -> None:
    """What would happen without the rule on what is left over of a block."""
    sums: list[dict[str, int]] = [{"personal": 1, "strategic": 1}, {"personal": 1}]
    held: dict[str, frozenset[str]] = {"personal": frozenset("abcdef"), "strategic": frozenset("xy")}
    assert smallest_isolated(sums, held, below=MINIMUM) is not None
    assert whole_parts(
        {"personal": people(6), "strategic": people(2, "x")}, enough=lambda of: len(of) >= MINIMUM
    ) == frozenset({OVERALL})


def mask(decision: GateDecision) -> object:
    """What is shown, down to the names in it, without any value."""
    found = {}
    for key, each in decision.others.items():
        figure = each.figure if isinstance(each, Released) else None
        names = None
        if isinstance(figure, BandsFigure):
            names = sorted(figure.bands)
        elif isinstance(figure, KindsFigure):
            names = sorted(figure.halves)
        found[key] = (type(figure), names)
    return found


@settings(max_examples=60)
@given(quarters(), st.randoms(use_true_random=False))
def test_whether_bands_and_kinds_are_shown_never_depends_on_what_was_said(quarter: Quarter, chance: Random) -> None:
    one = [mask(decision) for _, decision, _ in lived(quarter, chance)]
    other = [mask(decision) for _, decision, _ in lived(quarter, Random(1))]
    assert one == other


@settings(max_examples=60)
@given(quarters())
def test_every_part_that_counts_by_itself_has_five_people_besides_the_readers(quarter: Quarter) -> None:
    for _, _, sums in lived(quarter, Random(2)):
        for each in sums.values():
            for parts in each.blocks.values():
                assert all(len(of.keys() - quarter.readers) >= MINIMUM for of in parts.values())


@dataclass(frozen=True)
class Leads:
    tree: UnitTree
    answers: Mapping[UnitId, tuple[int, int]]
    """How many co-leads and members of each team were heard."""
    above: frozenset[PersonId]
    readers: frozenset[PersonId]

    def sums(self, form: Kind, value: Random) -> Mapping[UnitId, QuarterSums]:
        found = {}
        for team, (leads, members) in self.answers.items():
            rows = [
                CouplingRow(form=form, person=person, value=value.uniform(0, 10), by_co_lead=by_co_lead)
                for count, letter, by_co_lead in ((leads, "l", True), (members, "m", False))
                for person in sorted(people(count, f"{team}-{letter}"))
            ]
            found[team] = QuarterSums().with_coupling(WEEK, rows)
        return found


@st.composite
def co_leads(draw: st.DrawFn) -> Leads:
    chance = draw(st.randoms(use_true_random=False))
    units = [UnitId(f"u{number}") for number in range(3)]
    teams = [UnitId(f"t{number}") for number in range(draw(st.integers(2, 6)))]
    parents: dict[UnitId, UnitId | None] = {units[0]: None, units[1]: units[0], units[2]: chance.choice(units[:2])}
    parents |= {team: chance.choice(units) for team in teams}
    leaves = {unit: UnitId(f"of-{unit}") for unit in units if unit not in parents.values()}
    parents |= {leaf: unit for unit, leaf in leaves.items()}  # a unit above always has a team
    answers = {team: (chance.randint(0, 3), chance.randint(0, 6)) for team in (*teams, *leaves.values())}
    everybody = [person for team in answers for letter in "lm" for person in people(3, f"{team}-{letter}")]
    return Leads(
        tree=UnitTree(parents=parents),
        answers=answers,
        above=frozenset(person for person in everybody if chance.random() < 0.1),
        readers=frozenset(person for person in everybody if chance.random() < 0.2),
    )


@settings(max_examples=80)
@given(co_leads(), st.sampled_from(COUPLING_FORMS))
def test_no_subtraction_of_couplings_isolates_one_team_or_fewer_than_five_co_leads(leads: Leads, form: Kind) -> None:
    rows = {team: each.coupling_answers(team).get(form, ()) for team, each in leads.sums(form, Random(1)).items()}
    answers = {team: given for team, given in rows.items() if given}
    covers = coupling_covers(
        leads.tree,
        form,
        answers,
        hidden_from=leads.above,
        enough=lambda of: len(of - leads.readers) >= MINIMUM,
    )
    sums = [dict.fromkeys(teams, 1) for teams in covers.values()]
    heard = {team: people(count, f"{team}-l") - leads.above for team, (count, _) in leads.answers.items()}
    assert smallest_isolated(sums, heard, below=MINIMUM) is None
    assert smallest_isolated(sums, {team: frozenset({team}) for team in heard}, below=2) is None
    if form is Kind.COUPLING_ORGANISATIONAL:
        members = {team: people(count, f"{team}-m") - leads.readers for team, (_, count) in leads.answers.items()}
        assert all(len(frozenset().union(*(members[team] for team in each))) >= MINIMUM for each in covers.values())


@settings(max_examples=40)
@given(co_leads(), st.sampled_from(COUPLING_FORMS), st.randoms(use_true_random=False))
def test_whether_a_coupling_is_shown_never_depends_on_what_was_said(leads: Leads, form: Kind, chance: Random) -> None:
    def decide(values: Random) -> object:
        return mask(
            decided(leads.sums(form, values), tree=leads.tree, readers=leads.readers | leads.above, above=leads.above)
        )

    assert decide(chance) == decide(Random(1))


@settings(max_examples=60)
@given(
    small=st.lists(st.tuples(st.sets(st.integers(0, 7), max_size=7), st.sampled_from(["root", "left"])), max_size=3),
    answered=st.integers(0, 10),
)
def test_the_organisations_week_isolates_nobody_beside_the_units_own(
    small: list[tuple[set[int], str]], answered: int
) -> None:
    """Three large teams carry the line; small ones come and go below them."""
    large = {UnitId(f"large{number}"): people(12, f"large{number}-") for number in range(3)}
    little = {
        UnitId(f"small{at}"): frozenset(PersonId(f"s{each}") for each in who) for at, (who, _) in enumerate(small)
    }
    parents: dict[UnitId, UnitId | None] = {UnitId("root"): None, UnitId("left"): UnitId("root"), UnitId("other"): None}
    parents |= dict.fromkeys(large, UnitId("other"))
    parents |= {unit: UnitId(small[at][1]) for at, unit in enumerate(little)} | {UnitId("of-left"): UnitId("left")}
    held = large | little

    def decide(count: int) -> GateDecision:
        return gate(
            WeekCase(
                week=WEEK,
                tree=UnitTree(parents=parents),
                privacy=Privacy(),
                readers=frozenset(),
                # Each team answers by its own power of two, so that a sum betrays which teams are in it.
                reach={
                    unit: ReachRequest(
                        people=of,
                        answered=2**at if count else 0,
                        in_window=len(of),
                        questions=len(of),
                        replies=2**at if count else 0,
                    )
                    for at, (unit, of) in enumerate(held.items())
                },
                counted={},
            )
        )

    decision = decide(1)
    assert the_week(decision) is not None
    sums = [
        {unit: 1 for at, unit in enumerate(held) if counted.answered >> at & 1} for counted in decision.counted.values()
    ]
    # Five of each large team are as good as twelve, and quicker to go through.
    who = {unit: frozenset(sorted(of)[:5]) if unit in large else of for unit, of in held.items()}
    assert smallest_isolated(sums, who, below=MINIMUM) is None
    assert mask(decision) == mask(decide(answered % 2))
