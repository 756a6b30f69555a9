"""The Bot API methods of the loopback Telegram: what each accepts, refuses and answers, in the official words."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.support.telegram.records import (
    BLOCKED,
    CHAT_NOT_FOUND,
    Call,
    Edit,
    Json,
    Sent,
    Wrong,
)

if TYPE_CHECKING:
    from tests.support.telegram.server import TelegramServer

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
_SCOPE = "default"


class Refused(Exception):
    """The request is wrong, with the answer Telegram would give."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.description)
        self.wrong = wrong


def _bad(why: str) -> Refused:
    return Refused(Wrong(code=400, description=f"Bad Request: {why}"))


def _get_me(server: "TelegramServer", _call: Call) -> Json:
    return server.me


def _send_message(server: "TelegramServer", call: Call) -> Json:
    text = _words(call.params.get("text"), most=4096, empty="message text is empty", long="message is too long")
    return _accept(server, call, text=text, photo=None)


def _send_photo(server: "TelegramServer", call: Call) -> Json:
    photo = call.params.get("photo")
    if isinstance(photo, str) and photo.startswith("attach://"):
        photo = call.params.get(photo.removeprefix("attach://"))
    return _accept(server, call, text=_caption(call.params.get("caption")), photo=_picture(photo))


def _send_document(server: "TelegramServer", call: Call) -> Json:
    body = call.params.get("document")
    if not isinstance(body, bytes) or not body:
        raise _bad("there is no document in the request")
    return _accept(server, call, text=_caption(call.params.get("caption")), photo=None, document=body)


def _picture(photo: object) -> bytes:
    if not isinstance(photo, bytes) or not photo:
        raise _bad("there is no photo in the request")
    if not photo.startswith((b"\x89PNG", b"\xff\xd8")):
        raise _bad("IMAGE_PROCESS_FAILED")
    return photo


def _caption(words: object) -> str:
    return _words(words, most=1024, empty="", long="message caption is too long")


def _accept(
    server: "TelegramServer", call: Call, *, text: str, photo: bytes | None, document: bytes | None = None
) -> Json:
    chat_id = _chat(server, call.params)
    sent = Sent(
        chat_id=chat_id,
        message_id=server.next_message_id(),
        at=call.at,
        text=text,
        markup=_markup(call.params),
        entities=list(call.params.get("entities") or call.params.get("caption_entities") or []),
        silent=bool(call.params.get("disable_notification", False)),
        params=call.params,
        photo=photo,
        document=document,
    )
    server.sent.append(sent)
    server.messages[chat_id, sent.message_id] = sent
    return server.as_message(sent)


def _edit_text(server: "TelegramServer", call: Call) -> Json:
    sent = _editable(server, call.params)
    if sent.photo is not None:
        raise _bad("there is no text in the message to edit")
    text = _words(call.params.get("text"), most=4096, empty="message text is empty", long="message is too long")
    return _edit(server, call, sent, text)


def _edit_caption(server: "TelegramServer", call: Call) -> Json:
    sent = _editable(server, call.params)
    if sent.photo is None:
        raise _bad("there is no caption in the message to edit")
    return _edit(server, call, sent, _caption(call.params.get("caption")))


def _edit_media(server: "TelegramServer", call: Call) -> Json:
    sent = _editable(server, call.params)
    media = dict(call.params["media"])
    sent.photo = _picture(call.params.get(str(media["media"]).removeprefix("attach://")))
    return _edit(server, call, sent, _caption(media.get("caption")))


def _edit_markup(server: "TelegramServer", call: Call) -> Json:
    sent = _editable(server, call.params)
    return _edit(server, call, sent, sent.text)


def _edit(server: "TelegramServer", call: Call, sent: Sent, text: str) -> Json:
    markup = _markup(call.params)
    if markup is not None and "inline_keyboard" not in markup:
        raise _bad("inline keyboard expected")
    if (text, _keys(markup)) == (sent.text, _keys(sent.markup)):
        raise _bad(_NOT_MODIFIED)
    sent.text, sent.markup = text, markup
    sent.entities = list(call.params.get("entities") or call.params.get("caption_entities") or [])
    sent.edits.append(Edit(at=call.at, text=text, rows=sent.rows))
    return server.as_message(sent) | {"edit_date": server.date()}


def _delete(server: "TelegramServer", call: Call) -> bool:
    key = (int(call.params["chat_id"]), int(call.params["message_id"]))
    sent = server.messages.pop(key, None)
    if sent is None and key not in server.said:
        raise _bad("message to delete not found")
    if sent is not None:
        sent.deleted = True
    server.said.pop(key, None)
    return True


def _answer_query(server: "TelegramServer", call: Call) -> bool:
    query = str(call.params.get("callback_query_id", ""))
    if query not in server.open_queries:
        raise _bad(_STALE_QUERY)
    if len(text := str(call.params.get("text", ""))) > 200:
        raise _bad("MESSAGE_TOO_LONG")
    server.open_queries.discard(query)
    server.answered_queries[query] = text
    return True


def _set_commands(server: "TelegramServer", call: Call) -> bool:
    commands = list(call.params["commands"])
    if len(commands) > 100 or any(not 1 <= len(one["description"]) <= 256 for one in commands):
        raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
    server.commands[_scope(call), str(call.params.get("language_code", ""))] = commands
    return True


def _delete_commands(server: "TelegramServer", call: Call) -> bool:
    server.commands.pop((_scope(call), str(call.params.get("language_code", ""))), None)
    return True


def _scope(call: Call) -> str:
    """Its kind, with the chat where it is one chat's."""
    scope = dict(call.params.get("scope") or {})
    kind = str(scope.get("type", _SCOPE))
    return f"{kind} {scope['chat_id']}" if "chat_id" in scope else kind


def _get_commands(server: "TelegramServer", call: Call) -> list[Json]:
    return server.commands.get((_scope(call), str(call.params.get("language_code", ""))), [])


def _set_webhook(server: "TelegramServer", call: Call) -> bool:
    url = str(call.params.get("url", ""))
    secret = str(call.params.get("secret_token", ""))
    if secret and not all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in secret):
        raise _bad("secret token contains unallowed characters")
    if call.params.get("drop_pending_updates"):
        server.forget_pending()
    server.allow(call.params.get("allowed_updates"))
    server.webhook = {"url": url, "secret_token": secret} if url else {}
    return True


def _delete_webhook(server: "TelegramServer", call: Call) -> bool:
    if call.params.get("drop_pending_updates"):
        server.forget_pending()
    server.webhook = {}
    return True


def _webhook_info(server: "TelegramServer", _call: Call) -> Json:
    info: Json = {
        "url": server.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(server.unconfirmed),
    }
    if trouble := server.webhook.get("last_error_message"):
        info |= {"last_error_message": trouble, "last_error_date": server.date()}
    return info


def _chat(server: "TelegramServer", params: Mapping[str, Any]) -> int:
    try:
        chat_id = int(params["chat_id"])
    except (KeyError, ValueError, TypeError):
        raise _bad("chat_id is empty") from None
    if chat_id in server.blocked:
        raise Refused(BLOCKED)
    if server.unknown_chats_refused and chat_id not in server.known:
        raise Refused(CHAT_NOT_FOUND)
    return chat_id


def _editable(server: "TelegramServer", params: Mapping[str, Any]) -> Sent:
    chat_id = _chat(server, params)
    sent = server.messages.get((chat_id, int(params["message_id"])))
    if sent is None:
        raise _bad("message to edit not found")
    return sent


def _words(value: object, *, most: int, empty: str, long: str) -> str:
    text = str(value or "").strip()
    if not text and empty:
        raise _bad(empty)
    if len(text.encode("utf-16-le")) // 2 > most:
        raise _bad(long)
    return text


def _markup(params: Mapping[str, Any]) -> Json | None:
    markup = params.get("reply_markup")
    if not isinstance(markup, dict):
        return None
    rows = markup.get("inline_keyboard")
    for button in (button for row in rows or [] for button in row):
        if not button.get("text"):
            raise _bad("inline keyboard button text is empty")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise _bad("BUTTON_DATA_INVALID")
    if rows is not None and not any(rows):
        return None  # an empty keyboard is how Telegram takes one away
    return markup


def _keys(markup: Json | None) -> list[Json]:
    return list((markup or {}).get("inline_keyboard", []))


METHODS: Mapping[str, Callable[["TelegramServer", Call], object]] = {
    "getme": _get_me,
    "sendmessage": _send_message,
    "sendphoto": _send_photo,
    "senddocument": _send_document,
    "editmessagetext": _edit_text,
    "editmessagecaption": _edit_caption,
    "editmessagemedia": _edit_media,
    "editmessagereplymarkup": _edit_markup,
    "deletemessage": _delete,
    "answercallbackquery": _answer_query,
    "setmycommands": _set_commands,
    "getmycommands": _get_commands,
    "deletemycommands": _delete_commands,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _webhook_info,
}
