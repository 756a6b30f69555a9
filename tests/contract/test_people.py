"""What every storage promises about the roster, addresses, consent and codes."""

from dataclasses import replace

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Listed,
    Membership,
    Role,
    Roster,
    joined_by,
)
from bot.ports import Storage
from bot.repositories.people import GivenUp
from tests.support.builders import ICU, T0, a_person, a_programme, a_roster, after
from tests.support.channels import SLACK, TELEGRAM, WEB

ANN, BOB, CAT = PersonId("ann"), PersonId("bob"), PersonId("cat")
WARD = UnitId("ward")


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def save(storage: Storage, roster: Roster, *, hours: float = 0) -> None:
    async with storage.writing() as work:
        await work.rosters.save(roster, at=after(hours=hours))


async def test_a_roster_comes_back_as_it_was_saved(storage: Storage) -> None:
    roster = Roster(
        people={
            ANN: replace(
                a_person("ann"), timezone="Europe/Paris", locale="fr", starts=T0.date(), ends=after(days=9).date()
            ),
            BOB: a_person("bob", channel=WEB),
        },
        memberships=frozenset(
            {
                Membership(person=ANN, unit=ICU, role=Role.MEMBER),
                Membership(person=ANN, unit=ICU, role=Role.NURSING_LEAD),
                Membership(person=BOB, unit=WARD, role=Role.CHAMPION),
            }
        ),
        addresses={ANN: at("1")},
    )
    await save(storage, roster)
    async with storage.reading() as work:
        assert await work.rosters.current() == roster
        assert await work.rosters.person(ANN) == roster.people[ANN]
        assert await work.rosters.person(CAT) is None
        assert await work.rosters.known([ANN, CAT]) == {ANN}
    async with storage.writing() as work:
        assert await work.rosters.hold([ANN, CAT]) == {ANN}


async def test_a_team_is_everyone_with_a_role_now_with_all_their_roles(storage: Storage) -> None:
    roster = a_roster({"cat": "3", "ann": "1", "bob": "2"})
    lead = Membership(person=ANN, unit=ICU, role=Role.MEDICAL_LEAD)
    await save(storage, replace(roster, memberships=roster.memberships | {lead}))

    async with storage.reading() as work:
        teams = await work.rosters.team([ICU, WARD])
        held = await work.rosters.members([ANN, PersonId("nobody")])

    assert [member.person.id for member in teams[ICU]] == ["ann", "bob", "cat"]
    assert teams[WARD] == []
    ann = teams[ICU][0]
    assert ann.roles == {Role.MEMBER, Role.MEDICAL_LEAD}
    assert (ann.address, ann.since, ann.until) == (at("1"), T0, None)
    assert held == {ANN: [ann], "nobody": []}


async def test_the_holders_of_a_role_are_found_in_every_unit(storage: Storage) -> None:
    roster = Roster(
        people={who: a_person(who) for who in (ANN, BOB)},
        memberships=frozenset(
            {
                Membership(person=ANN, unit=ICU, role=Role.ADMINISTRATOR),
                Membership(person=ANN, unit=ICU, role=Role.MEMBER),
                Membership(person=BOB, unit=WARD, role=Role.MEMBER),
            }
        ),
    )
    await save(storage, roster)
    async with storage.reading() as work:
        held = await work.rosters.holding(Role.ADMINISTRATOR)
        assert [(each.person.id, each.unit, each.roles) for each in held] == [
            (ANN, ICU, frozenset({Role.ADMINISTRATOR}))
        ]
        assert await work.rosters.holding(Role.SPONSOR) == []


async def test_the_listed_of_a_unit_are_its_team_with_what_they_agreed_to(storage: Storage) -> None:
    roster = a_roster({"cat": "3", "ann": "1", "bob": "2"})
    lead = Membership(person=ANN, unit=ICU, role=Role.MEDICAL_LEAD)
    await save(storage, replace(roster, memberships=roster.memberships | {lead}))
    async with storage.writing() as work:
        await work.rosters.set_consent(ANN, Consent(joined_at=T0, paused_until=after(hours=24)))
        await work.rosters.set_consent(PersonId("cat"), Consent(stopped_at=T0))
        listed = await work.rosters.listed([ICU, WARD])
        bob = await work.rosters.consent(PersonId("bob"))
    assert listed[WARD] == []
    ann, other, cat = listed[ICU]
    assert ann == Listed(
        person=ANN,
        roles=frozenset({Role.MEMBER, Role.MEDICAL_LEAD}),
        joined=True,
        since=T0,
        paused_until=after(hours=24),
    )
    assert (other.person, other.joined) == ("bob", bob.joined_at is not None)
    assert (cat.joined, cat.stopped_at, cat.paused_until) == (False, T0, None)


async def test_a_unit_is_read_in_the_languages_that_its_people_asked_for(storage: Storage) -> None:
    roster = a_roster({"ann": "1", "bob": "2", "cat": "3"})
    asked = {ANN: "cy", PersonId("cat"): "de-AT"}
    people = {each.id: replace(each, locale=asked.get(each.id)) for each in roster.people.values()}
    await save(storage, replace(roster, people=people))
    async with storage.reading() as work:
        assert await work.rosters.languages([ICU, WARD]) == {ICU: {"cy", "de-AT"}}
    bob = frozenset(each for each in roster.memberships if each.person == BOB)
    await save(storage, replace(roster, people=people, memberships=bob))
    async with storage.reading() as work:
        assert await work.rosters.languages([ICU]) == {}, "of those who are here"


async def test_whoever_came_to_a_unit_after_joining_rounds_was_asked_elsewhere(storage: Storage) -> None:
    programme = a_programme(units=[("icu", "Intensive care"), ("ward", "Ward 7")])
    moved = Membership(person=ANN, unit=WARD, role=Role.MEMBER)
    async with storage.writing() as work:
        await work.programmes.save(programme, at=T0)
    await save(storage, a_roster({"ann": "1", "bob": "2"}))
    roster = a_roster({"ann": "1", "bob": "2", "cat": "3"})
    await save(storage, replace(roster, memberships=roster.memberships | {moved}), hours=25)
    async with storage.reading() as work:
        listed = await work.rosters.listed([ICU, WARD])
    assert [each.elsewhere_since for each in listed[ICU]] == [None, None, None]
    assert [(each.person, each.elsewhere_since) for each in listed[WARD]] == [(ANN, joined_by(T0))]


async def test_who_is_missing_from_the_list_has_left_and_may_come_back(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1", "bob": "2"}))
    await save(storage, a_roster({"bob": "2"}), hours=1)
    async with storage.reading() as work:
        assert [member.person.id for member in (await work.rosters.team([ICU]))[ICU]] == ["bob"]
        assert await work.rosters.memberships_of(ANN) == []
        assert await work.rosters.at_address(at("1")) is None
        assert await work.rosters.person(ANN) is not None
        assert set((await work.rosters.current()).people) == {BOB}

    await save(storage, a_roster(["ann", "bob"]), hours=2)
    async with storage.reading() as work:
        ann, bob = (await work.rosters.team([ICU]))[ICU]
        assert (ann.since, bob.since) == (T0, T0)
        assert ann.address == at("1")  # an empty address never clears an enrolled one


async def test_a_new_role_in_the_same_team_keeps_the_day_of_arrival(storage: Storage) -> None:
    roster = a_roster(["ann"])
    await save(storage, roster)
    lead = frozenset({Membership(person=ANN, unit=ICU, role=Role.OPERATIONAL_LEAD)})
    await save(storage, replace(roster, memberships=lead), hours=5)
    async with storage.reading() as work:
        (ann,) = await work.rosters.memberships_of(ANN)
    assert (ann.roles, ann.since) == (frozenset({Role.OPERATIONAL_LEAD}), T0)


async def test_memberships_of_retired_units_end(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.programmes.save(a_programme(units=[("icu", "ICU"), ("ward", "Ward")]), at=T0)
        await work.rosters.save(a_roster(["ann"], unit=WARD), at=T0)
        await work.programmes.save(a_programme(units=[("icu", "ICU")]), at=T0)
        await work.rosters.save(a_roster(["ann"], unit=WARD), at=T0)
        assert await work.rosters.memberships_of(ANN) == []


async def test_people_in_several_units_come_with_all_their_roles(storage: Storage) -> None:
    roster = a_roster(["ann", "bob"])
    more = {Membership(person=ANN, unit=WARD, role=role) for role in (Role.MEMBER, Role.CHAMPION)}
    await save(storage, replace(roster, memberships=roster.memberships | more))
    async with storage.reading() as work:
        assert await work.rosters.in_several_units([ANN, BOB]) == {
            ANN: {ICU: {Role.MEMBER}, WARD: {Role.MEMBER, Role.CHAMPION}}
        }


async def test_enrolling_moves_an_address_to_one_person_alone(storage: Storage) -> None:
    await save(storage, a_roster(["ann", "bob"]))
    async with storage.writing() as work:
        await work.rosters.enrol(ANN, at("1"), at=after(hours=1))
        await work.rosters.enrol(ANN, at("2"), at=after(hours=2))
        await work.rosters.enrol(BOB, at("2"), at=after(hours=3))
    async with storage.reading() as work:
        assert await work.rosters.address_of(ANN) is None
        assert await work.rosters.address_of(BOB) == at("2")
        assert (await work.rosters.consent(ANN)).joined_at == joined_by(after(hours=1)) == after(hours=14)
        found = (await work.rosters.listed_at([at("1"), at("2"), at("2", WEB)]))[0]
        assert {address: person.id for address, person in found.items()} == {at("2"): BOB}
        listed = await work.rosters.listed_at([at("1"), at("2"), at("2", WEB)])
        assert listed == (found, await work.rosters.members([BOB]))


async def test_who_wrote_is_found_with_every_team_they_are_in(storage: Storage) -> None:
    roster = a_roster({"ann": "1", "bob": "2"})
    more = frozenset({Membership(person=ANN, unit=WARD, role=Role.CHAMPION)})
    bob = {held for held in roster.memberships if held.person == BOB}
    await save(storage, replace(roster, memberships=(roster.memberships | more) - bob))
    async with storage.reading() as work:
        people, members = await work.rosters.listed_at([at("1"), at("2"), at("9")])
        assert {address: person.id for address, person in people.items()} == {at("1"): ANN, at("2"): BOB}
        assert members == await work.rosters.members([ANN, BOB])
        assert [team.unit for team in members[ANN]] == [ICU, WARD]
        assert members[BOB] == []


async def test_addresses_given_by_the_file_are_enrolled_and_may_be_swapped(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1", "bob": "2"}))
    await save(storage, a_roster({"ann": "2", "bob": "1"}), hours=1)
    async with storage.reading() as work:
        assert (await work.rosters.current()).addresses == {ANN: at("2"), BOB: at("1")}
        assert (await work.rosters.consent(ANN)).joined_at == joined_by(T0)


async def test_an_unreachable_address_is_not_in_the_team_until_it_is_back(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1"}))
    async with storage.writing() as work:
        await work.rosters.mark_unreachable(at("1"), at=T0)
    await save(storage, a_roster({"ann": "1"}), hours=1)
    async with storage.writing() as work:
        assert (await work.rosters.memberships_of(ANN))[0].address is None
        assert await work.rosters.address_of(ANN) == at("1")
        people, members = await work.rosters.listed_at([at("1")])
        assert people[at("1")].id == ANN
        assert members[ANN][0].address is None
        await work.rosters.mark_reachable(at("1"))
        assert (await work.rosters.memberships_of(ANN))[0].address == at("1")
        await work.rosters.mark_unreachable(at("1"), at=T0)
        await work.rosters.enrol(ANN, at("1"), at=T0)
        assert (await work.rosters.memberships_of(ANN))[0].address == at("1")


async def test_how_many_questions_went_unanswered_is_forgotten_of_whoever_leaves(storage: Storage) -> None:
    """Nothing counts on there, so it would stand for good."""
    everybody = a_roster(["ann", "bob", "cat"])
    await save(storage, everybody)
    async with storage.writing() as work:
        await work.rosters.count_unanswered([ANN, BOB, PersonId("cat")])
    await save(storage, a_roster(["ann", "bob"]), hours=1)
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann"]), at=after(hours=2), standing=await work.rosters.current())
        silences = [(await work.rosters.consent(PersonId(each))).unanswered for each in ("ann", "bob", "cat")]
    assert silences == [1, 0, 0]


async def test_consent_is_kept_and_survives_a_new_roster(storage: Storage) -> None:
    await save(storage, a_roster(["ann", "bob"]))
    wish = Consent(
        joined_at=T0,
        paused_until=after(days=7),
        stopped_at=after(days=1),
        away_until=after(days=2),
        weeks_between=4,
        unanswered=2,
    )
    async with storage.writing() as work:
        assert await work.rosters.consent(ANN) == Consent()
        await work.rosters.set_consent(ANN, wish)
        await work.rosters.count_unanswered([ANN, BOB])
    await save(storage, a_roster(["ann", "bob"]), hours=1)
    async with storage.writing() as work:
        assert await work.rosters.consent(ANN) == replace(wish, unanswered=3)
        assert await work.rosters.consent(BOB) == Consent(unanswered=1)
        await work.rosters.forget_unanswered([ANN, BOB])
        assert await work.rosters.consent(ANN) == replace(wish, unanswered=0)
        await work.rosters.ask_less_often([ANN, BOB], weeks_between=8)
        assert await work.rosters.consent(ANN) == replace(wish, weeks_between=8, unanswered=0), "a wish stays"
        assert await work.rosters.consent(PersonId("nobody")) == Consent()


async def test_a_code_serves_once_and_only_in_time(storage: Storage) -> None:
    await save(storage, a_roster(["ann", "bob"]))
    async with storage.writing() as work:
        await work.codes.replace(ANN, b"old", expires_at=after(days=14))
        await work.codes.replace(ANN, b"new", expires_at=after(days=14))
        await work.codes.replace(BOB, b"late", expires_at=after(days=1))
    async with storage.writing() as work:
        assert await work.codes.waiting(at=T0) == {ANN: after(days=14), BOB: after(days=1)}
        assert await work.codes.waiting(at=after(days=1)) == {ANN: after(days=14)}
        assert await work.codes.redeem(b"old", at=T0) is None
        assert await work.codes.redeem(b"new", at=T0) == ANN
        assert await work.codes.redeem(b"new", at=T0) is None
        assert await work.codes.redeem(b"late", at=after(days=1)) is None


async def test_who_cannot_be_reached_yet_is_listed(storage: Storage) -> None:
    await save(storage, a_roster(["cat", "gone"]))
    await save(storage, Roster(people={each: a_person(each) for each in (CAT, ANN, BOB)}, memberships=frozenset()))
    async with storage.writing() as work:
        await work.rosters.enrol(ANN, at("1"), at=T0)
        assert [person.id for person in await work.codes.without_address()] == ["bob", "cat"]


async def test_failed_tries_count_for_an_hour(storage: Storage) -> None:
    async with storage.writing() as work:
        tries = [await work.codes.note_attempt(at("9"), at=after(minutes=minute)) for minute in (0, 10, 59, 61)]
        assert tries == [1, 2, 3, 3]
        assert await work.codes.recent_attempts(at("9"), at=after(minutes=75)) == 2
        assert await work.codes.recent_attempts(at("8"), at=after(minutes=75)) == 0
        await work.codes.note_attempt(at("8"), at=after(minutes=75))
        await work.codes.note_attempt(Address(channel=SLACK, value="8"), at=after(minutes=75))
        assert await work.codes.recent_attempts(TELEGRAM, at=after(minutes=75)) == 3
        assert await work.codes.recent_attempts(SLACK, at=after(minutes=75)) == 1


async def test_refusals_are_counted_until_somebody_is_back(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1", "bob": "2"}))
    async with storage.writing() as work:
        times = [(await work.rosters.note_refused(at("1"), at=after(hours=hours))).times for hours in (0, 1, 7)]
        assert times == [1, 2, 3]
        assert await work.rosters.given_up() == [], "counted, and still tried"
        await work.rosters.mark_unreachable(at("1"), at=after(hours=7))
        await work.rosters.mark_unreachable(at("2"), at=after(hours=7))
        assert await work.rosters.given_up() == [GivenUp(person=ANN, refusals=3, at=after(hours=7))]
        assert await work.rosters.try_again(before=after(hours=7)) == 0
        assert await work.rosters.try_again(before=after(hours=8)) == 2
        assert (await work.rosters.memberships_of(ANN))[0].address == at("1")
        assert (await work.rosters.note_refused(at("1"), at=after(days=28))).wait is None
        await work.rosters.mark_reachable(at("1"))
        assert (await work.rosters.note_refused(at("1"), at=after(days=29))).times == 1
        assert (await work.rosters.note_refused(at("nobody"), at=T0)).times == 1


async def test_whoever_leaves_loses_their_link_and_codes_for_good(storage: Storage) -> None:
    everybody = a_roster({"ann": "1", "bob": "2"})
    await save(storage, everybody)
    async with storage.writing() as work:
        await work.codes.replace(ANN, b"code", expires_at=after(days=14))
        for links in ((), (at("1").channel,)):
            await work.rosters.save(a_roster({"bob": "2"}), at=after(hours=1), links=links)
            back = replace(everybody, addresses={})
            await work.rosters.save(back, at=after(hours=2), links=links)
            assert (await work.rosters.at_address(at("1")) is None) is bool(links)
        assert await work.codes.redeem(b"code", at=after(hours=3)) is None
        assert await work.rosters.at_address(at("2")) is not None


async def test_those_who_lost_their_chat_are_counted(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1", "bob": "2"}))
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann", "bob", "new"]), at=after(hours=1))
        assert await work.rosters.without_chat() == 0, "who has not joined has lost nothing"
        await work.rosters.enrol(PersonId("new"), at("1"), at=after(hours=2))
        assert await work.rosters.without_chat() == 1
        assert await work.rosters.revoke(BOB)
        assert await work.rosters.without_chat() == 2
        await work.rosters.save(a_roster(["ann", "new"]), at=after(hours=3))
        assert await work.rosters.without_chat() == 1, "who has left is waited for no more"


async def test_a_link_may_be_revoked(storage: Storage) -> None:
    await save(storage, a_roster({"ann": "1"}))
    async with storage.writing() as work:
        await work.codes.replace(ANN, b"code", expires_at=after(days=14))
        assert await work.rosters.revoke(ANN)
        assert await work.rosters.at_address(at("1")) is None
        assert await work.codes.redeem(b"code", at=T0) is None
        assert not await work.rosters.revoke(ANN)


async def test_pauses_that_are_over_are_forgotten(storage: Storage) -> None:
    await save(storage, a_roster(["ann", "bob"]))
    over = Consent(joined_at=T0, paused_until=after(days=7), away_until=after(days=8), stopped_at=T0, weeks_between=4)
    lasts = replace(over, paused_until=after(days=9), away_until=None)
    async with storage.writing() as work:
        await work.rosters.set_consent(ANN, over)
        await work.rosters.set_consent(BOB, lasts)
        await work.rosters.forget_past_pauses(before=after(days=8))
        assert await work.rosters.consent(ANN) == replace(over, paused_until=None, away_until=None)
        assert await work.rosters.consent(BOB) == lasts


async def test_who_comes_back_within_two_weeks_keeps_their_time_in_the_team(storage: Storage) -> None:
    both = a_roster(["ann", "bob"])
    await save(storage, both)
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["bob"]), at=after(days=30))
        await work.rosters.save(both, at=after(days=43))
    async with storage.reading() as work:
        assert [member.since for member in await work.rosters.memberships_of(ANN)] == [T0]
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["bob"]), at=after(days=50))
        await work.rosters.save(both, at=after(days=65))
    async with storage.reading() as work:
        assert [member.since for member in await work.rosters.memberships_of(ANN)] == [after(days=65)]
