"""Forms as modals: drawn, read back, and what becomes of them. Every rule is known elsewhere.

Limits: docs.slack.dev/reference/views (title 24, private_metadata 3,000 characters) and
docs.slack.dev/reference/block-kit/block-elements (10 checkboxes, 100 options, 100 groups of options).
"""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, assert_never

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.channels.slack import TYPED_AT_MOST, payloads
from bot.adapters.channels.slack.errors import FAULTS
from bot.adapters.channels.slack.sections import ROOM, Block, document_blocks, plain
from bot.callback_text import decode, encode
from bot.domain.batches import batches
from bot.domain.errors import RoundsError
from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FieldOption,
    FormField,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import FilledForm, Posted
from bot.domain.messaging.buttons import AdministrationPress
from bot.domain.messaging.documents import Paragraph, document
from bot.domain.messaging.fit import shortened
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.organisation.people import Address
from bot.domain.texts import say
from bot.flows.administration.in_chat.fill_in_form import FormShown, ShownForm, ShownPlan, ShownWords

FORM, PLAN = "rounds:form", "rounds:plan"
"""The modal to fill in, and the one that shows what would be done."""
_FIELD = "rounds:field:"
TITLE, OPTION, LABEL, HINT, METADATA = 24, 75, 2000, 2000, 3000
CHECKBOXES, OPTIONS = 10, 100
UNPACKED_AT_MOST = 60_000
"""Bytes of what a modal carried, once it is read back."""
_IN_A_MODAL = replace(ROOM, blocks=60)
_INDENT = "\u2003"
_YES = "yes"


class Forms(Protocol):
    """`FillInForm`, as far as a channel needs it."""

    async def open(self, sender: Address, press: AdministrationPress) -> ShownForm | None: ...

    async def look(self, sender: Address, press: AdministrationPress, posted: Posted) -> FormShown | None: ...

    async def save(
        self, sender: Address, press: AdministrationPress, posted: Posted, *, seen: str
    ) -> FormShown | None: ...


class Within(Protocol):
    async def __call__(self, look: Any, /) -> Any:
        """Its result; None for what takes too long, which goes on."""


class SlackForms:
    """Opens forms, answers what is filled in, and saves what was looked at, each within Slack's three seconds."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        fill: Forms,
        in_time: Within,
        may_look: Callable[[Address], bool],
        locale_of: Callable[[Address], str],
    ) -> None:
        """`locale_of`: somebody's language without a look into the database."""
        self._client, self._fill, self._in_time, self._locale_of = client, fill, in_time, locale_of
        self._may_look = may_look

    def listen(self, app: AsyncApp) -> None:
        app.view(FORM)(self._on_form)
        app.view(PLAN)(self._on_plan)

    async def open(self, update: Inbound, body: dict[str, Any]) -> bool | None:
        """Whether it stands open; what opened a modal once, or more than three seconds ago, opens none."""
        if not isinstance(update.event, Pressed) or not isinstance(update.event.intent, AdministrationPress):
            return None
        press = update.event.intent
        try:
            shown = await self._fill.open(update.sender, press)
        except RoundsError:
            return None
        if shown is None:
            return None
        try:
            view = form_modal(shown.filled, shown.locale, press=press)
            await self._client.views_open(trigger_id=payloads.trigger_of(body), view=view)
        except FAULTS:
            return None  # the press is filed, and the form comes step by step
        return True

    async def _on_form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        sender, carried = payloads.sender_of(body), carried_in(body)
        if sender is None or carried is None:
            await ack(response_action="clear")
            return
        press, _, _ = carried
        posted = posted_in(body)
        may_look = self._may_look(sender)
        shown = await self._in_time(self._tried(self._fill.look(sender, press, posted))) if may_look else None
        await self._answer(ack, shown, press, sender, body)

    async def _on_plan(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        sender, carried = payloads.sender_of(body), carried_in(body)
        if sender is None or carried is None:
            await ack(response_action="clear")
            return
        press, posted, seen = carried
        may_look = self._may_look(sender)
        shown = (
            await self._in_time(self._tried(self._fill.save(sender, press, posted, seen=seen))) if may_look else None
        )
        await self._answer(ack, shown, press, sender, body, is_plan=True)

    @staticmethod
    async def _tried(act: Awaitable[FormShown | None]) -> FormShown | None:
        try:
            return await act
        except RoundsError:
            return None

    async def _answer(
        self,
        ack: AsyncAck,
        shown: FormShown | None,
        press: AdministrationPress,
        sender: Address,
        body: dict[str, Any],
        *,
        is_plan: bool = False,
    ) -> None:
        locale = self._locale_of(sender)
        match shown:
            case None:
                words = say("chat-not_saved", locale)
                first = next(iter(_state(body)), "")
                if first and not is_plan:
                    await ack(response_action="errors", errors={first: words})
                else:
                    view = words_view(say("administer-form_title", locale), words, locale)
                    await ack(response_action="update", view=view)
            case ShownForm(filled=filled) if not is_plan and "" not in filled.faults:
                await ack(response_action="errors", errors={_FIELD + name: why for name, why in filled.faults.items()})
            case ShownForm(filled=filled):
                await ack(response_action="update", view=form_modal(filled, shown.locale, press=press))
            case ShownPlan():
                await ack(response_action="update", view=plan_modal(shown, press=press))
            case ShownWords():
                blocks = document_blocks(shown.message.document, room=_IN_A_MODAL)
                await ack(response_action="update", view=_modal(shown.title, shown.message.locale, blocks))
            case _:
                assert_never(shown)


# --- drawing ----------------------------------------------------------------------------------------------------------


def form_modal(filled: FilledForm, locale: str, *, press: AdministrationPress) -> dict[str, Any]:
    """What is wrong and belongs to no field stands on top; what belongs to one, beside it."""
    form, blocks = filled.form, list[Block]()
    said = [*([form.help] if form.help else []), *(why for name, why in filled.faults.items() if not name)]
    said += [f"{field.label}: {filled.faults[field.name]}" for field in form.fields if field.name in filled.faults]
    if said:
        blocks += document_blocks(document(*(Paragraph(words=each) for each in said)), room=_IN_A_MODAL)
    blocks += [_input(field, filled.posted.get(field.name, ())) for field in form.fields]
    return _modal(form.title, locale, blocks, callback=FORM, submit=form.submit, carries=carrying(press, {}, ""))


def plan_modal(plan: ShownPlan, *, press: AdministrationPress) -> dict[str, Any]:
    locale, carries = plan.message.locale, carrying(press, plan.posted, plan.seen)
    blocks = document_blocks(plan.message.document, room=_IN_A_MODAL)
    if len(carries) > METADATA:
        return words_view(plan.title, say("administer-too_much", locale), locale)
    if not plan.seen:
        return _modal(plan.title, locale, blocks)
    submit = say("administer-on_form-save", locale)
    return _modal(plan.title, locale, blocks, callback=PLAN, submit=submit, carries=carries)


def words_view(title: str, words: str, locale: str) -> dict[str, Any]:
    return _modal(title, locale, document_blocks(document(Paragraph(words=words))))


def _modal(
    title: str, locale: str, blocks: Sequence[Block], *, callback: str = "", submit: str = "", carries: str = ""
) -> dict[str, Any]:
    close = say("chat-cancel" if submit else "administer-close", locale)
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(shortened(title, TITLE), TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view |= {"callback_id": callback, "submit": plain(submit, TITLE), "private_metadata": carries}
    return view


def _input(field: FormField, values: Sequence[str]) -> Block:
    block: Block = {
        "type": "input",
        "block_id": f"{_FIELD}{field.name}",
        "label": plain(field.label, LABEL),
        "optional": not field.is_needed,
        "element": {"action_id": f"{_FIELD}{field.name}", **_element(field, [each for each in values if each])},
    }
    return block | ({"hint": plain(field.help, HINT)} if field.help else {})


def _element(field: FormField, values: Sequence[str]) -> Block:
    first = values[0] if values else ""
    match field:
        case TextField():
            return {"type": "plain_text_input", "max_length": TYPED_AT_MOST, **_initial("value", first)}
        case NumberField():
            return {"type": "number_input", "is_decimal_allowed": False, **_initial("value", first)}
        case DateField():
            return {"type": "datepicker", **_initial("date", first)}
        case TimeField():
            return {"type": "timepicker", **_initial("time", first)}
        case YesNoField():
            yes = _option(FieldOption(value=_YES, label=field.label))
            return {"type": "checkboxes", "options": [yes], **({"initial_options": [yes]} if first == _YES else {})}
        case ChoiceField(options=options):
            drawn = {each.value: _option(each) for each in options}
            chosen = {"initial_option": drawn[first]} if first in drawn else {}
            return {"type": "static_select", **_options(list(drawn.values()), field.label), **chosen}
        case SeveralField(options=options):
            drawn = {each.value: _option(each) for each in options}
            held = [drawn[each] for each in drawn if each in values]
            several = {"initial_options": held} if held else {}
            if len(drawn) <= CHECKBOXES:
                return {"type": "checkboxes", "options": list(drawn.values()), **several}
            return {"type": "multi_static_select", **_options(list(drawn.values()), field.label), **several}
        case _:
            assert_never(field)


def _initial(kind: str, value: str) -> Block:
    return {f"initial_{kind}": value} if value else {}


def _options(drawn: Sequence[Block], label: str) -> Block:
    if len(drawn) <= OPTIONS:
        return {"options": list(drawn)}
    groups = list(batches(drawn, OPTIONS))
    return {
        "option_groups": [
            {"label": plain(f"{shortened(label, OPTION - 8)} ({number})", OPTION), "options": list(some)}
            for number, some in enumerate(groups, start=1)
        ]
    }


def _option(option: FieldOption) -> Block:
    return {"text": plain(f"{_INDENT * option.level}{option.label}", OPTION), "value": option.value}


# --- reading back -----------------------------------------------------------------------------------------------------


def posted_in(body: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What was filled in, by field; whatever has another shape than Slack gives counts as nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for block, actions in _state(body).items():
        if block.startswith(_FIELD) and isinstance(actions, Mapping):
            state = actions.get(block)
            found[block.removeprefix(_FIELD)] = tuple(_values(state)) if isinstance(state, Mapping) else ()
    return found


def _values(state: Mapping[str, Any]) -> Sequence[str]:
    several = state.get("selected_options")
    if isinstance(several, list):
        return [each["value"] for each in several if isinstance(each, Mapping) and isinstance(each.get("value"), str)]
    one = state.get("selected_option")
    if isinstance(one, Mapping):
        one = one.get("value")
    alone = (one, state.get("value"), state.get("selected_date"), state.get("selected_time"))
    return [each for each in alone if isinstance(each, str) and each]


def _state(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = body
    for step in ("view", "state", "values"):
        found = found.get(step) if isinstance(found, Mapping) else None
    return {str(name): each for name, each in found.items()} if isinstance(found, Mapping) else {}


def carrying(press: AdministrationPress, posted: Posted, seen: str) -> str:
    """Packed, for many ids are long; they hold nothing but what the sender has filled in."""
    plain_values = {name: list(values) for name, values in posted.items()}
    return b85encode(zlib.compress(json.dumps([encode(press), plain_values, seen]).encode(), 9)).decode()


def carried_in(body: Mapping[str, Any]) -> tuple[AdministrationPress, Posted, str] | None:
    """None for what we never packed."""
    try:
        unpacking = zlib.decompressobj()
        written = unpacking.decompress(b85decode(payloads.box_around(body)), UNPACKED_AT_MOST)
        press, posted, seen = json.loads(written)
        intent = decode(press)
        kept = {str(name): tuple(map(str, values)) for name, values in posted.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        return None
    return (intent, kept, str(seen)) if isinstance(intent, AdministrationPress) else None
