"""The pages on which a list is uploaded, with all that they can say."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from bot.adapters.console.rendering import page
from bot.adapters.console.upload import CHANGES, COLUMNS, UPLOAD
from bot.domain.administration.upload.changes import UploadChange
from bot.domain.administration.upload.columns import UploadColumn
from bot.domain.administration.upload.scope import RowFault, UploadPlan
from bot.domain.texts import say
from bot.flows.administration.rota.import_rota import RotaPlan
from bot.flows.administration.upload.upload_people import SavingStep
from tests.support.consoles import Browser

WHY_REFUSED = (
    "too_large", "empty", "old_excel", "locked", "no_list", "no_columns", "no_rows", "too_many_rows",
    "too_many_columns",
)  # fmt: skip
HEADINGS = ("ъ", "ы", "ь", "э", "ю", "")
"""The last column has no name, the one before nobody's words."""


def upload_pages(locale: str, name: str, **who: Any) -> Iterator[tuple[str, bytes]]:
    """Pages that need no hospital."""
    shown = {**who, "here": "/x", "upload": UPLOAD, "cancel_path": "/x", "action": "/x", "columns": "/x"}
    shown |= {"leaves_number": "x", "few": 1, "form_token": "x"}
    for why in WHY_REFUSED:
        fault = say(f"upload-refused-{why}", locale)
        yield why, bytes(page("upload.html", locale, title=name, fault=fault, **shown).body)
    rows = [(name, "1", name, name)]
    for kind in UploadChange:
        title = say(f"upload-kind-{kind}", locale, count=2)
        yield kind, bytes(page("upload_kind.html", locale, title=title, rows=rows, more="/x", **shown).body)
    plan = UploadPlan(
        based_on=1, missing=2, left_out=2, left_out_units=[name], kept=2, leaving=2, asks_again=True, cautions=[name]
    )
    kinds = [(kind.value, rows, 2) for kind in UploadChange]
    title, fault = say("upload-plan_title", locale), say("upload-type_number", locale, count=2)
    for each in (plan, replace(plan, missing_leave=True)):
        values = {"plan": each, "kinds": kinds, "fault": fault, "moved": True, **shown}
        yield "plan", bytes(page("upload_plan.html", locale, title=title, **values).body)
    asked = [(which, [("1", name, "2", name)], 2, 3) for which in ("same_named", "same_renamed")]
    title, fault = say("upload-questions_title", locale), say("upload-answer_each", locale)
    yield "questions", bytes(page("upload_questions.html", locale, title=title, asked=asked, fault=fault, **shown).body)
    title = say("upload-saved_title", locale)
    yield "saved", bytes(page("upload_saved.html", locale, title=title, revision="1", people="/x", **shown).body)
    for at in (-1, 1):
        steps: dict[str, Any] = {"steps": [each.value for each in SavingStep], "at": at, "again": "/x", "count": 2}
        title = say("upload-saving_title", locale)
        yield "saving", bytes(page("upload_saving.html", locale, title=title, **steps, **shown).body)
    title = say("upload-interrupted_title", locale)
    yield "interrupted", bytes(page("upload_interrupted.html", locale, title=title, **shown).body)
    yield "refused", bytes(page("upload_refused.html", locale, title=title, fault=name, **shown).body)
    cause = say("upload-cause", locale, count=2, lines="1, 2", column=name, what=name)
    for words in (cause, say("upload-not_yours_to_give", locale)):
        yield "cause", bytes(page("words.html", locale, title=name, words=words).body)
    faults = {"fields": (), "faulty": (), "others": [name], "faults_path": "/x"}
    values = {
        **faults,
        "fault_count": 2,
        "more_causes": 2,
        "back": "/x",
        **shown,
        "form": _NoForm(name),
    }
    for read_until in (9, 0):
        said = {**values, "read_until": read_until}
        yield "faults", bytes(page("upload_columns.html", locale, title=name, **said).body)


def rota_pages(locale: str, name: str, **who: Any) -> Iterator[tuple[str, bytes]]:
    """The hospital's rota, with all that it can say."""
    shown = {**who, "here": "/x", "upload": UPLOAD, "cancel_path": "/x", "action": "/x", "form_token": "x"}
    for saved, hosts in ((None, ()), (0, (name,)), (1, (name,)), (2, ())):
        fault = say("rota-refused-no_columns", locale) if saved is None else ""
        values = {"fault": fault, "saved": saved, "hosts": hosts, "hosts_path": "/x", **shown}
        yield "rota", bytes(page("rota.html", locale, title=say("console-page-rota", locale), **values).body)
    wrong = RotaPlan(faults=[RowFault(line=1, column=name, what=name)] * 2)
    changed = [(name, "1", 1, 2), (name, "1", 2, 1)]
    plans = [wrong, RotaPlan(people=2, shifts=2, left_out=2, is_cut=True, changed=changed), RotaPlan(is_over=True)]
    for plan, read_until in ((wrong, 9), *((each, 0) for each in plans), (replace(plans[1], changed=[]), 0)):
        values = {
            "read_until": read_until,
            "plan": plan,
            "faults": [say("rota-fault", locale, line="1", column=name, what=name)] * len(plan.faults),
            "more_faults": 2,
            "changed": plan.changed,
            "more_changed": 2,
        }
        values |= {"days": [name, name], "moved": True, "leave_out": True, "may_leave_out": True, **shown}
        yield "rota plan", bytes(page("rota_plan.html", locale, title=say("rota-plan_title", locale), **values).body)
    for hosts_words in ("rota-hosts_title", "rota-hosts", "rota-hosts_help"):
        yield "servers", bytes(page("words.html", locale, title=name, words=say(hosts_words, locale)).body)


async def upload_walk(browser: Browser) -> AsyncIterator[str]:
    """From a file to the question which column is what, with everything that can be chosen amiss."""
    await browser.get(UPLOAD)
    yield "file"
    await browser.upload(UPLOAD, ";".join(HEADINGS).encode() + "\nщ;щ;щ;щ;;щ\n".encode())
    assert browser.page.url.path == COLUMNS
    yield "columns"
    for columns in (
        {"column-0": UploadColumn.PERSON_ID, "column-1": UploadColumn.PERSON_ID},
        {"column-0": UploadColumn.NAME},
        {"column-0": UploadColumn.PERSON_ID, "column-1": UploadColumn.NAME, "column-2": UploadColumn.LAST_NAME},
    ):
        await browser.post(COLUMNS, {**columns, "role": "member", "channel": "web"})
        assert browser.page.status_code == 422
        yield "columns"
    await browser.get(CHANGES)
    yield "nothing chosen"


class _NoForm:
    """What a page asks of a form that has no fields."""

    help = ""

    def __init__(self, name: str) -> None:
        self.submit = name
