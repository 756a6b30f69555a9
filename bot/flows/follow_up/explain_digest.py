"""What a digest's buttons explain: its chart, why there are no figures, and the team list."""

from dataclasses import replace

from bot.domain.digests.chart import (
    alt_text,
    read_chart,
    usual_range,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.flows.follow_up.lead_messages import Room


class ExplainDigest:
    """Answers that change nothing. The chart is drawn when it is sent; its words say the same as the picture."""

    async def chart(self, room: Room, week: IsoWeek) -> Delivery:
        digest = await room.work.weeks.digest(room.unit, week)
        chart = None if digest is None else read_chart(digest.chart)
        if digest is None or chart is None:
            return room.answer(say("digest-chart_none", room.locale))
        answer = room.answer(alt_text(chart, usual_range(chart)))
        return replace(answer, kind=DeliveryKind.CHART, digest=digest.ref)

    def why_no_figures(self, room: Room) -> Delivery:
        return room.answer(room.say("why_no_figures", minimum=room.programme.privacy.minimum_group))

    def team_list(self, room: Room) -> Delivery:
        """How many are listed, which everybody on the list can see; who has joined is a figure, and the gate's."""
        listed = sum(Role.MEMBER in member.roles for member in room.team.values())
        return room.answer(room.say("team_list", listed=listed))
