"""Raising something in confidence from somebody's own page: who reads it, the words, a look at them, then sent."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import PATHS, PageRoute, Visitor, show
from bot.adapters.console.rendering import words_page
from bot.domain.administration.rights import ConsolePage
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import UnitId
from bot.domain.raising.choices import ReaderChoice
from bot.domain.raising.notes import LONGEST_NOTE, Readers
from bot.domain.texts import say
from bot.flows.raising.raise_on_page import NotePreview, RaiseOnPage
from bot.flows.raising.screens import Raiser, choice_label, first_words, reader_names, who_reads
from bot.ports import Entropy

ME: Final = PATHS[ConsolePage.ME]
RAISE: Final = f"{ME}/raise"
_SEND, _CHANGE = "send", "change"


class RaisePages:
    """Behind the same door as all of `/me`: nobody is let in whose link somebody else has asked for."""

    def __init__(self, *, raising: RaiseOnPage, entropy: Entropy) -> None:
        self._raising, self._entropy = raising, entropy

    def routes(self) -> Sequence[PageRoute]:
        return [PageRoute(RAISE, ConsolePage.ME, self.show)]

    async def show(self, request: Request, visitor: Visitor) -> Response:
        raiser = await self._raising.raiser(visitor.who.person)
        step = visitor.value("step")
        choice = _chosen(raiser, visitor.value("to"))
        words = visitor.value("words")
        if request.method != "POST" or step == _CHANGE:
            return self._form(visitor, raiser, words=words, to=visitor.value("to"))
        looked = await self._raising.look(raiser, words)
        if choice is None:
            return self._form(visitor, raiser, words=words, fault=say("raise-choose", visitor.locale))
        if looked.refused:
            return self._form(visitor, raiser, words=words, to=visitor.value("to"), fault=looked.refused)
        if step == _SEND and (visitor.value("anyhow") or not looked.names_colleague):
            return await self._send(visitor, raiser, choice, looked)
        fault = say("raise-page_ask_colleague", visitor.locale) if step == _SEND else ""
        return self._preview(visitor, raiser, choice, looked, fault=fault)

    async def _send(self, visitor: Visitor, raiser: Raiser, choice: ReaderChoice, looked: NotePreview) -> Response:
        try:
            is_sent = await self._raising.send(
                raiser, choice.to, choice.unit, looked.words, page=visitor.value("page") or self._token()
            )
        except KeyUnavailable:
            return words_page("not_raised", visitor.locale, status=503)
        if not is_sent:
            return self._form(visitor, raiser, words=looked.words, fault=say("raise-not_there", visitor.locale))
        return show(
            visitor,
            "raise_sent.html",
            title=say("raise-page_sent", visitor.locale),
            here=ME,
            back=ME,
        )

    def _form(self, visitor: Visitor, raiser: Raiser, *, words: str, to: str = "", fault: str = "") -> Response:
        return show(
            visitor,
            "raise.html",
            title=say("raise-title", visitor.locale),
            here=ME,
            status=422 if fault else 200,
            action=RAISE,
            back=ME,
            said=first_words(raiser),
            choices=[
                {
                    "value": _value(each),
                    "label": choice_label(raiser, each),
                    "names": reader_names(each, visitor.locale),
                    "chosen": _value(each) == to,
                }
                for each in raiser.choices
            ],
            words=words,
            longest=LONGEST_NOTE,
            fault=fault,
        )

    def _preview(
        self, visitor: Visitor, raiser: Raiser, choice: ReaderChoice, looked: NotePreview, *, fault: str
    ) -> Response:
        names = reader_names(choice, visitor.locale)
        return show(
            visitor,
            "raise_look.html",
            title=say("raise-title", visitor.locale),
            here=ME,
            status=422 if fault else 200,
            action=RAISE,
            back=ME,
            goes_to=say("raise-goes_to", visitor.locale, to=names),
            words=looked.words,
            asks=say("raise-names_colleague", visitor.locale, to=names) if looked.names_colleague else "",
            said=[*who_reads(raiser, choice), say("raise-when", visitor.locale)],
            to=_value(choice),
            page=visitor.value("page") or self._token(),
            fault=fault,
        )

    def _token(self) -> str:
        return self._entropy.token(12).hex()


def _value(choice: ReaderChoice) -> str:
    return f"{choice.to}:{choice.unit}"


def _chosen(raiser: Raiser, value: str) -> ReaderChoice | None:
    to, _, unit = value.partition(":")
    return raiser.choice(Readers(to), UnitId(unit)) if to in set(Readers) else None
