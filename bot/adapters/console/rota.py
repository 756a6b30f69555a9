"""The hospital's rota: a list of shifts, what it would change, and the servers that calendars may come from."""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.schedules import unit_options
from bot.domain.administration.rights import ConsolePage
from bot.domain.administration.shift_list import MOST_FAULTS
from bot.domain.administration.upload.scope import RowFault, UploadRefused, UploadScope
from bot.domain.forms.fields import FieldValue, TextField
from bot.domain.forms.form import Form
from bot.domain.identifiers import UnitId
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.domain.texts.sentences import worded
from bot.flows.administration.edits import PutSettings
from bot.flows.administration.rota.import_rota import RotaPlan
from bot.flows.administration.rota.upload_rota import UploadRota

HERE: Final = PATHS[ConsolePage.ROTA]
CHANGES: Final = f"{HERE}/changes"
CANCEL: Final = f"{HERE}/cancel"
HOSTS: Final = f"{HERE}/hosts"
SHOWN_AT_MOST: Final = 100


class RotaPages:
    """What is shown of people's shifts is what stands in the visitor's own file, as counts. Nobody's own calendar is
    read here."""

    def __init__(self, *, upload: UploadRota, pages: EditPages, at_most: int) -> None:
        """`at_most`: bytes of a file."""
        self._upload, self._pages, self._at_most = upload, pages, at_most

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.ROTA, self.file, file_at_most=self._at_most),
            PageRoute(CHANGES, ConsolePage.ROTA, self.changes),
            PageRoute(CANCEL, ConsolePage.ROTA, self.cancel, POST),
            PageRoute(HOSTS, ConsolePage.ROTA, self.hosts),
        ]

    async def file(self, request: Request, visitor: Visitor) -> Response:
        fault = ""
        if request.method == "POST":
            try:
                await self._upload.begin(visitor.session, visitor.file or b"")
                return RedirectResponse(CHANGES, status_code=303)
            except UploadRefused as refused:
                name = "rota-refused-no_columns" if refused.why == "no_columns" else f"upload-refused-{refused.why}"
                fault = say(name, visitor.locale)
        saved = request.query_params.get("saved", "")
        return show(
            visitor,
            "rota.html",
            title=say("console-page-rota", visitor.locale),
            here=HERE,
            status=422 if fault else 200,
            fault=fault,
            saved=int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 8 else None,
            hosts=visitor.who.programme.rota_hosts,
            hosts_path=HOSTS if visitor.opens_everything(ConsolePage.ROTA) else "",
        )

    async def changes(self, request: Request, visitor: Visitor) -> Response:
        if request.method != "POST":
            leave_out = request.query_params.get("others") == "leave"
            plan = await self._upload.look(visitor.session, scope=_scope(visitor), leave_out=leave_out)
            return _nothing() if plan is None else _plan(visitor, plan, leave_out=leave_out)
        leave_out = visitor.value("others") == "leave"
        saved = await self._upload.save(
            visitor.session,
            scope=_scope(visitor),
            author=visitor.author,
            leave_out=leave_out,
            seen=visitor.value("seen"),
        )
        if saved is None:
            return _nothing()
        plan, is_saved = saved
        if is_saved:
            return RedirectResponse(f"{HERE}?saved={len(plan.changed)}", status_code=303)
        return _plan(visitor, plan, leave_out=leave_out, moved=True)

    async def cancel(self, _request: Request, visitor: Visitor) -> Response:
        await self._upload.cancel(visitor.session)
        return _nothing()

    async def hosts(self, request: Request, visitor: Visitor) -> Response:
        """They are of the whole organisation, so only who administers everything changes them."""
        if not visitor.opens_everything(ConsolePage.ROTA):
            return missing(visitor)
        locale = visitor.locale
        field = TextField(
            name="hosts",
            label=say("rota-hosts", locale),
            help=say("rota-hosts_help", locale),
            is_needed=False,
            given=(", ".join(visitor.who.programme.rota_hosts),),
        )
        form = Form(
            id="hosts", title=say("rota-hosts_title", locale), submit=say("console-look", locale), fields=(field,)
        )

        def make(values: Mapping[str, FieldValue]) -> PutSettings:
            hosts = str(values.get("hosts") or "").replace(",", " ").split()
            return PutSettings(table="rota", keys={"hosts": hosts or None})

        async def done(_values: Mapping[str, FieldValue]) -> Response:
            return _nothing()

        task = EditTask(title=form.title, form=form, make=make, action=HOSTS, back=HERE, here=HERE, done=done)
        return await self._pages.show(request, visitor, task)


def _nothing() -> Response:
    return RedirectResponse(HERE, status_code=303)


def _plan(visitor: Visitor, plan: RotaPlan, *, leave_out: bool, moved: bool = False) -> Response:
    locale = visitor.locale
    days = [] if plan.first is None or plan.last is None else [plan.first, plan.last]
    return show(
        visitor,
        "rota_plan.html",
        title=say("rota-plan_title", locale),
        here=HERE,
        status=422 if plan.faults else 200,
        plan=plan,
        faults=[_fault_said(each, locale) for each in plan.faults[:SHOWN_AT_MOST]],
        more_faults=max(0, len(plan.faults) - SHOWN_AT_MOST),
        read_until=max(each.line for each in plan.faults) if len(plan.faults) >= MOST_FAULTS else 0,
        changed=plan.changed[:SHOWN_AT_MOST],
        more_changed=max(0, len(plan.changed) - SHOWN_AT_MOST),
        days=[day_and_year(day, locale) for day in days],
        moved=moved,
        leave_out=leave_out,
        may_leave_out=not leave_out and any(each.column == "person_id" for each in plan.faults),
        action=CHANGES,
        cancel_path=CANCEL,
    )


def _scope(visitor: Visitor) -> UploadScope:
    units = {UnitId(each.value): each.label for each in unit_options(visitor)}
    return UploadScope(by=visitor.who.person.id, units=units, everything=visitor.opens_everything(ConsolePage.ROTA))


def _fault_said(fault: RowFault, locale: str) -> str:
    return say("rota-fault", locale, line=str(fault.line), column=fault.column, what=worded(fault.what, locale))
