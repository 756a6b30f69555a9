"""The Slack app: every event is committed by the receiving flow first and acknowledged afterwards.

When it cannot be committed nobody is told otherwise. A press is not acknowledged, so that Slack shows its own warning,
and an ephemeral line asks to tap again. A modal stays open with its words. A command gets the honest line as its
answer. A direct message is not acknowledged either: Slack brings it again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.channels.slack import COMMIT_SECONDS, MENU_SECONDS, payloads
from bot.adapters.channels.slack.blocks import (
    CHOICE,
    PRESS,
    WORDS,
    WRITE,
    home_of,
    menu_modal,
    plain_answer,
    words_modal,
)
from bot.adapters.channels.slack.connection import SlackConnection, discreet_logger
from bot.adapters.channels.slack.errors import FAULTS, code_of
from bot.adapters.channels.slack.forms import Forms, SlackForms
from bot.cancellation import end
from bot.channel_port import ReceiveUpdates
from bot.domain.asking.presses import opens_form, opens_menu
from bot.domain.errors import RoundsError
from bot.domain.messaging.inbound import Inbound, Pressed, Receipt
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.inbox.choose_locale import LocaleOf
from bot.flows.inbox.limit_actions import LimitLooks
from bot.ports import Clock, Timer

log = structlog.get_logger()

_Seen = TypeVar("_Seen")
Home = Callable[[Address], Awaitable[Sequence[Message]]]
"""What the App Home of a person shows: own settings and, for leads, the newest digest."""

Menu = Callable[[Inbound], Awaitable[Message | None]]
"""What a press leads to that changes nothing; None for a press that has to be filed. May raise `RoundsError`."""

FINISH_SECONDS = 3.0
"""How long a stop waits for what is still on its way to Slack."""
HOME_PAUSE = 1.0
"""Seconds between a press at home and a fresh App Home, in which the press is filed."""
NOT_NOW = 503


class SlackEvents:
    """Builds the Bolt app around a receiving flow; `app` serves Socket Mode and HTTP alike."""

    def __init__(
        self,
        *,
        connection: SlackConnection,
        receive: ReceiveUpdates,
        home: Home,
        menu: Menu,
        forms: Forms,
        locale_of: LocaleOf,
        clock: Clock,
        timer: Timer,
        signing_secret: str = "",
        menu_seconds: float = MENU_SECONDS,
        commit_seconds: float = COMMIT_SECONDS,
    ) -> None:
        self._client = connection.client
        self._receive, self._home, self._menu, self._locale_of = receive, home, menu, locale_of
        self._clock, self._timer = clock, timer
        self._menu_seconds, self._commit_seconds = menu_seconds, commit_seconds
        self._looks = LimitLooks()
        self._errands: set[asyncio.Task[None]] = set()
        self._explained: dict[str, None] = {}
        self.app = AsyncApp(
            name="rounds",
            client=AsyncWebClient(base_url=connection.client.base_url, logger=discreet_logger()),  # has no token
            authorize=self._authorize,
            signing_secret=signing_secret or None,
            request_verification_enabled=bool(signing_secret),
            process_before_response=True,
            ignoring_self_events_enabled=False,  # needs auth.test; our own messages carry a bot_id
            logger=discreet_logger(),
        )
        self.app.action(PRESS)(self._on_press)
        self.app.action(WRITE)(self._on_write)
        self.app.view(WORDS)(self._on_words)
        self.app.view(CHOICE)(self._on_choice)
        self._forms = SlackForms(
            client=self._client,
            fill=forms,
            in_time=self._shown_in_time,
            may_look=self._may_look,
            locale_of=locale_of.last_known,
        )
        self._forms.listen(self.app)
        self.app.command("/rounds")(self._on_command)
        self.app.event("message")(self._on_message)
        self.app.event("app_home_opened")(self._on_home)
        self.app.error(self._on_error)

    async def finish(self) -> None:
        """Wait for a moment for what is still on its way to Slack."""
        if self._errands:
            _, late = await asyncio.wait(self._errands, timeout=FINISH_SECONDS)
            await end(late)

    async def _on_press(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        update = payloads.pressed(body)
        if update is None:
            await ack()
            return None
        started = _seconds()
        asks_menu = isinstance(update.event, Pressed) and opens_menu(update.event.intent)
        if asks_menu and await self._in_time(self._open_menu(update, body)):
            await ack()
            return None
        asks_form = isinstance(update.event, Pressed) and opens_form(update.event.intent)
        if asks_form and self._may_look(update.sender) and await self._in_time(self._forms.open(update, body)):
            await ack()
            return None
        receipt = await self._commit(update, since=started)
        if receipt is None:
            self._send_off(self._whisper(body, say("chat-not_saved", self._locale_of.last_known(update.sender))))
            return BoltResponse(status=NOT_NOW)
        await ack()
        if receipt.refused is not None:
            self._send_off(self._whisper(body, receipt.explanation))
        elif update.message is None:
            self._send_off(self._show_home_again(update.sender))
        return None

    async def _open_menu(self, update: Inbound, body: dict[str, Any]) -> bool | None:
        """Beside the chat, if Slack lets it: what opened a modal once, or more than three seconds ago, opens none."""
        message = await self._looked_up(update)
        if message is None:
            return None
        view = menu_modal(message, carries=payloads.box_of(body), is_first=True)
        try:
            await self._client.views_open(trigger_id=payloads.trigger_of(body), view=view)
        except FAULTS:
            return None  # unsaid: a line would tell that somebody has just pressed something
        return True

    async def _on_choice(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What only leads further is shown on top, or in place of the topmost where Slack takes no more; what changes
        something is committed before the modals close."""
        update = payloads.chosen(body, now=self._clock.now())
        if update is None:
            await ack(response_action="clear")
            return
        started = _seconds()
        message = await self._in_time(self._looked_up(update))
        if message is not None:
            view = menu_modal(message, carries=payloads.box_around(body), is_first=False)
            await ack(response_action="update" if payloads.is_stack_full(body) else "push", view=view)
            return
        receipt = await self._commit(update, since=started)
        if receipt is None:
            await ack(response_action="errors", errors={CHOICE: say("chat-not_saved", self._last_known(update))})
        elif receipt.refused is not None:
            await ack(response_action="errors", errors={CHOICE: receipt.explanation})
        else:
            await ack(response_action="clear")

    async def _looked_up(self, update: Inbound) -> Message | None:
        """None for one look too many, too: what was pressed is filed then, and counted where it comes in."""
        if not self._may_look(update.sender):
            return None
        try:
            return await self._menu(update)
        except RoundsError:
            return None

    async def _shown_in_time(self, look: Coroutine[Any, Any, _Seen | None]) -> _Seen | None:
        """For what nothing else follows: all the time that Slack gives."""
        return await self._in_time(look, seconds=self._commit_seconds)

    async def _in_time(self, look: Coroutine[Any, Any, _Seen | None], *, seconds: float | None = None) -> _Seen | None:
        """None for what takes too long. It goes on: a menu that opens after all does no harm."""
        task = asyncio.ensure_future(look)
        done, _ = await asyncio.wait({task}, timeout=self._menu_seconds if seconds is None else seconds)
        if not done:
            self._send_off(_outcome(task))
        return task.result() if done else None

    async def _on_write(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        sender = payloads.sender_of(body)
        if sender is not None and not self._may_look(sender):
            return
        locale = await self._locale_of(sender)
        asked, longest = payloads.blocks_shown(body), payloads.room_in_box(body)
        view = words_modal(asked, locale, carries=payloads.box_of(body), longest=longest)
        try:
            await self._client.views_open(trigger_id=payloads.trigger_of(body), view=view)
        except FAULTS as error:
            log.warning("slack_modal_failed", slack_error=code_of(error))
            self._send_off(self._whisper(body, say("chat-box_failed", locale)))

    async def _on_words(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        update = payloads.submitted(body)
        receipt = None if update is None else await self._commit(update)
        if receipt is None:
            locale = self._last_known(update)
            await ack(response_action="errors", errors={WORDS: say("chat-not_saved_words", locale)})
        elif receipt.refused is not None:
            await ack(response_action="errors", errors={WORDS: receipt.explanation})
        else:
            await ack()

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        update = payloads.commanded(body, now=self._clock.now())
        receipt = None if update is None else await self._commit(update)
        if update is None or receipt is None:
            await ack(say("chat-not_saved", self._last_known(update)))
        elif receipt.refused is not None:
            await ack(plain_answer(receipt.explanation))
        else:
            await ack(say("chat-answer_in_direct_message", await self._locale_of(update.sender)))

    async def _on_message(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        update = payloads.written(body)
        if update is not None:
            receipt = await self._commit(update)
            if receipt is None:
                return BoltResponse(status=NOT_NOW)
            if receipt.refused is not None and not receipt.is_told:
                self._send_off(self._explain(update, receipt))
        await ack()
        return None

    async def _on_home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        address = payloads.home_opened(body)
        if address is not None and self._may_look(address):
            self._send_off(self._show_home(address))

    async def _on_error(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        if not payloads.is_sound(body):
            log.warning("slack_update_unreadable", reason=type(error).__name__)
            return BoltResponse(status=400)
        log.error("slack_event_failed", error=type(error).__name__)
        return BoltResponse(status=500)

    async def _commit(self, update: Inbound, *, since: float | None = None) -> Receipt | None:
        """None when it is not certain that the update was committed in time; `since` is when it came, if not now."""
        task = asyncio.ensure_future(self._receive([update]))
        spent = 0.0 if since is None else _seconds() - since
        done, _ = await asyncio.wait({task}, timeout=self._commit_seconds - spent)
        if not done:
            self._send_off(_outcome(task))
            log.warning("slack_commit_slow")
            return None
        try:
            return task.result()[0]
        except RoundsError as error:
            log.warning("slack_commit_failed", error=type(error).__name__)
            return None

    def _may_look(self, sender: Address) -> bool:
        """What nothing is written for comes by no inbox, so it is counted here."""
        return self._looks.allows(sender, now=self._clock.now())

    def _last_known(self, update: Inbound | None) -> str:
        """The sender's language without a look into the database."""
        return DEFAULT_LOCALE if update is None else self._locale_of.last_known(update.sender)

    async def _whisper(self, body: dict[str, Any], text: str) -> None:
        """One line that only this person sees, under the message they pressed."""
        link, sender = payloads.link_back(body), payloads.sender_of(body)
        if not link:
            if sender is not None:
                await self._client.chat_postMessage(channel=sender.value, text=plain_answer(text))
            return
        session, proxy, ssl = self._client.session, self._client.proxy, self._client.ssl
        client = AsyncWebhookClient(
            link, session=session, proxy=proxy, ssl=ssl, retry_handlers=[], logger=discreet_logger()
        )
        await client.send_dict({"text": plain_answer(text), "response_type": "ephemeral", "replace_original": False})

    async def _explain(self, update: Inbound, receipt: Receipt) -> None:
        """Say once why a direct message was not stored; Slack may bring the same one several times."""
        if update.update_id in self._explained:
            return
        self._explained = dict.fromkeys([*list(self._explained)[-500:], update.update_id])
        locale = await self._locale_of(update.sender)
        left = "" if receipt.may_stay else f" {say('chat-sent_in_chat', locale)}"
        text = f"{receipt.explanation}{left}"
        await self._client.chat_postMessage(channel=update.sender.value, text=plain_answer(text))

    async def _show_home(self, address: Address) -> None:
        messages = await self._home(address)
        await self._client.views_publish(user_id=address.value, view=home_of(messages, await self._locale_of(address)))

    async def _show_home_again(self, address: Address) -> None:
        await self._timer.sleep(HOME_PAUSE)
        await self._show_home(address)

    def _send_off(self, errand: Coroutine[Any, Any, None]) -> None:
        """Something that may fail without harm: it is logged and not repeated."""

        async def run() -> None:
            try:
                await errand
            except (*FAULTS, RoundsError) as error:
                log.warning("slack_errand_failed", error=type(error).__name__, slack_error=code_of(error))

        task = asyncio.ensure_future(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    @staticmethod
    async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token, no call to Slack between a press and its commit."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="")


async def _outcome(task: asyncio.Future[Any]) -> None:
    await task


def _seconds() -> float:
    return asyncio.get_running_loop().time()
