"""What every storage promises about closed weeks: states, releases and digests."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.asking.pulses import Pulse, Round
from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import DigestWords, FrozenDigest, ReasonTold
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.documents import Fact, Facts, SectionPriority, Title, document
from bot.domain.messaging.messages import Button
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.week_close.unit_state import UnitState
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_programme, a_pulse, a_roster, a_round, after
from tests.support.freezing import freeze

WARD = UnitId("ward")
W10, W11, W12 = (IsoWeek.parse(f"2026-W{week}") for week in (10, 11, 12))


async def test_a_week_is_claimed_once_and_closed_when_it_is_finished(storage: Storage) -> None:
    def closing(week: IsoWeek, unit: str) -> Round:
        return replace(a_round(unit=UnitId(unit)), week=week)

    async with storage.writing() as work:
        assert await work.weeks.oldest_open_week() is None
        assert (await work.weeks.newest_closed(), await work.weeks.closed_through()) == (None, None)
        await work.rounds.claim_many([closing(W12, "a"), closing(W10, "b"), closing(W10, "c")])
        assert await work.weeks.oldest_open_week() == W10

        assert await work.weeks.claim(W10, at=T0)
        assert not await work.weeks.claim(W10, at=T0)
        assert (await work.weeks.unfinished(), await work.weeks.newest_closed()) == (W10, None)
        assert await work.weeks.closed_through() == W10
        assert await work.weeks.oldest_open_week() == W10

        await work.weeks.finish(W10)
        assert (await work.weeks.unfinished(), await work.weeks.newest_closed()) == (None, W10)
        assert await work.weeks.oldest_open_week() == W12

        await work.weeks.claim(W12, at=T0)
        assert await work.weeks.closed_through() == W12
        await work.weeks.finish(W12)
        assert (await work.weeks.newest_closed(), await work.weeks.oldest_open_week()) == (W12, None)


async def test_who_was_asked_in_weeks_before_one_goes_where_these_are_forgotten(storage: Storage) -> None:
    def asked(who: str, week: IsoWeek, *, budget: int = 0) -> Pulse:
        return replace(a_pulse(who, identity=f"{who}-{week}"), week=week, budget_week=week + budget)

    kept = [asked("ann", W11), asked("bob", W11, budget=-2), asked("cat", W12)]
    async with storage.writing() as work:
        await work.pulses.add([asked("ann", W10), asked("bob", W10, budget=-2), asked("cat", W10, budget=1), *kept])
        for week in (W10, W11):
            await work.weeks.claim(week, at=T0)
            await work.weeks.finish(week)
        assert await work.weeks.forget_asked(before=W12) == 0, "something is left of their presses"
        await work.weeks.note_forgotten(W10)
        assert await work.weeks.forget_asked(before=W10) == 0
        assert await work.weeks.forget_asked(before=W12) == 3
        await work.weeks.note_forgotten(W11)
        assert await work.weeks.forget_asked(before=W11) == 0
        assert set(await work.pulses.many([each.id for each in kept])) == {each.id for each in kept}
        assert await work.weeks.forget_asked(before=W12) == 2
        assert set(await work.pulses.many([each.id for each in kept])) == {kept[2].id}


async def test_a_row_of_silences_goes_with_the_last_question_that_reached_somebody(storage: Storage) -> None:
    ann, bob = PersonId("ann"), PersonId("bob")
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ann", "bob"]), at=T0)
        await work.rosters.count_unanswered([ann, bob])
        reached = replace(a_pulse("ann", identity="reached"), sent_at=T0)
        await work.pulses.add([reached, replace(a_pulse("bob", identity="never"), sent_at=None)])
        await work.weeks.forget_silences()
        assert [(await work.rosters.consent(each)).unanswered for each in (ann, bob)] == [1, 0]
        await work.weeks.claim(reached.week, at=T0)
        await work.weeks.finish(reached.week)
        await work.weeks.note_forgotten(reached.week)
        await work.weeks.forget_asked(before=reached.week + 1)
        await work.weeks.forget_silences()
        assert [(await work.rosters.consent(each)).unanswered for each in (ann, bob)] == [0, 0]


async def test_a_week_finds_the_state_from_before_it_also_when_it_was_closed_halfway(storage: Storage) -> None:
    def at(week: IsoWeek, *, heard: int = 1) -> UnitState:
        return UnitState(week=week, reached={PersonId("ann"): 1}, heard={PersonId("ann"): heard})

    async with storage.writing() as work:
        assert await work.weeks.unit_states([ICU], before=W12) == {}
        await work.weeks.put_unit_states({ICU: at(W10), WARD: at(W10)})
        await work.weeks.put_unit_states({ICU: at(W11, heard=3)})
        await work.weeks.put_unit_states({ICU: at(W11)})
        assert await work.weeks.unit_states([ICU, WARD, UnitId("x")], before=W11) == {ICU: at(W10), WARD: at(W10)}
        assert await work.weeks.unit_states([ICU, WARD], before=W12) == {ICU: at(W11), WARD: at(W10)}
        assert await work.weeks.unit_states([ICU, WARD], before=W10) == {}

        await work.weeks.put_unit_states({ICU: at(W12 + 3)})
        assert await work.weeks.unit_states([ICU], before=W12 + 3) == {ICU: at(W11)}
        assert await work.weeks.unit_states([ICU, WARD], before=W11) == {WARD: at(W10)}, "older ones of its own go"


async def test_states_of_units_that_were_retired_before_a_moment_go(storage: Storage) -> None:
    both, one = a_programme(units=[(ICU, "Intensive care"), (WARD, "Ward 7")]), a_programme()
    states = {unit: UnitState(week=W10, reached={PersonId("ann"): 1}) for unit in (ICU, WARD)}
    async with storage.writing() as work:
        await work.programmes.save(both, at=T0)
        await work.weeks.put_unit_states(states)
        await work.programmes.save(one, at=after(days=1))
        await work.weeks.forget_retired(before=after(days=1))
        assert await work.weeks.unit_states([ICU, WARD], before=W11) == states
        await work.programmes.save(both, at=after(days=2))
        await work.weeks.forget_retired(before=after(days=9))
        assert await work.weeks.unit_states([ICU, WARD], before=W11) == states, "it was taken back"
        await work.programmes.save(one, at=after(days=3))
        await work.weeks.forget_retired(before=after(days=3, seconds=1))
        assert await work.weeks.unit_states([ICU, WARD], before=W11) == {ICU: states[ICU]}


async def test_the_organisation_has_states_of_its_own(storage: Storage) -> None:
    async with storage.writing() as work:
        assert await work.weeks.organisation_state(before=W12) is None
        for week in (W10, W11, W12):
            await work.weeks.put_organisation_state(UnitState(week=week))
        assert await work.weeks.organisation_state(before=W12) == UnitState(week=W11)
        assert await work.weeks.organisation_state(before=W12 + 1) == UnitState(week=W12)
        assert await work.weeks.organisation_state(before=W11) is None


async def test_pending_releases_are_kept_until_their_week_or_a_later_one_is_done(storage: Storage) -> None:
    block = BlockPeriod(epoch=W10 - 1, number=0)
    ward = Release(scope=WARD, kind=ReleaseKind.SCORE, period=block, week=W10, shown={}, withheld="too_few")
    people = frozenset({PersonId("ann"), PersonId("bob")})
    whole = replace(ward, scope=ORGANISATION, shown={"word": "agree", "mean": None}, people=people, withheld="")
    async with storage.reading() as work:
        first, both = [await work.weeks.ready_to_wait(each) for each in ([ward], [whole, ward])]
    async with storage.writing() as work:
        assert not await work.weeks.pending_releases(W10)
        for ready in (first, both):
            await work.weeks.put_pending_releases(W10, ready)
    async with storage.writing() as work:
        assert list(await work.weeks.pending_releases(W10)) == [whole, ward]
        assert not await work.weeks.pending_releases(W11)
        for week in (W11, W12):
            await work.weeks.put_pending_releases(week, first)
        await work.weeks.drop_pending_releases(W11)
        assert [list(await work.weeks.pending_releases(week)) for week in (W10, W11, W12)] == [[], [], [ward]]


async def test_a_release_is_entered_once(storage: Storage) -> None:
    def release(kind: ReleaseKind, week: IsoWeek, tenths: int = 6, period: ReleasePeriod | None = None) -> Release:
        return Release(
            scope=ICU,
            kind=kind,
            period=period or WeekPeriod(week=week),
            week=week,
            shown={"tenths": tenths},
            people=frozenset({PersonId("ann"), PersonId("bob")}),
        )

    first = release(ReleaseKind.FLAG, W10)
    score = release(ReleaseKind.SCORE, W10, period=BlockPeriod(epoch=IsoWeek.parse("2026-W01"), number=2))
    withheld = replace(release(ReleaseKind.FLAG, W11), shown={}, withheld="too few", people=frozenset())
    whole = replace(first, scope=ORGANISATION, kind=ReleaseKind.ORGANISATION)
    async with storage.writing() as work:
        await work.weeks.add_releases([first, score, whole, withheld])
        await work.weeks.add_releases([replace(first, shown={"tenths": 1})])
        assert await work.weeks.releases([ICU, WARD], W10, W11) == [first, score, withheld]
        assert await work.weeks.releases([ICU], W11, W12) == [withheld]
        await work.weeks.add_releases([replace(whole, shown={"tenths": 1})])
        assert await work.weeks.organisation_releases(W10, W11) == [whole]
        assert await work.weeks.organisation_releases(W11, W12) == []


async def test_what_was_shown_with_a_block_is_found_again(storage: Storage) -> None:
    block, quarter = BlockPeriod(epoch=W10 - 3, number=0), EpochPeriod(first=W10 - 3)
    levels = Release(scope=ICU, kind=ReleaseKind.LEVELS, period=quarter, week=W10, shown={"levels": {}})
    kinds = replace(levels, scope=WARD, kind=ReleaseKind.KINDS, people=frozenset({PersonId("ann")}))
    others = [
        replace(levels, kind=ReleaseKind.SCORE, period=block),
        replace(levels, kind=ReleaseKind.KIND_CELLS),
        replace(levels, kind=ReleaseKind.COUPLING, withheld="too_few"),
        replace(levels, period=EpochPeriod(first=W11), week=W11),
    ]
    async with storage.writing() as work:
        await work.weeks.add_releases([levels, kinds, *others])
        assert await work.weeks.released_in([ICU, WARD], W10) == [levels, replace(kinds, people=frozenset())]
        assert await work.weeks.released_in([WARD], W11) == []


def _reasons(heard: str, late: str) -> tuple[ReasonTold, ...]:
    return (
        ReasonTold(reason=Reason.NEW_FLAG, words=heard),
        ReasonTold(reason=Reason.ACTION_LATE, words=late, action=ActionId("a1")),
    )


async def test_a_digest_is_frozen_and_handed_over_once(storage: Storage) -> None:
    heard = Fact(label="Heard", value="6 in 10", priority=SectionPriority.REPEATED)

    def digest(week: IsoWeek, unit: UnitId = ICU) -> FrozenDigest:
        press = DigestPress(digest=DigestRef(unit=unit, week=week), what=OnDigest.DETAILS)
        return FrozenDigest(
            written_in="cy",
            unit=unit,
            week=week,
            document=document(
                Title(words="Ö"),
                Facts(facts=(heard,)),
            ),
            verdict=Verdict.CONVERSATION if week == W11 else Verdict.NOTHING,
            reasons=_reasons("Fewer voices.", "It is late.") if week == W11 else (),
            details=document(Title(words="More")) if week == W11 else None,
            team_page=document(Title(words="Ours")) if week == W10 else None,
            is_for_readers=week == W10,
            further_buttons=((Button(label="Again", intent=press, is_primary=True),),),
            step="1.1" if week == W10 else "",
            made_at=after(days=9),
            buttons=((Button(label="Show the chart", intent=press),),),
            translations={
                "cy": DigestWords(
                    document=document(Title(words="Ŵ")),
                    reasons=_reasons("Llai o leisiau.", "Mae'n hwyr."),
                    team_page=document(Title(words="Ni")),
                    buttons=((Button(label="Eto", intent=press),),),
                )
            }
            if week == W11
            else {},
            chart=None
            if week == W11
            else ChartFigures(unit="Ward", locale="en-GB", points=tuple((W10 - back, 6) for back in (3, 2, 1, 0))),
        )

    async def waiting(since: IsoWeek) -> Sequence[tuple[str, IsoWeek]]:
        return [(each.unit, each.week) for each in await work.weeks.undelivered_digests(since=since)]

    async with storage.writing() as work:
        assert await work.weeks.digest(ICU) is None
        assert await freeze(work, [digest(W11), digest(W10, WARD)]) == {ICU, WARD}
        assert await freeze(work, [digest(W10, WARD), digest(W10)]) == {ICU}, "and not of what was there"
        revised = replace(digest(W10), document=document(Title(words="Revised")))
        assert await freeze(work, [revised]) == frozenset()
        assert await freeze(work, []) == frozenset()
        assert await work.weeks.digest(ICU) == digest(W11)
        assert await work.weeks.digest(ICU, W10) == digest(W10)
        assert await work.weeks.digest(ICU, W12) is None
        assert await work.weeks.digests(ICU, since=W10) == [digest(W11), digest(W10)]
        assert await work.weeks.digests(ICU, since=W11) == [digest(W11)]
        assert await work.weeks.digests(ICU, since=W12) == []
        assert await work.weeks.steps_suggested([ICU], since=W10) == {ICU: {"1.1"}}
        assert await work.weeks.steps_suggested([ICU, WARD], since=W11) == {}
        assert await waiting(W10) == [("icu", W10), ("ward", W10), ("icu", W11)]
        await work.weeks.mark_digest_handed_over(ICU, W10)
        assert await waiting(W10) == [("ward", W10), ("icu", W11)]
        assert await waiting(W11) == [("icu", W11)]
