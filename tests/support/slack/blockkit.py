"""Slack's published limits for Block Kit: what the real platform would refuse with `invalid_blocks`.

Sources: docs.slack.dev/reference/block-kit (blocks, block elements, composition objects)
and docs.slack.dev/reference/views.
Kept apart from the adapter on purpose, so that the two can disagree.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
FILE_ID = re.compile(r"^F[A-Z0-9]{8,}$")
MENTION_OR_LINK = re.compile(r"<[^<>]*>")
MARKUP = re.compile(r"[*_~`\n]|^&gt;|:[^\s:]+:")

Json = Mapping[str, Any]


def message_faults(blocks: Sequence[Json]) -> list[str]:
    """Every reason for which Slack would refuse these blocks in a message; empty when it would not."""
    return _faults(blocks, surface="message", most=BLOCKS_IN_A_MESSAGE)


def view_faults(view: Json) -> list[str]:
    """Every reason for which Slack would refuse this view; empty when it would not."""
    surface = "modal" if view.get("type") == "modal" else "home"
    faults = _faults(view.get("blocks", []), surface=surface, most=BLOCKS_IN_A_VIEW)
    if view.get("type") not in {"modal", "home"}:
        faults.append("view: unknown type")
    if len(view.get("private_metadata", "")) > 3000:
        faults.append("view: private_metadata over 3000")
    if len(view.get("callback_id", "")) > 255 or len(view.get("external_id", "")) > 255:
        faults.append("view: callback_id or external_id over 255")
    if surface == "modal":
        faults += _text(view.get("title"), "view.title", most=24)
        for part in ("submit", "close"):
            if part in view:
                faults += _text(view[part], f"view.{part}", most=24)
        if any(block.get("type") == "input" for block in view["blocks"]) and "submit" not in view:
            faults.append("view: a modal with an input needs a submit button")
    return faults


def file_ids(blocks: Sequence[Json]) -> Iterator[str]:
    """Ids of the Slack files that these blocks show."""
    for block in blocks:
        if block.get("type") == "image" and "id" in block.get("slack_file", {}):
            yield str(block["slack_file"]["id"])


def entities(blocks: Sequence[Json]) -> list[str]:
    """Mentions, channels, dates and links that Slack would make out of mrkdwn anywhere in these blocks."""
    return [hit for text in _mrkdwn(blocks) for hit in MENTION_OR_LINK.findall(text)]


def markup(blocks: Sequence[Json]) -> list[str]:
    """Signs that Slack would read as markup beyond a bold first line, the one mark that an app may set there."""
    return [hit for text in _mrkdwn(blocks) for hit in MARKUP.findall(re.sub(r"^\*([^*\n]+)\*\n", r"\1 ", text))]


def visible_text(blocks: Sequence[Json]) -> str:
    """The text that a reader sees, block after block, entities decoded as Slack does."""
    return "\n".join(_decoded(text) for text in _texts(blocks))


def _faults(blocks: Sequence[Json], *, surface: str, most: int) -> list[str]:
    faults: list[str] = []
    if len(blocks) > most:
        faults.append(f"{len(blocks)} blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        faults.append("block_id twice")
    for index, block in enumerate(blocks):
        where = f"/blocks/{index}"
        if len(block.get("block_id", "")) > 255:
            faults.append(f"{where}: block_id over 255")
        faults += _block(block, where, surface)
    return faults


def _block(block: Json, where: str, surface: str) -> list[str]:
    match block.get("type"):
        case "section":
            return _section(block, where)
        case "rich_text":
            elements = block.get("elements", [])
            sized = [] if elements else [f"{where}: a rich text without elements"]
            return sized + [fault for each in elements for fault in _rich_text(each, where)]
        case "header":
            return _text(block.get("text"), where, most=150, plain=True)
        case "context":
            elements = block.get("elements", [])
            sized = [] if 1 <= len(elements) <= 10 else [f"{where}: context elements"]
            return sized + [fault for each in elements for fault in _text(each, where, most=3000)]
        case "actions":
            elements = block.get("elements", [])
            sized = [] if 1 <= len(elements) <= 25 else [f"{where}: {len(elements)} elements"]
            ids = [each.get("action_id") for each in elements]
            unique = [] if len(ids) == len(set(ids)) else [f"{where}: action_id twice"]
            return sized + unique + [fault for each in elements for fault in _element(each, where)]
        case "divider":
            return []
        case "image":
            return _image(block, where)
        case "input" if surface in {"modal", "home"}:
            label = _text(block.get("label"), where, most=2000, plain=True)
            hint = _text(block["hint"], where, most=2000, plain=True) if "hint" in block else []
            return label + hint + _element(block.get("element", {}), where)
        case other:
            return [f"{where}: {other} is not known on {surface}"]


def _section(block: Json, where: str) -> list[str]:
    faults = []
    fields = block.get("fields", [])
    if "text" in block or not fields:
        faults += _text(block.get("text"), where, most=3000)
    if len(fields) > 10:
        faults.append(f"{where}: {len(fields)} fields")
    for each in fields:
        faults += _text(each, where, most=2000)
    if not isinstance(block.get("expand", False), bool):
        faults.append(f"{where}: expand")
    return faults + (_element(block["accessory"], where) if "accessory" in block else [])


def _rich_text(element: Json, where: str) -> list[str]:
    inside = element.get("elements", [])
    faults = [] if inside else [f"{where}: {element.get('type')} without elements"]
    match element.get("type"):
        case "rich_text_list":
            if element.get("style") not in {"bullet", "ordered"}:
                faults.append(f"{where}: list of style {element.get('style')}")
            if any(each.get("type") != "rich_text_section" for each in inside):
                faults.append(f"{where}: a list holds sections")
            return faults + [fault for each in inside for fault in _rich_text(each, where)]
        case "rich_text_section" | "rich_text_quote":
            for each in inside:
                if each.get("type") != "text" or not each.get("text"):
                    faults.append(f"{where}: rich text element {each.get('type')}")
                if set(each.get("style", {})) - {"bold", "italic", "strike", "code"}:
                    faults.append(f"{where}: rich text style")
            return faults
        case other:
            return [f"{where}: rich text {other} is not known"]


def _image(block: Json, where: str) -> list[str]:
    faults = []
    alt = block.get("alt_text", "")
    if not 1 <= len(alt) <= 2000:
        faults.append(f"{where}: alt_text of {len(alt)}")
    if ("slack_file" in block) == ("image_url" in block):
        faults.append(f"{where}: exactly one of slack_file and image_url")
    identity = block.get("slack_file", {}).get("id", "F00000000")
    if not FILE_ID.match(identity):
        faults.append(f"{where}/slack_file/id: input must match regex pattern")
    if "title" in block:
        faults += _text(block["title"], where, most=2000, plain=True)
    return faults


def _element(element: Json, where: str) -> list[str]:
    faults = []
    if not 1 <= len(element.get("action_id", "")) <= 255:
        faults.append(f"{where}: action_id")
    match element.get("type"):
        case "button":
            faults += _text(element.get("text"), where, most=75, plain=True)
            if len(element.get("value", "")) > 2000:
                faults.append(f"{where}: value over 2000")
            if not 1 <= len(element.get("accessibility_label", "x")) <= 75:
                faults.append(f"{where}: accessibility_label")
            if element.get("style", "primary") not in {"primary", "danger"}:
                faults.append(f"{where}: style")
            if len(element.get("url", "")) > 3000:
                faults.append(f"{where}: url")
        case "overflow" | "radio_buttons" | "static_select" as kind:
            most = {"overflow": 5, "radio_buttons": 10, "static_select": 100}[kind]
            options = element.get("options", [])
            if not 1 <= len(options) <= most:
                faults.append(f"{where}: {len(options)} options")
            faults += [fault for option in options for fault in _option(option, where)]
            if "initial_option" in element and element["initial_option"] not in options:
                faults.append(f"{where}: initial_option is not among the options")
            if "placeholder" in element:
                faults += _text(element["placeholder"], where, most=150, plain=True)
        case "plain_text_input":
            if element.get("max_length", 3000) > 3000:
                faults.append(f"{where}: max_length over 3000")
            if "placeholder" in element:
                faults += _text(element["placeholder"], where, most=150, plain=True)
        case "multi_static_select":
            faults += _many(element, where)
        case "checkboxes":
            options = element.get("options", [])
            if not 1 <= len(options) <= 10:
                faults.append(f"{where}: {len(options)} checkboxes")
            faults += [fault for option in options for fault in _option(option, where)]
            if any(each not in options for each in element.get("initial_options", options[:1])):
                faults.append(f"{where}: initial_options are not among the options")
        case "number_input":
            if not isinstance(element.get("is_decimal_allowed"), bool):
                faults.append(f"{where}: is_decimal_allowed")
            if not re.fullmatch(r"-?\d+", element.get("initial_value", "1")):
                faults.append(f"{where}: initial_value")
        case "timepicker":
            if not re.fullmatch(r"\d\d:\d\d", element.get("initial_time", "10:00")):
                faults.append(f"{where}: initial_time")
        case "datepicker":
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01")):
                faults.append(f"{where}: initial_date")
        case other:
            faults.append(f"{where}: element {other} is not known")
    return faults


def options_of(element: Json) -> list[Json]:
    """The options of a menu, whether they stand in groups or not."""
    grouped = (each for group in element.get("option_groups", []) for each in group["options"])
    return [*element.get("options", []), *grouped]


def _many(element: Json, where: str) -> list[str]:
    faults, groups = [], element.get("option_groups", [])
    if ("options" in element) == bool(groups):
        faults.append(f"{where}: either options or groups of them")
    lists = [group.get("options", []) for group in groups] or [element.get("options", [])]
    if len(groups) > 100 or any(not 1 <= len(each) <= 100 for each in lists):
        faults.append(f"{where}: too many options, or none")
    for group in groups:
        faults += _text(group.get("label"), where, most=75, plain=True)
    faults += [fault for option in options_of(element) for fault in _option(option, where)]
    if any(each not in options_of(element) for each in element.get("initial_options", [])):
        faults.append(f"{where}: initial_options are not among the options")
    return faults


def _option(option: Json, where: str) -> list[str]:
    faults = _text(option.get("text"), where, most=75, plain=True)
    if not 1 <= len(option.get("value", "")) <= 150:
        faults.append(f"{where}: option value")
    return faults


def _text(text: Any, where: str, *, most: int, plain: bool = False) -> list[str]:
    if not isinstance(text, Mapping):
        return [f"{where}: no text"]
    faults = []
    if text.get("type") not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        faults.append(f"{where}: text of type {text.get('type')}")
    if not 1 <= len(text.get("text", "")) <= most:
        faults.append(f"{where}: text of {len(text.get('text', ''))} characters, 1 to {most} allowed")
    return faults


def _objects(node: Any) -> Iterator[Json]:
    if isinstance(node, Mapping):
        yield node
        for child in node.values():
            yield from _objects(child)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _objects(child)


def _mrkdwn(blocks: Sequence[Json]) -> Iterator[str]:
    return (each["text"] for each in _objects(blocks) if each.get("type") == "mrkdwn")


def _texts(blocks: Sequence[Json]) -> Iterator[str]:
    return (each["text"] for each in _objects(blocks) if each.get("type") in {"mrkdwn", "plain_text", "text"})


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
