"""Posts and governance seats beside the pulse, of a unit or of the organisation as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.leads import leads_drawn
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import ChoiceField, DateField, FieldOption, FieldValue, FormField, TextField, YesNoField
from bot.domain.forms.form import Form
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import LeadershipRole, SeatKind
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.administration.changing_teams.posts import (
    VACANT,
    FoundPost,
    PutPost,
    Register,
    holder_keys,
    posts_of,
)
from bot.flows.administration.edits import AddEntries, Edit, TakeOutEntry
from bot.flows.administration.read_teams import ReadTeams
from bot.programme_rules import Plain, ProgrammeRules

HERE: Final = PATHS[ConsolePage.TEAMS]
WHOLE: Final = "/admin/posts"
"""Those of the organisation as a whole."""
_PARTS: Final[Mapping[Register, str]] = {Register.ROLES: "role", Register.SEATS: "seat"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    """Whose posts they are."""

    unit: UnitId | None
    name: str
    path: str


def posts_path(unit: UnitId) -> str:
    """Where the posts of a unit are shown and filled."""
    return f"{HERE}/{quote(unit, safe='')}/posts"


class PostPages:
    """Those of the visitor's own units; of the whole only for who administers everything."""

    def __init__(self, *, pages: EditPages, rules: ProgrammeRules, read: ReadTeams) -> None:
        self._pages, self._rules, self._read = pages, rules, read

    def routes(self) -> Sequence[PageRoute]:
        return [route for path in (WHOLE, f"{HERE}/{{unit}}/posts") for route in self._routes_at(path)]

    def _routes_at(self, path: str) -> Sequence[PageRoute]:
        return [
            PageRoute(path, ConsolePage.TEAMS, self.list, GET),
            PageRoute(f"{path}/new/{{part}}", ConsolePage.TEAMS, self.new),
            PageRoute(f"{path}/{{post}}", ConsolePage.TEAMS, self.change),
            PageRoute(f"{path}/{{post}}/empty", ConsolePage.TEAMS, self.empty),
            PageRoute(f"{path}/{{post}}/end", ConsolePage.TEAMS, self.end),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        where = _where(request, visitor)
        if where is None:
            return missing(visitor)
        locale, found = visitor.locale, list(posts_of(where.unit, visitor.who.programme, self._rules))
        leads = {} if where.unit is None else await self._read.leads(where.unit)
        return show(
            visitor,
            "posts.html",
            title=say("posts-title", locale, unit=where.name),
            here=HERE,
            saved="saved" in request.query_params,
            back=HERE,
            leads=[] if where.unit is None else leads_drawn(where.unit, leads, visitor),
            parts=[
                {
                    "id": part,
                    "heading": say(f"posts-heading-{part}", locale),
                    "none": say(f"posts-none-{part}", locale),
                    "posts": [_row(each, where, locale) for each in found if each.place.register is register],
                    "new": (f"{where.path}/new/{part}", say(f"posts-new-{part}", locale)),
                }
                for register, part in _PARTS.items()
            ],
        )

    async def new(self, request: Request, visitor: Visitor) -> Response:
        where = _where(request, visitor)
        register = next((each for each, part in _PARTS.items() if part == request.path_params["part"]), None)
        if where is None or register is None:
            return missing(visitor)
        title = say(f"posts-new_title-{_PARTS[register]}", visitor.locale, unit=where.name)
        form = _form(title, register, {}, visitor.locale)

        def make(values: Mapping[str, FieldValue]) -> AddEntries:
            return AddEntries(table=register, entries=({**_keys(values), "unit": where.unit},))

        return await self._show(request, visitor, where, form, make, f"{where.path}/new/{_PARTS[register]}")

    async def change(self, request: Request, visitor: Visitor) -> Response:
        where, post = self._asked_for(request, visitor)
        if where is None or post is None:
            return self._gone(request, visitor, where)
        title = say("posts-change", visitor.locale, post=_name(post, visitor.locale))
        form = _form(title, post.place.register, post.keys, visitor.locale)

        def make(values: Mapping[str, FieldValue]) -> PutPost:
            return PutPost(place=post.place, keys=_keys(values))

        return await self._show(request, visitor, where, form, make, _path(post, where))

    async def empty(self, request: Request, visitor: Visitor) -> Response:
        """Whoever held it holds it no more, and the post stays."""
        where, post = self._asked_for(request, visitor)
        if where is None or post is None:
            return self._gone(request, visitor, where)
        edit = PutPost(place=post.place, keys=VACANT)
        return await self._confirm(request, visitor, where, "posts-empty", post, edit, "empty")

    async def end(self, request: Request, visitor: Visitor) -> Response:
        where, post = self._asked_for(request, visitor)
        if where is None or post is None:
            return self._gone(request, visitor, where)
        edit = TakeOutEntry(table=post.place.register, entry=post.keys)
        return await self._confirm(request, visitor, where, "posts-end", post, edit, "end")

    def _asked_for(self, request: Request, visitor: Visitor) -> tuple[_Where | None, FoundPost | None]:
        where = _where(request, visitor)
        if where is None:
            return None, None
        found = posts_of(where.unit, visitor.who.programme, self._rules)
        return where, next((each for each in found if each.place.id == request.path_params["post"]), None)

    def _gone(self, request: Request, visitor: Visitor, where: _Where | None) -> Response:
        if where is not None and request.method == "POST":  # a second press, or somebody else was quicker
            return RedirectResponse(where.path, status_code=303)
        return missing(visitor)

    async def _confirm(
        self, request: Request, visitor: Visitor, where: _Where, words: str, post: FoundPost, edit: Edit, act: str
    ) -> Response:
        task = EditTask(
            title=say(words, visitor.locale, post=_name(post, visitor.locale)),
            form=None,
            make=lambda _values: edit,
            action=f"{_path(post, where)}/{act}",
            back=where.path,
            here=HERE,
            done=_saved_at(where),
        )
        return await self._pages.show(request, visitor, task)

    async def _show(
        self, request: Request, visitor: Visitor, where: _Where, form: Form, make: Any, action: str
    ) -> Response:
        task = EditTask(
            title=form.title, form=form, make=make, action=action, back=where.path, here=HERE, done=_saved_at(where)
        )
        return await self._pages.show(request, visitor, task)


def _saved_at(where: _Where) -> Any:
    async def done(_values: Mapping[str, FieldValue]) -> Response:
        return RedirectResponse(f"{where.path}?saved=1", status_code=303)

    return done


def _where(request: Request, visitor: Visitor) -> _Where | None:
    """None for units that are not the visitor's."""
    if "unit" not in request.path_params:
        name = visitor.who.programme.organisation.name
        return _Where(unit=None, name=name, path=WHOLE) if visitor.opens_everything(ConsolePage.TEAMS) else None
    unit = UnitId(request.path_params["unit"])
    if unit not in visitor.units:
        return None
    return _Where(unit=unit, name=visitor.tree.names[unit], path=f"{HERE}/{quote(unit, safe='')}/posts")


def _path(post: FoundPost, where: _Where) -> str:
    return f"{where.path}/{post.place.id}"


def _row(post: FoundPost, where: _Where, locale: str) -> Mapping[str, Any]:
    name, path = _name(post, locale), _path(post, where)
    ways = [
        (path, say("posts-change" if _is_held(post) else "posts-fill", locale, post=name)),
        *([(f"{path}/empty", say("posts-empty", locale, post=name))] if _is_held(post) else ()),
        (f"{path}/end", say("posts-end", locale, post=name)),
    ]
    return {"name": name, "facts": _facts(post, locale), "is_held": _is_held(post), "ways": ways}


def _name(post: FoundPost, locale: str) -> str:
    if post.place.register is Register.ROLES:
        return say(f"structure-role-{post.place.name}", locale)
    return post.place.name


def _is_held(post: FoundPost) -> bool:
    return "since" in post.keys


def _facts(post: FoundPost, locale: str) -> Sequence[str]:
    facts = [say("posts-vacant", locale)]
    if _is_held(post):
        since = day_and_year(date.fromisoformat(str(post.keys["since"])), locale)
        profession = say(f"console-group-{post.keys['profession']}", locale)
        facts = [say("posts-held", locale, profession=profession, since=since)]
    if post.place.register is Register.SEATS:
        facts += [say(f"posts-kind-{post.keys['kind']}", locale)]
        facts += [] if post.keys["votes"] else [say("posts-no_vote", locale)]
    return facts


def _form(title: str, register: Register, keys: Mapping[str, Plain], locale: str) -> Form:
    def words(name: str, help_words: str = "") -> dict[str, Any]:
        given = (str(keys[name]),) if name in keys else ()
        hint = say(help_words, locale) if help_words else ""
        return {"name": name, "label": say(f"posts-field-{name}", locale), "help": hint, "given": given}

    fields: list[FormField]
    match register:
        case Register.ROLES:
            roles = tuple(
                FieldOption(value=each, label=say(f"structure-role-{each}", locale)) for each in LeadershipRole
            )
            fields = [ChoiceField(**words("role"), options=roles)]
        case Register.SEATS:
            kinds = tuple(FieldOption(value=each, label=say(f"posts-kind-{each}", locale)) for each in SeatKind)
            kind = {**words("kind"), "given": (str(keys.get("kind", SeatKind.OTHER.value)),)}
            votes = {**words("votes"), "given": () if keys.get("votes") is False else ("yes",)}
            fields = [
                TextField(**words("title", "posts-help-title")),
                ChoiceField(**kind, options=kinds),
                YesNoField(**votes),
            ]
    professions = tuple(FieldOption(value=each, label=say(f"console-group-{each}", locale)) for each in Profession)
    fields += [
        ChoiceField(**words("profession", "posts-help-holder"), options=professions, is_needed=False),
        DateField(**words("since"), is_needed=False),
    ]
    return Form(id="post", title=title, fields=tuple(fields), submit=say("console-look", locale))


def _keys(values: Mapping[str, FieldValue]) -> Mapping[str, Plain | None]:
    """As the file has them."""
    since = values["since"]
    holder = holder_keys(str(values["profession"] or ""), since.isoformat() if isinstance(since, date) else "")
    own: dict[str, Plain | None] = {
        name: value if isinstance(value, bool) else str(value)
        for name, value in values.items()
        if name not in ("profession", "since")
    }
    return {**own, **holder}
