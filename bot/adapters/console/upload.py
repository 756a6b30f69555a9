"""Upload from HR: a list of people, its columns, what it would change, and saving it once."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, assert_never
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, show
from bot.adapters.console.filling import drawn
from bot.adapters.console.schedules import unit_options
from bot.adapters.console.upload_columns import FEW, causes, choices_made, examples, with_answers, with_column_faults
from bot.domain.administration.rights import ConsolePage, roles_given
from bot.domain.administration.upload.changes import UploadChange
from bot.domain.administration.upload.columns import UploadColumn, UploadedTable, matched
from bot.domain.administration.upload.scope import (
    UploadChoices,
    UploadPlan,
    UploadRefused,
    UploadScope,
)
from bot.domain.forms.fields import ChoiceField, FieldOption, FormField, YesNoField
from bot.domain.forms.form import FilledForm, Form
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Channel, Role
from bot.domain.texts import say
from bot.flows.administration.upload.held import AlreadySaved, ComparedUpload
from bot.flows.administration.upload.saving import SaveUploads, Saving
from bot.flows.administration.upload.upload_people import SavingStep, UploadPeople
from bot.ports import Clock
from bot.programme_rules import EditRefused

HERE: Final = PATHS[ConsolePage.PEOPLE]
UPLOAD: Final = "/admin/upload-people"
"""Outside the folder of people, any of whom may have the id `upload`."""
COLUMNS, CHANGES, SAVING, SAVED, CANCEL, FAULTS = (
    f"{UPLOAD}/{step}" for step in ("columns", "changes", "saving", "saved", "cancel", "faults")
)
SHOWN_AT_MOST: Final = 100
_LEAVES_NUMBER: Final = "leave"
_AGAIN: Final = 2
"""Seconds between two looks at how far it is."""
_LONGEST: Final = 120
"""Seconds after which nobody believes any more that another process is at it."""

WriteCsv = Callable[[Sequence[Sequence[str]]], str]


class UploadPages:
    def __init__(
        self,
        *,
        upload: UploadPeople,
        saving: SaveUploads,
        clock: Clock,
        is_alone: bool,
        told_within: float,
        at_most: int,
        channels: Mapping[Channel, str],
        write_csv: WriteCsv,
    ) -> None:
        """`channels`: their names, by id. `is_alone`: no other process serves these pages. `told_within`: seconds after
        which a page says that nothing is saved yet; most lists are by then. `at_most`: bytes of a file."""
        self._upload, self._channels, self._write_csv = upload, channels, write_csv
        self._saving, self._clock, self._is_alone = saving, clock, is_alone
        self._told_within, self._at_most = told_within, at_most

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(UPLOAD, ConsolePage.PEOPLE, self.file, file_at_most=self._at_most),
            PageRoute(COLUMNS, ConsolePage.PEOPLE, self.columns),
            PageRoute(CHANGES, ConsolePage.PEOPLE, self.changes),
            PageRoute(SAVING, ConsolePage.PEOPLE, self.saving, GET),
            PageRoute(SAVED, ConsolePage.PEOPLE, self.saved, GET),
            PageRoute(CANCEL, ConsolePage.PEOPLE, self.cancel, POST),
            PageRoute(FAULTS, ConsolePage.PEOPLE, self.faults, GET),
        ]

    async def file(self, request: Request, visitor: Visitor) -> Response:
        fault = ""
        if request.method == "POST":
            try:
                await self._upload.begin(visitor.session, visitor.file or b"")
                return RedirectResponse(COLUMNS, status_code=303)
            except UploadRefused as refused:
                fault = say(f"upload-refused-{refused.why}", visitor.locale)
        return self._page(visitor, "upload.html", say("upload-title", visitor.locale), fault=fault)

    async def columns(self, request: Request, visitor: Visitor) -> Response:
        table = await self._upload.table(visitor.session)
        if table is None:
            return RedirectResponse(UPLOAD, status_code=303)
        looked = await self._upload.looked(visitor.session)
        before, plan = (looked.choices, looked.plan) if isinstance(looked, ComparedUpload) else (None, None)
        form = self._form(visitor, table, before)
        if request.method != "POST":
            return self._columns(visitor, form.blank(), plan)
        filled = form.read(visitor.posted, visitor.locale)
        if not filled.faults:
            filled = with_column_faults(filled, table, visitor.locale)
        if filled.faults:
            return self._columns(visitor, filled)
        choices = choices_made(filled, table)
        if before and choices.columns == before.columns:  # the same ids, of which it has been said who is who
            answers = {name: getattr(before, name) for name in ("same_named", "same_renamed")}
            choices = with_answers(choices, answers)
        found = await self._upload.look(visitor.session, choices, scope=_scope(visitor), locale=visitor.locale)
        if isinstance(found, UploadPlan) and found.faults:
            return self._columns(visitor, filled, found)
        return RedirectResponse(CHANGES, status_code=303)

    async def changes(self, request: Request, visitor: Visitor) -> Response:
        looked = await self._upload.looked(visitor.session)
        if not isinstance(looked, ComparedUpload) or looked.plan.faults:
            return _back_to_start(looked)
        if request.method != "POST":
            kind = request.query_params.get("kind", "")
            if kind in looked.plan.changes:
                return self._kind(visitor, looked.plan, kind, request.query_params.get("from", ""))
            return self._plan(visitor, looked.plan)
        if looked.plan.has_questions:
            return await self._answered(visitor, looked)
        typed = visitor.value(_LEAVES_NUMBER).strip()
        save = partial(
            self._upload.save,
            visitor.session,
            seen=visitor.value("seen"),
            leave=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None,
            scope=_scope(visitor),
            locale=visitor.locale,
            author=visitor.author,
        )
        saving = self._saving.begin(visitor.session, save, count=sum(map(len, looked.plan.changes.values())))
        await asyncio.wait({saving.task}, timeout=self._told_within)
        if saving.task.done():
            return self._told(visitor, saving, seen=visitor.value("seen"))
        address = f"{SAVING}?{urlencode({'seen': visitor.value('seen'), 'since': int(saving.since.timestamp())})}"
        return RedirectResponse(address, status_code=303)

    async def saving(self, request: Request, visitor: Visitor) -> Response:
        """How far it is; looked at again by itself every few seconds, until there is something to tell."""
        saving, asked = self._saving.of(visitor.session), request.query_params
        if saving is not None and saving.task.done():
            return self._told(visitor, saving, seen=asked.get("seen", ""))
        if saving is None:
            looked = await self._upload.looked(visitor.session)
            if not isinstance(looked, ComparedUpload):
                return _back_to_start(looked)
            if self._is_alone or not may_go_on(asked.get("since", ""), self._clock.now()):
                title = say("upload-interrupted_title", visitor.locale)
                return self._page(visitor, "upload_interrupted.html", title, action=CHANGES)
            if looked.plan.faults:
                return RedirectResponse(COLUMNS, status_code=303)
            if looked.plan.fingerprint != asked.get("seen", ""):  # the other process has found that it has moved
                return self._plan(visitor, looked.plan, moved=True)
        steps = list(SavingStep)
        shown = self._page(
            visitor,
            "upload_saving.html",
            say("upload-saving_title", visitor.locale),
            steps=[each.value for each in steps],
            at=-1 if saving is None else steps.index(saving.step),
            count=0 if saving is None else saving.count,
            again=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        )
        shown.headers["refresh"] = str(_AGAIN)
        return shown

    def _told(self, visitor: Visitor, saving: Saving, *, seen: str) -> Response:
        """What came of it."""
        try:
            plan = saving.task.result()
        except EditRefused as refused:
            title = say("upload-plan_title", visitor.locale)
            fault = "; ".join(refused.said(visitor.locale))
            return self._page(visitor, "upload_refused.html", title, status=422, fault=fault, action=CHANGES)
        if not isinstance(plan, UploadPlan):
            return _back_to_start(plan)
        if plan.faults:
            return RedirectResponse(COLUMNS, status_code=303)
        if plan.fingerprint != seen:
            return self._plan(visitor, plan, moved=True)
        return self._plan(visitor, plan, fault=say("upload-type_number", visitor.locale, count=plan.leaving))

    async def saved(self, _request: Request, visitor: Visitor) -> Response:
        looked = await self._upload.looked(visitor.session)
        if not isinstance(looked, AlreadySaved):
            return RedirectResponse(UPLOAD, status_code=303)
        title = say("upload-saved_title", visitor.locale)
        return self._page(visitor, "upload_saved.html", title, revision=str(looked.revision), people=HERE)

    async def cancel(self, _request: Request, visitor: Visitor) -> Response:
        await self._saving.cancel(visitor.session)
        return RedirectResponse(HERE, status_code=303)

    async def faults(self, _request: Request, visitor: Visitor) -> Response:
        """For those who mend the file: where something is wrong, without a word of what stands there."""
        looked = await self._upload.looked(visitor.session)
        found = looked.plan.faults if isinstance(looked, ComparedUpload) else []
        rows = [("line", "column"), *((str(line), str(column)) for line, column, _ in found)]
        headers = {"content-disposition": 'attachment; filename="rounds-faults.csv"', "cache-control": "no-store"}
        return Response(self._write_csv(rows), media_type="text/csv", headers=headers)

    # --- columns ---

    def _form(self, visitor: Visitor, table: UploadedTable, before: UploadChoices | None) -> Form:
        locale = visitor.locale
        columns = matched(table.headings) if before is None else before.columns
        options = tuple(
            FieldOption(value=each.value, label=say(f"upload-column-{each}", locale)) for each in UploadColumn
        )
        fields: list[FormField] = [
            ChoiceField(
                name=f"column-{place}",
                label=heading or say("upload-no_heading", locale, number=str(place + 1)),
                help=examples(table, place, locale),
                options=options,
                is_needed=False,
                given=(found.value,) if found else (),
            )
            for place, (heading, found) in enumerate(zip(table.headings, columns, strict=True))
        ]
        may_give = roles_given(visitor.who.held, visitor.tree)
        roles = {role.value: say(f"digest-role-{role}", locale) for role in Role if role in may_give}
        first_channel = visitor.who.person.channel
        fields += [
            ChoiceField(
                **_words("unit", locale),
                options=unit_options(visitor),
                is_needed=False,
                given=(before.unit,) if before and before.unit else (),
            ),
            ChoiceField(
                **_words("role", locale),
                options=_options(roles),
                given=(before.role.value if before else Role.MEMBER.value,),
            ),
            ChoiceField(
                **_words("channel", locale),
                options=_options(self._channels),
                given=(before.channel if before else first_channel,),
            ),
            YesNoField(**_words("leave_out", locale), given=("yes",) if before and before.leave_out else ()),
            YesNoField(**_words("missing_leave", locale), given=("yes",) if before and before.missing_leave else ()),
        ]
        return Form(
            id="upload",
            title=say("upload-columns_title", locale),
            help=say("upload-columns_words", locale, rows=len(table.rows)),
            submit=say("console-look", locale),
            fields=tuple(fields),
        )

    def _columns(self, visitor: Visitor, filled: FilledForm, plan: UploadPlan | None = None) -> Response:
        found = [] if plan is None else causes(plan, visitor.locale)
        values = dict(drawn(filled))
        values["others"] = [*values["others"], *found[:SHOWN_AT_MOST]]
        return self._page(
            visitor,
            "upload_columns.html",
            filled.form.title,
            status=422 if filled.faults or found else 200,
            action=COLUMNS,
            back=HERE,
            fault_count=0 if plan is None else len(plan.faults),
            read_until=0 if plan is None else plan.read_until,
            more_causes=max(0, len(found) - SHOWN_AT_MOST),
            faults_path=FAULTS,
            **values,
        )

    # --- changes ---

    def _plan(self, visitor: Visitor, plan: UploadPlan, *, moved: bool = False, fault: str = "") -> Response:
        if plan.has_questions:
            return self._page(
                visitor,
                "upload_questions.html",
                say("upload-questions_title", visitor.locale),
                status=422 if fault else 200,
                fault=fault,
                action=CHANGES,
                asked=[
                    (name, pairs[:FEW], max(0, len(pairs) - FEW), len(pairs))
                    for name, pairs in (("same_named", plan.named), ("same_renamed", plan.renamed))
                    if pairs
                ],
            )
        kinds = [
            (kind.value, plan.changes[kind.value][:FEW], len(plan.changes[kind.value]))
            for kind in UploadChange
            if plan.changes.get(kind.value)
        ]
        return self._page(
            visitor,
            "upload_plan.html",
            say("upload-plan_title", visitor.locale),
            status=422 if fault else 200,
            plan=plan,
            kinds=kinds,
            few=FEW,
            moved=moved,
            fault=fault,
            action=CHANGES,
            columns=COLUMNS,
        )

    def _kind(self, visitor: Visitor, plan: UploadPlan, kind: str, start: str) -> Response:
        rows = plan.changes[kind]
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 0
        following = first + SHOWN_AT_MOST
        more = f"{CHANGES}?{urlencode({'kind': kind, 'from': following})}" if following < len(rows) else ""
        title = say(f"upload-kind-{kind}", visitor.locale, count=len(rows))
        return self._page(visitor, "upload_kind.html", title, rows=rows[first:following], more=more, back=CHANGES)

    async def _answered(self, visitor: Visitor, looked: ComparedUpload) -> Response:
        answers: dict[str, bool | None] = {}
        for name, pairs in (("same_named", looked.plan.named), ("same_renamed", looked.plan.renamed)):
            answer = {"yes": True, "no": False}.get(visitor.value(name))
            if pairs and answer is None:
                return self._plan(visitor, looked.plan, fault=say("upload-answer_each", visitor.locale))
            answers[name] = answer
        choices = with_answers(looked.choices, answers)
        plan = await self._upload.look(visitor.session, choices, scope=_scope(visitor), locale=visitor.locale)
        is_faulty = isinstance(plan, UploadPlan) and plan.faults
        return RedirectResponse(COLUMNS if is_faulty else CHANGES, status_code=303)

    @staticmethod
    def _page(visitor: Visitor, template: str, title: str, *, status: int = 200, **values: Any) -> Response:
        values = {"upload": UPLOAD, "cancel_path": CANCEL, "leaves_number": _LEAVES_NUMBER, **values}
        return show(visitor, template, title=title, here=HERE, status=status, **values)


def may_go_on(since: str, now: datetime) -> bool:
    """Whether another process, which began at a moment, may still be saving; the moment in whole seconds since 1970."""
    begun = int(since) if since.isascii() and since.isdigit() and len(since) < 12 else 0
    return abs(now.timestamp() - begun) < _LONGEST  # clocks of two machines differ a little


def _back_to_start(looked: ComparedUpload | AlreadySaved | None) -> Response:
    """What was saved is said to be; what is held no more begins anew; what was not looked at yet is looked at."""
    match looked:
        case AlreadySaved():
            return RedirectResponse(SAVED, status_code=303)
        case ComparedUpload():
            return RedirectResponse(COLUMNS, status_code=303)
        case None:
            return RedirectResponse(UPLOAD, status_code=303)
        case _:
            assert_never(looked)


def _scope(visitor: Visitor) -> UploadScope:
    units = {UnitId(each.value): each.label for each in unit_options(visitor)}
    everything = visitor.opens_everything(ConsolePage.PEOPLE)
    return UploadScope(by=visitor.who.person.id, units=units, everything=everything)


def _options(labels: Mapping[Any, str]) -> tuple[FieldOption, ...]:
    return tuple(FieldOption(value=value, label=label) for value, label in labels.items())


def _words(name: str, locale: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": say(f"upload-field-{name}", locale),
        "help": say(f"upload-field_help-{name}", locale),
    }
