"""What a tick does, in its order: one part after another, none of which knows of the others."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.app.world import World
from bot.domain.health.parts import Part, PartKind
from bot.flows.administration.in_chat.raise_alerts import RaiseAlerts
from bot.flows.asking.ask_about_actions import AskAboutActions
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.asking.remind import RemindUnanswered
from bot.flows.attention.spread_attention import SpreadAttention
from bot.flows.digests.send_digests import SendDigests
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.epochs.tell_life import TellNewRule
from bot.flows.follow_up.return_actions import ReturnActions
from bot.flows.nudging.ask_leads import AskLeads
from bot.flows.nudging.send_nudges import SendNudges
from bot.flows.operations.tidy import Tidy
from bot.flows.own_page.forget_own import ForgetOwn
from bot.flows.raising.give_letters import GiveLetters
from bot.flows.rota.tidy_rotas import TidyRotas
from bot.flows.week_close.close_week import CloseWeek
from bot.flows.week_close.forget_presses import ForgetPresses

FILING = Part(kind=PartKind.FILING)

Step = tuple[Part, Callable[[datetime], Awaitable[object]]]


def steps_of(
    world: World,
    *,
    file_inbox: Callable[[], Awaitable[object]],
    plan: PlanRounds,
    close_week: CloseWeek,
    close_epoch: CloseEpoch,
    expire: ExpirePulses,
    alert: RaiseAlerts,
    spread_attention: SpreadAttention,
    give: GiveLetters,
    inbox_keys: InboxKeys,
    forget_uploads: Callable[[], Awaitable[object]],
    forget_sign_ins: Callable[[], Awaitable[object]],
    forget_own: ForgetOwn,
) -> Sequence[Step]:
    """Each with its part of the health board."""
    storage = world.storage
    forget, remind = ForgetPresses(storage=storage), RemindUnanswered(storage=storage)
    ask_about_actions, return_actions = AskAboutActions(storage=storage, plan=plan), ReturnActions(storage=storage)
    send_nudges, ask_leads = SendNudges(storage=storage), AskLeads(storage=storage)
    close_rounds, send_digests = CloseRounds(storage=storage), SendDigests(storage=storage)
    tell_new_rule, tidy_rotas = TellNewRule(storage=storage), TidyRotas(storage=storage)

    async def unlink_answers() -> None:
        await storage.rewrite_answers()
        await storage.forget_deleted()

    async def close_weeks(now: datetime) -> None:
        closed = await close_week(now=now)
        await forget()
        if closed:
            await unlink_answers()

    async def close_quarters() -> None:
        if await close_epoch():
            await storage.forget_deleted()

    tidy = Tidy(storage=storage, inbox_keys=inbox_keys, unlink_answers=unlink_answers)
    steps: Sequence[tuple[PartKind, Callable[[datetime], Awaitable[object]]]] = (
        (PartKind.FILING, lambda _now: file_inbox()),
        (PartKind.EXPIRING, lambda now: expire(now=now)),
        (PartKind.CLOSING_ROUNDS, lambda now: close_rounds(now=now)),
        (PartKind.NEW_RULE, lambda now: tell_new_rule(now=now)),
        (PartKind.PLANNING, lambda now: plan(now=now)),
        (PartKind.ASKING_ABOUT_ACTIONS, lambda now: ask_about_actions(now=now)),
        (PartKind.REMINDING, lambda now: remind(now=now)),
        (PartKind.ATTENTION, lambda now: spread_attention(now=now)),
        (PartKind.CLOSING_WEEKS, lambda now: close_weeks(now)),
        (PartKind.RETURNING_ACTIONS, lambda now: return_actions(now=now)),
        (PartKind.DIGESTS, lambda now: send_digests(now=now)),
        (PartKind.ASKING_LEADS, lambda now: ask_leads(now=now)),
        (PartKind.NUDGING, lambda now: send_nudges(now=now)),
        (PartKind.CLOSING_QUARTERS, lambda _now: close_quarters()),
        (PartKind.CARRYING, lambda now: give(now=now)),
        (PartKind.TELLING_ADMINISTRATORS, lambda now: alert(now=now)),
        (PartKind.TIDYING, lambda now: tidy(now=now)),
        (PartKind.FORGETTING_SHIFTS, lambda now: tidy_rotas(now=now)),
        (PartKind.FORGETTING_UPLOADS, lambda _now: forget_uploads()),
        (PartKind.FORGETTING_SIGN_INS, lambda _now: forget_sign_ins()),
        (PartKind.CLEANING_FILES, lambda _now: forget_own.clean(storage.forget_deleted)),
    )
    return [(Part(kind=kind), step) for kind, step in steps]
