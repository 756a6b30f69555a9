"""What a tick does, in its order: one part after another, none of which knows of the others."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.app.world import World
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

FILING = "filing answers"
"""The part of the health board that tells how the inbox is worked off."""

Step = tuple[str, Callable[[datetime], Awaitable[object]]]


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
    """Each with its name on the health board."""
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
    return (
        (FILING, lambda _now: file_inbox()),
        ("expiring", lambda now: expire(now=now)),
        ("closing rounds", lambda now: close_rounds(now=now)),
        ("telling the new rule", lambda now: tell_new_rule(now=now)),
        ("planning", lambda now: plan(now=now)),
        ("asking about actions", lambda now: ask_about_actions(now=now)),
        ("reminding", lambda now: remind(now=now)),
        ("counting attention", lambda now: spread_attention(now=now)),
        ("closing weeks", lambda now: close_weeks(now)),
        ("returning actions", lambda now: return_actions(now=now)),
        ("digests", lambda now: send_digests(now=now)),
        ("asking leads", lambda now: ask_leads(now=now)),
        ("nudging", lambda now: send_nudges(now=now)),
        ("closing quarters", lambda _now: close_quarters()),
        ("carrying what is raised", lambda now: give(now=now)),
        ("telling administrators", lambda now: alert(now=now)),
        ("tidying", lambda now: tidy(now=now)),
        ("forgetting shifts", lambda now: tidy_rotas(now=now)),
        ("forgetting uploads", lambda _now: forget_uploads()),
        ("forgetting sign-ins", lambda _now: forget_sign_ins()),
        ("cleaning files", lambda _now: forget_own.clean(storage.forget_deleted)),
    )
