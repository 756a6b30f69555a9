"""Slack lays three modals on each other at most."""

from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.inbound import Pressed
from tests.adapters.channels.slack.test_events import ASKS, MORE, NURSE, OTHER_WAYS, PAUSE, WISHES
from tests.support.slack.harness import over_socket, slack_harness
from tests.support.slack.server import SlackServer


async def test_what_leads_further_takes_the_place_of_the_third(slack: SlackServer) -> None:
    async with slack_harness(slack) as at, over_socket(at):
        nurse = slack.person(NURSE)
        await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
        at.menus.update({MORE: WISHES, PAUSE: WISHES})
        await nurse.press("More")
        answers = [(await nurse.choose("Pause")).payload["response_action"] for _ in range(5)]
    assert answers == ["push", "push", "update", "update", "update"]


async def test_thirty_looks_a_minute_are_shown_of_one_person_whatever_they_open(
    slack: SlackServer,
) -> None:
    """The App Home, menus and boxes to write in; beyond that a menu is filed, and counted among what is pressed."""
    async with slack_harness(slack) as at, over_socket(at):
        nurse = slack.person(NURSE)
        ways = await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
        await at.messenger.send(at.address(NURSE), ASKS, key=DeliveryKey("k3"))
        menu = next(each for each in nurse.inbox if each.ts == ways.partition(":")[2])
        at.menus.update({MORE: WISHES})
        for _ in range(28):
            assert (await nurse.opens_home()).acked
        await at.slack.until(lambda: len(at.slack.homes[NURSE]) == 28)
        for label, on in (("More", menu), ("Write", nurse.inbox[-1])):
            assert (await nurse.press(label, on=on)).acked
            await at.slack.until(lambda: nurse.modal)
            at.slack.open_views.clear()
        assert not at.inbox.committed
        for _ in range(3):
            assert (await nurse.opens_home()).acked
            assert (await nurse.press("Write")).acked
        assert (await nurse.press("More", on=menu)).acked
        assert [each.event for each in at.inbox.committed] == [Pressed(intent=MORE)]
        other = at.slack.person("U0DOCTOR01")
        assert (await other.opens_home()).acked
        await at.slack.until(lambda: "U0DOCTOR01" in at.slack.homes)
        assert len(at.slack.homes[NURSE]) == 28
        assert nurse.modal is None
