"""Slack lays three modals on each other at most."""

from bot.domain.identifiers import DeliveryKey
from tests.adapters.channels.slack.test_events import MORE, NURSE, OTHER_WAYS, PAUSE, WISHES
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
