"""The question bank: how each question looks, what speaks against its wording, and its next version."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.previews import previews_of
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import ChoiceField, FieldOption, FieldValue, FormField, NumberField, TextField
from bot.domain.forms.form import Form
from bot.domain.identifiers import QuestionId
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.programme.questions import (
    OWN_KINDS,
    OWN_SCALES,
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    Scale,
)
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.domain.texts.sentences import worded
from bot.flows.administration.edits import PutQuestion, RetireQuestion
from bot.ports import Clock
from bot.programme_rules import Plain, ProgrammeRules

HERE: Final = PATHS[ConsolePage.QUESTIONS]
NEW: Final = "/admin/new-question"
"""Outside the folder of questions, any of which may be called `new`."""
_CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "scale": Scale,
    "polarity": Polarity,
    "kind": Kind,
    "competency": Competency,
    "facet": Facet,
    "audience": Audience,
}
_OPTIONAL: Final = frozenset({"competency", "facet"})
_PLAIN: Final = frozenset({"wording", "scale", "audience"})
"""Fields whose label says all."""
_BY_LANGUAGE: Final = ("text", "none_label")


class QuestionPages:
    """All administrators see the bank; who administers everything changes it, since it is one for all."""

    def __init__(self, *, pages: EditPages, rules: ProgrammeRules, clock: Clock) -> None:
        self._pages, self._rules, self._clock = pages, rules, clock

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.QUESTIONS, self.list, GET),
            PageRoute(NEW, ConsolePage.QUESTIONS, self.new),
            PageRoute(f"{HERE}/{{question}}", ConsolePage.QUESTIONS, self.show, GET),
            PageRoute(f"{HERE}/{{question}}/change", ConsolePage.QUESTIONS, self.change),
            PageRoute(f"{HERE}/{{question}}/retire", ConsolePage.QUESTIONS, self.retire),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        programme, locale = visitor.who.programme, visitor.locale
        return show(
            visitor,
            "questions.html",
            title=say("console-page-questions", locale),
            here=HERE,
            saved="saved" in request.query_params,
            new=NEW if visitor.opens_everything(ConsolePage.QUESTIONS) else "",
            kinds=[
                (say(f"console-question_kind-{kind}", locale), [self._row(each, visitor) for each in of_kind])
                for kind in Kind
                if (of_kind := [each for each in programme.questions.values() if each.kind is kind])
            ],
        )

    async def show(self, request: Request, visitor: Visitor) -> Response:
        question = _asked_for(request, visitor)
        if question is None:
            return missing(visitor)
        return show(
            visitor,
            "question.html",
            title=question.id,
            here=HERE,
            question=self._row(question, visitor),
            facts=_facts(question, visitor.locale),
            looks=previews_of(question, _asked_by(question, visitor.who.programme), visitor, now=self._clock.now()),
            may_change=visitor.opens_everything(ConsolePage.QUESTIONS),
        )

    async def new(self, request: Request, visitor: Visitor) -> Response:
        if not visitor.opens_everything(ConsolePage.QUESTIONS):
            return missing(visitor)
        title = say("console-question_new", visitor.locale)
        given = {"scale": Scale.LIKERT4, "polarity": Polarity.POSITIVE, "kind": Kind.CORE, "audience": Audience.MEMBERS}
        form = _form(visitor, title, {name: (value.value,) for name, value in given.items()}, is_new=True)

        def make(values: Mapping[str, FieldValue]) -> PutQuestion:
            return PutQuestion(id=None, keys=_keys(values))

        return await self._pages.show(request, visitor, _task(title, form, make, NEW, back=HERE))

    async def change(self, request: Request, visitor: Visitor) -> Response:
        question = _asked_for(request, visitor)
        if question is None or not visitor.opens_everything(ConsolePage.QUESTIONS):
            return missing(visitor)
        entry = self._rules.entry(visitor.who.programme, "question", question.id)
        title = say("console-question_change", visitor.locale, question=question.id)
        form = _form(visitor, title, _given(entry), is_new=False)

        def make(values: Mapping[str, FieldValue]) -> PutQuestion:
            return PutQuestion(id=question.id, keys=_keys(values))

        path = _path(question.id)
        return await self._pages.show(request, visitor, _task(title, form, make, f"{path}/change", back=path))

    async def retire(self, request: Request, visitor: Visitor) -> Response:
        question = _asked_for(request, visitor)
        if not visitor.opens_everything(ConsolePage.QUESTIONS):
            return missing(visitor)
        if question is None:  # a second press, or somebody else was quicker
            return RedirectResponse(HERE, status_code=303) if request.method == "POST" else missing(visitor)
        title = say("console-question_retire", visitor.locale, question=question.id)
        edit, path = RetireQuestion(id=question.id), _path(question.id)
        task = _task(title, None, lambda _values: edit, f"{path}/retire", back=path)
        return await self._pages.show(request, visitor, task)

    def _row(self, question: Question, visitor: Visitor) -> Mapping[str, Any]:
        schedules = [each.id for each in _asked_by(question, visitor.who.programme)]
        return {
            "id": question.id,
            "path": _path(question.id),
            "version": say("console-question_version", visitor.locale, version=str(question.version)),
            "texts": list(question.text.items()),
            "cautions": [worded(each, visitor.locale) for each in self._rules.wording_cautions(question)],
            "asked_by": say("console-question_asked_by", visitor.locale, schedules=listed(schedules, visitor.locale))
            if schedules
            else say("console-question_not_asked", visitor.locale),
        }


def _task(title: str, form: Form | None, make: Any, action: str, *, back: str) -> EditTask:
    return EditTask(title=title, form=form, make=make, action=action, back=back, here=HERE, done=_saved)


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)


def _form(visitor: Visitor, title: str, given: Mapping[str, tuple[str, ...]], *, is_new: bool) -> Form:
    locale = visitor.locale

    def words(name: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": say(f"console-question-{name}", locale),
            "help": "" if name in _PLAIN else say(f"console-question_help-{name}", locale),
            "given": given.get(name, ()),
        }

    def words_in(language: str, name: str) -> dict[str, Any]:
        key = f"{name}.{language}"
        label = say(f"console-wording_in-{name}", locale, language=language)
        hint = say(f"console-question_help-{name}", locale)
        return {"name": key, "label": label, "help": hint, "given": given.get(key, ())}

    languages = _languages(visitor.who.programme, given)
    fields: list[FormField] = [TextField(**words("id"))] if is_new else []
    fields += [TextField(**words_in(each, "text"), is_needed=False) for each in languages]
    fields += [TextField(**words("language"), is_needed=False), TextField(**words("wording"), is_needed=False)]
    fields += [_choice(words(name), name, locale) for name in _CHOICES]
    fields.append(TextField(**words("tags"), is_needed=False))
    fields += [TextField(**words_in(each, "none_label"), is_needed=False) for each in languages]
    fields.append(NumberField(**words("version"), is_needed=False))
    return Form(id="question", title=title, fields=tuple(fields), submit=say("console-look", locale))


def _choice(words: Mapping[str, Any], name: str, locale: str) -> ChoiceField:
    options = tuple(
        FieldOption(value=each.value, label=say(f"console-question_{name}-{each.name.lower()}", locale))
        for each in _CHOICES[name]
        if each not in OWN_KINDS | OWN_SCALES
    )
    return ChoiceField(**words, options=options, is_needed=name not in _OPTIONAL)


def _languages(programme: Programme, given: Iterable[str]) -> Sequence[str]:
    """Those that the organisation speaks, and those that the question has beside them."""
    organisation = programme.organisation
    spoken = [organisation.locale, *(unit.locale for unit in organisation.units if unit.locale)]
    own = [each.removeprefix("text.") for each in given if each.startswith("text.")]
    return list(dict.fromkeys([*spoken, *own]))


def _given(entry: Mapping[str, Plain]) -> Mapping[str, tuple[str, ...]]:
    """What stands in the form at first: of what has a language, a field for each."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            found |= {f"{key}.{language}": (words,) for language, words in value.items()}
        else:
            found[key] = (", ".join(value),) if isinstance(value, list) else (str(value),)
    return found


def _keys(values: Mapping[str, FieldValue]) -> Mapping[str, Plain | None]:
    """As the file has them: what has a language in one table, tags as a list."""
    keys: dict[str, Plain | None] = {
        name: str(values[name] or "") or None for name in ("id", *_CHOICES) if name in values
    }
    tags = str(values["tags"] or "").replace(",", " ").split()
    keys |= {"tags": tags or None, "version": _number(values["version"])}
    for key in _BY_LANGUAGE:
        parts = {
            name.removeprefix(f"{key}."): str(words) for name, words in values.items() if name.startswith(f"{key}.")
        }
        if key == "text" and values["language"] and values["wording"]:
            parts[str(values["language"])] = str(values["wording"])
        kept = {language: words for language, words in parts.items() if words}
        keys[key] = kept or ({} if key == "text" else None)
    return {name: value for name, value in keys.items() if name != "version" or value is not None}


def _number(value: FieldValue) -> int | None:
    return value if isinstance(value, int) else None


def _asked_for(request: Request, visitor: Visitor) -> Question | None:
    return visitor.who.programme.questions.get(QuestionId(request.path_params["question"]))


def _asked_by(question: Question, programme: Programme) -> Sequence[Schedule]:
    return [each for each in programme.schedules if _chooses(each, question)]


def _chooses(schedule: Schedule, question: Question) -> bool:
    return question.id in schedule.questions or not question.all_tags.isdisjoint(schedule.questions)


def _facts(question: Question, locale: str) -> Sequence[tuple[str, str]]:
    chosen = [(name, getattr(question, name)) for name in _CHOICES]
    found = [
        (say(f"console-question-{name}", locale), say(f"console-question_{name}-{value.name.lower()}", locale))
        for name, value in chosen
        if value is not None
    ]
    tags = listed(sorted(question.tags), locale)
    return [*found, (say("console-question-tags", locale), tags)] if tags else found


def _path(question: QuestionId) -> str:
    return f"{HERE}/{quote(question, safe='')}"
