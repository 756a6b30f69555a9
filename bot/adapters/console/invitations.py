"""Invitations: who has which; slips to print, a poster, a letter and a list. A code is seen once, when it is made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.paging import piece_of
from bot.adapters.console.people import searched
from bot.adapters.console.rendering import HEADERS, page
from bot.adapters.console.schedules import unit_options
from bot.adapters.console.slips import slips_page
from bot.domain.administration.rights import ConsolePage
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Channel
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.find_people import FindPeople
from bot.flows.administration.inviting.invite_many import InviteMany, ManyInvited
from bot.flows.administration.inviting.read_invitations import ReadInvitations
from bot.flows.administration.inviting.table import COLUMNS, code_rows
from bot.ports import Clock
from bot.repositories.directory import JoinState, PeopleSearch

HERE: Final = PATHS[ConsolePage.INVITATIONS]
MAKE, CHOOSE, POSTER, LETTER = (f"{HERE}/{name}" for name in ("make", "choose", "poster", "letter"))
MOST_SLIPS: Final = 200
"""Twenty-five sheets of paper."""
MOST_ROWS: Final = 500
"""In one list of codes."""
_EVERYBODY: Final = "*"
"""Stands for all units of the visitor, beside the ids of units."""
_COUNTED: Final = ("joined", "open", "run_out", "none")
_WAITING: Final = (JoinState.NOT_INVITED, JoinState.INVITED)

WriteCsv = Callable[[Iterable[Sequence[str]]], str]


class InvitationPages:
    def __init__(
        self,
        *,
        read: ReadInvitations,
        invite: InviteMany,
        find: FindPeople,
        clock: Clock,
        channels: Mapping[Channel, str],
        write_csv: WriteCsv,
    ) -> None:
        """`channels`: their names, by id."""
        self._read, self._invite, self._find, self._clock = read, invite, find, clock
        self._channels, self._write_csv = channels, write_csv

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.INVITATIONS, self.show, GET),
            PageRoute(MAKE, ConsolePage.INVITATIONS, self.make, POST),
            PageRoute(CHOOSE, ConsolePage.INVITATIONS, self.choose, GET),
            PageRoute(POSTER, ConsolePage.INVITATIONS, self.poster, GET),
            PageRoute(LETTER, ConsolePage.INVITATIONS, self.letter, GET),
        ]

    async def show(self, request: Request, visitor: Visitor) -> Response:
        locale, found = visitor.locale, await self._read(visitor.units)
        options = unit_options(visitor)
        counted, pieces = piece_of([each for each in options if each.value in found.by_unit], request)
        return show(
            visitor,
            "invitations.html",
            title=say("console-page-invitations", locale),
            here=HERE,
            everybody=found.everybody,
            units=[(option, found.by_unit[UnitId(option.value)]) for option in counted],
            pieces=pieces,
            options=options,
            everybody_value=_EVERYBODY,
            make=MAKE,
            choose=CHOOSE,
            poster=POSTER,
            letter=LETTER,
            columns=_COUNTED,
        )

    async def choose(self, request: Request, visitor: Visitor) -> Response:
        """People one by one, a page at a time."""
        asked, locale = request.query_params, visitor.locale
        words, state = searched(asked.get("q", "")), asked.get("state", "")
        joining = JoinState(state) if state in _WAITING else JoinState.NOT_INVITED
        after = searched(asked.get("name", "")), PersonId(searched(asked.get("id", "")))
        search = PeopleSearch(
            units=visitor.units, words=words.split()[:5], joining=joining, after=after if all(after) else None
        )
        found, more_follow = await self._find(search)
        more = ""
        if more_follow:
            last = found[-1].person
            more = f"{CHOOSE}?{urlencode({'q': words, 'state': joining, 'name': last.name, 'id': last.id})}"
        names = visitor.tree.names
        return show(
            visitor,
            "invitations_choose.html",
            title=say("invitations-choose_title", locale),
            here=HERE,
            choose=CHOOSE,
            make=MAKE,
            words=words,
            state=joining.value,
            states=[(each.value, say(f"console-joining-{each}", locale)) for each in _WAITING],
            people=[
                (each.person, listed([names[unit] for unit in _own(each.memberships, visitor)], locale))
                for each in found
            ],
            more=more,
        )

    async def make(self, _request: Request, visitor: Visitor) -> Response:
        """Codes for whoever was chosen, shown at once and never again."""
        unit = visitor.value("unit")
        chosen = [PersonId(each) for each in visitor.posted.get("person", ())]
        of_people = visitor.value("who") == "chosen"
        if not of_people and unit != _EVERYBODY and unit not in visitor.units:
            return missing(visitor)
        if of_people and not chosen:
            return RedirectResponse(CHOOSE, status_code=303)
        units = visitor.units
        if not of_people and unit != _EVERYBODY:
            units &= visitor.who.programme.organisation.at_or_below(UnitId(unit))
        is_file = visitor.value("as") == "list"
        invited = await self._invite(
            units,
            held=visitor.who.held,
            tree=visitor.tree,
            chosen=frozenset(chosen) if of_people else None,
            renew=visitor.value("renew") == "yes",
            at_most=MOST_ROWS if is_file else MOST_SLIPS,
            is_file=is_file,
            author=visitor.author,
        )
        if not invited.codes:
            return self._nobody(visitor, invited)
        if is_file:
            return self._list(invited)
        return self._slips(visitor, invited)

    async def poster(self, request: Request, visitor: Visitor) -> Response:
        unit = request.query_params.get("unit", "")
        if unit and unit not in visitor.units:
            return missing(visitor)
        locale = visitor.tree.locales[UnitId(unit)] if unit else visitor.locale
        name = visitor.tree.names[UnitId(unit)] if unit else visitor.who.programme.organisation.name
        return page(
            "poster.html",
            locale,
            title=say("invitations-poster_title", locale),
            name=name,
            weeks=await self._read.weeks_told(visitor.who.programme),
            back=HERE,
        )

    async def letter(self, _request: Request, visitor: Visitor) -> Response:
        locale = visitor.locale
        return show(
            visitor,
            "letter.html",
            title=say("invitations-letter_title", locale),
            here=HERE,
            back=HERE,
            fields={name: f"«{name}»" for name in COLUMNS},
            weeks=await self._read.weeks_told(visitor.who.programme),
            organisation=visitor.who.programme.organisation.name,
        )

    # --- what comes of it ---

    def _nobody(self, visitor: Visitor, invited: ManyInvited) -> Response:
        title = say("invitations-nobody_title", visitor.locale)
        return show(visitor, "invitations_none.html", title=title, here=HERE, invited=invited, back=HERE)

    def _list(self, invited: ManyInvited) -> Response:
        name = f"rounds-invitations-{self._clock.now():%Y-%m-%d}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(self._write_csv(code_rows(invited.codes)), media_type="text/csv", headers=headers)

    def _slips(self, visitor: Visitor, invited: ManyInvited) -> Response:
        shown = slips_page(invited, visitor.who.programme, channels=self._channels, locale=visitor.locale, back=HERE)
        return HTMLResponse(shown, headers=HEADERS)


def _own(memberships: Iterable[Any], visitor: Visitor) -> Sequence[UnitId]:
    return list(dict.fromkeys(each.unit for each in memberships if each.unit in visitor.units))
