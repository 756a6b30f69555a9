"""Somebody's own page: how they are asked, what they were asked and said, their data as a file, and forgetting them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.channels.web.pages import show_sections
from bot.adapters.console.cookies import Cookie
from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask, show_form
from bot.adapters.console.rendering import words_page
from bot.domain.administration.rights import ConsolePage
from bot.domain.asking.consent_changes import ConsentWish, PauseThrough, asked_how
from bot.domain.asking.language_menu import language_called, language_menu
from bot.domain.asking.presses import is_look
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.forms.fields import DateField, FieldValue, TextField
from bot.domain.forms.form import Form
from bot.domain.messaging.buttons import NudgeDayPress, OnNudgeDay, OnSelf, SelfPress
from bot.domain.messaging.messages import Message
from bot.domain.nudges.nudge_text import day_menu
from bot.domain.organisation.people import Channel, Role
from bot.domain.texts import languages, say
from bot.domain.texts.dates import clock_time, day_and_year, listed
from bot.flows.administration.edits import ChangeParticulars
from bot.flows.nudging.answer_nudge import ChooseNudgeDay
from bot.flows.own_page.change_own import ChangeOwn, NoDayForAPause
from bot.flows.own_page.forget_own import GOES, STAYS, ForgetOwn, Forgetting
from bot.flows.own_page.read_own import OwnPage, ReadOwn, Standing
from bot.flows.own_page.write_own_file import WriteOwnFile, own_file_name
from bot.ports import Clock

HERE: Final = PATHS[ConsolePage.ME]
ASKING: Final = f"{HERE}/asking"
UNTIL: Final = f"{HERE}/pause"
DETAILS: Final = f"{HERE}/details"
ANSWERS: Final = f"{HERE}/answers"
FILE: Final = f"{HERE}/file"
FORGET: Final = f"{HERE}/forget"
CALENDAR: Final = f"{HERE}/calendar"
NUDGE_DAY: Final = f"{HERE}/nudge-day"
LANGUAGE: Final = f"{HERE}/language"
_WISHES: Final[frozenset[OnSelf]] = frozenset(get_args(ConsentWish))


class OwnPages:
    """Every one of these is behind a door that lets nobody in whose link somebody else has asked for."""

    def __init__(
        self,
        *,
        read: ReadOwn,
        change: ChangeOwn,
        write_file: WriteOwnFile,
        forget: ForgetOwn,
        nudge_day: ChooseNudgeDay,
        pages: EditPages,
        clock: Clock,
        cookie: Cookie,
        channels: Mapping[Channel, str],
    ) -> None:
        """`channels`: what each is called."""
        self._read, self._change, self._write_file, self._forget = read, change, write_file, forget
        self._nudge_day = nudge_day
        self._pages, self._clock, self._cookie, self._channels = pages, clock, cookie, channels

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.ME, self.show, GET),
            PageRoute(ASKING, ConsolePage.ME, self.asking, POST),
            PageRoute(UNTIL, ConsolePage.ME, self.pause_until),
            PageRoute(DETAILS, ConsolePage.ME, self.details),
            PageRoute(ANSWERS, ConsolePage.ME, self.answers, POST),
            PageRoute(FILE, ConsolePage.ME, self.file, POST),
            PageRoute(FORGET, ConsolePage.ME, self.forget),
            PageRoute(NUDGE_DAY, ConsolePage.ME, self.nudge_day, POST),
            PageRoute(LANGUAGE, ConsolePage.ME, self.language, POST),
        ]

    async def show(self, _request: Request, visitor: Visitor) -> Response:
        own = await self._read(visitor.who.person.id, visitor.who.origin)
        if own is None:
            return missing(visitor)
        menu = await self._change.look(visitor.who.person)
        return show(
            visitor,
            "me.html",
            title=say("console-page-me", visitor.locale),
            here=HERE,
            state=asked_how(own.consent, now=self._clock.now(), zone=own.zone, locale=visitor.locale),
            facts=self._facts(own, visitor),
            choices=_choices(menu),
            may_pause=own.consent.accepts(now=self._clock.now()),
            asked=_asked(own, visitor.locale),
            since=_since(own, visitor.locale),
            ways=_WAYS,
            action=ASKING,
            nudge_days=_nudge_days(visitor),
            nudge_action=NUDGE_DAY,
            languages=_languages(visitor.locale),
            language_action=LANGUAGE,
            raise_way=f"{HERE}/raise",
            help=_help(visitor),
        )

    async def asking(self, _request: Request, visitor: Visitor) -> Response:
        """A button of the menu that the chat has, too: what it says there is said here."""
        try:
            what = OnSelf(visitor.value("what"))
        except ValueError:
            return missing(visitor)
        person = visitor.who.person
        if what in _WISHES and not is_look(SelfPress(what=what)):
            said = await self._change(person, what)  # type: ignore[arg-type]  # it is one of `_WISHES`
        else:
            said = await self._change.look(person, what)
        return self._said(visitor, said, may_choose_day=_offers_pauses(said))

    async def nudge_day(self, _request: Request, visitor: Visitor) -> Response:
        try:
            what = OnNudgeDay(visitor.value("what"))
        except ValueError:
            return missing(visitor)
        return self._said(visitor, await self._nudge_day(visitor.who.person, what))

    async def language(self, _request: Request, visitor: Visitor) -> Response:
        if (wish := visitor.value("language")) not in languages():
            return missing(visitor)
        await self._change.speak(visitor.who.person, wish)
        return RedirectResponse(HERE, status_code=303)  # the page in the new language says it

    async def pause_until(self, request: Request, visitor: Visitor) -> Response:
        locale = visitor.locale
        until = DateField(name="until", label=say("me-until", locale), help=say("me-until_help", locale))
        form = Form(
            id="until", title=say("me-until_title", locale), submit=say("me-until_submit", locale), fields=(until,)
        )
        filled = form.blank()
        if request.method == "POST":
            filled = form.read(visitor.posted, locale)
            last = filled.values.get("until")
            if isinstance(last, date):
                try:
                    return self._said(visitor, await self._change(visitor.who.person, PauseThrough(last)))
                except NoDayForAPause:
                    filled = replace(filled, faults={"until": say("me-until_wrong", locale)})
        return show_form(visitor, filled, action=UNTIL, back=HERE, here=HERE)

    async def details(self, request: Request, visitor: Visitor) -> Response:
        """A time zone stands on the list, so a change of it is a revision like any other."""
        locale, person = visitor.locale, visitor.who.person
        timezone = TextField(
            name="timezone",
            label=say("me-timezone", locale),
            help=say("me-timezone_help", locale),
            is_needed=False,
            given=(person.timezone or "",),
        )
        form = Form(
            id="details",
            title=say("me-details", locale),
            help=say("me-details_help", locale),
            submit=say("console-look", locale),
            fields=(timezone,),
        )

        def make(values: Mapping[str, FieldValue]) -> ChangeParticulars:
            return ChangeParticulars(person=person.id, cells={name: str(value or "") for name, value in values.items()})

        async def done(_values: Mapping[str, FieldValue]) -> Response:
            return RedirectResponse(HERE, status_code=303)

        task = EditTask(title=form.title, form=form, make=make, action=DETAILS, back=HERE, here=HERE, done=done)
        return await self._pages.show(request, visitor, task)

    async def answers(self, _request: Request, visitor: Visitor) -> Response:
        """Only after a press: whoever looks over a shoulder at the page sees none."""
        own = await self._read(visitor.who.person.id, visitor.who.origin, with_answers=True)
        if own is None:
            return missing(visitor)
        return show(
            visitor,
            "me_answers.html",
            title=say("me-answers", visitor.locale),
            here=HERE,
            asked=_asked(own, visitor.locale, is_heard=True),
            can_be_opened=own.can_be_opened,
            since=_since(own, visitor.locale),
            back=HERE,
        )

    async def file(self, _request: Request, visitor: Visitor) -> Response:
        written = await self._write_file(visitor.who.person.id, visitor.who.origin)
        if written is None:
            return missing(visitor)
        name = own_file_name(self._clock.now())
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(written, media_type="application/json", headers=headers)

    async def forget(self, request: Request, visitor: Visitor) -> Response:
        locale = visitor.locale
        if request.method != "POST":
            title = say("me-forget", locale)
            return show(
                visitor, "me_forget.html", title=title, here=HERE, action=FORGET, back=HERE, goes=GOES, stays=STAYS
            )
        try:
            became = await self._forget(visitor.who.person.id)
        except (KeyUnavailable, StorageUnavailable):
            return words_page("not_forgotten", locale, status=503)
        if became is Forgetting.FILE_COMES:
            return words_page("file_comes", locale, status=409)
        response = words_page("forgotten", locale, status=200)
        self._cookie.drop(response)
        return response

    def _said(self, visitor: Visitor, said: Message, *, may_choose_day: bool = False) -> Response:
        locale = visitor.locale
        return show(
            visitor,
            "me_said.html",
            title=say("me-asking", locale),
            here=HERE,
            words=show_sections(said.document.sections, chart=None, level=2, locale=locale),
            choices=_choices(said),
            action=ASKING,
            until=UNTIL if may_choose_day else "",
            back=HERE,
        )

    def _facts(self, own: OwnPage, visitor: Visitor) -> Sequence[tuple[str, str]]:
        who, locale = visitor.who, visitor.locale
        quiet, names = who.programme.quiet, visitor.tree.names
        hours = say("me-hours", locale, first=clock_time(quiet.ends, locale), last=clock_time(quiet.starts, locale))
        channel = self._channels.get(who.person.channel, who.person.channel)
        return [
            (say("me-teams", locale), listed([names[each] for each in who.held if each in names], locale)),
            (say("me-channel", locale), channel),
            (say("me-hours_title", locale), hours),
            (say("me-timezone", locale), own.zone),
            (say("me-language", locale), language_called(locale, locale)),
        ]


_WAYS: Final = {
    "until": UNTIL,
    "calendar": CALENDAR,
    "details": DETAILS,
    "answers": ANSWERS,
    "file": FILE,
    "forget": FORGET,
}


def _languages(locale: str) -> Sequence[tuple[str, str]]:
    """Empty where there is no choice."""
    found = [
        (each.intent.locale, each.label)
        for row in language_menu(locale).buttons
        for each in row
        if isinstance(each.intent, SelfPress)
    ]
    return found if len(found) > 1 else ()


def _nudge_days(visitor: Visitor) -> Sequence[tuple[str, str]]:
    """On which days a champion may want a nudge; nobody else is offered any."""
    if not any(Role.CHAMPION in roles for roles in visitor.who.held.values()):
        return ()
    buttons = (button for row in day_menu(visitor.locale).buttons for button in row)
    return [(each.intent.what.value, each.label) for each in buttons if isinstance(each.intent, NudgeDayPress)]


def _help(visitor: Visitor) -> Sequence[tuple[str, str]]:
    """Help for staff that the programme names, with its link."""
    named = visitor.who.programme.help
    return [] if named is None else [(say("me-help", visitor.locale, text=named.text), named.link)]


def _choices(said: Message) -> Sequence[tuple[str, str]]:
    """What can be pressed, and its words."""
    buttons = (button for row in said.buttons for button in row)
    return [
        (each.intent.what.value, each.label)
        for each in buttons
        if isinstance(each.intent, SelfPress) and each.intent.what not in (OnSelf.ME, OnSelf.LANGUAGE)
    ]


def _asked(own: OwnPage, locale: str, *, is_heard: bool = False) -> Sequence[Mapping[str, str]]:
    """`is_heard`: only those that were heard."""
    heard = (Standing.CHANGEABLE, Standing.HEARD)
    return [
        {
            "when": day_and_year(each.asked_on, locale),
            "unit": each.unit,
            "words": each.words,
            "standing": say(f"me-standing-{each.standing}", locale),
            "answer": each.answer,
        }
        for each in own.asked
        if not is_heard or each.standing in heard
    ]


def _offers_pauses(said: Message) -> bool:
    return any(button.intent == SelfPress(what=OnSelf.PAUSE_1_WEEK) for row in said.buttons for button in row)


def _since(own: OwnPage, locale: str) -> str:
    return "" if own.since is None else say("me-since", locale, date=day_and_year(own.since.date(), locale))
