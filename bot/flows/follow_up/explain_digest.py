"""What a digest's buttons explain: its details and chart, why there are no figures, and the team list."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.digests.chart import (
    ChartFigures,
    alt_text,
    usual_range,
)
from bot.domain.digests.digest_facts import week_title
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import details_key
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import Role
from bot.domain.programme.wall_clock import week_of
from bot.domain.texts import say
from bot.flows.follow_up.digest_now import digest_now
from bot.flows.follow_up.lead_messages import LeadContext


class ExplainDigest:
    """Answers that change nothing. The chart is drawn when it is sent; its words say the same as the picture."""

    async def details(self, context: LeadContext, frozen: FrozenDigest) -> Sequence[Delivery]:
        """All that the digest holds, and its chart first where that did not stand in sight."""
        digest = await digest_now(context.work, context.programme, frozen, context.person, now=context.now)
        context = replace(context, locale=digest.locale)  # all that is said beside it is said in its language
        in_sight = any(isinstance(each, Picture) for each in digest.document.sections)
        said = [] if digest.chart is None or in_sight else [self._chart(context, digest, digest.chart)]
        if digest.details is not None:
            told = context.answer(digest.details.sections, *digest.further_buttons, locale=digest.locale)
            said.append(replace(told, key=details_key(context.update)) if said else told)
        return said or [context.answer(say("digest-details_none", context.locale))]

    def _chart(self, context: LeadContext, digest: FrozenDigest, chart: ChartFigures) -> Delivery:
        alt = alt_text(chart, usual_range(chart))
        # The chart's own name: where teams are counted together, it names all of them.
        said = week_title(chart.unit, digest.week, context.locale), Picture(alt=alt)
        answer = context.answer(said, kind=MessageKind.CHART)
        return replace(answer, kind=DeliveryKind.CHART, digest=digest.ref)

    async def why_no_figures(self, context: LeadContext) -> Delivery:
        privacy = context.programme.privacy
        rules = context.say("loop-why_no_figures", minimum=privacy.minimum_group, team=privacy.minimum_team)
        running = await context.work.epochs.covering(week_of(context.now, context.zone))
        if running is None or not running.ends_with_quarter:
            return context.answer(rules)
        return context.answer((rules, context.say("loop-why_no_figures_quarter")))

    def team_list(self, context: LeadContext) -> Delivery:
        """How many are listed, which everybody on the list can see; who has joined is a figure, and the gate's."""
        listed = sum(Role.MEMBER in member.roles for member in context.team.values())
        return context.answer(context.say("loop-team_list", listed=listed))
