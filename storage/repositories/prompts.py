"""Prompts: what asks people to write, and drafts that are shown before they are sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import bindparam, delete, select

from bot.domain.follow_up.prompts import (
    ActionWords,
    CannotWords,
    CommentWords,
    FormWords,
    HelpWords,
    KnownReasonWords,
    NoteWords,
    Prompt,
    PromptSubject,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
)
from bot.domain.identifiers import PersonId, PromptId
from bot.domain.messaging.messages import SealedWords
from bot.domain.retention.tables import PROMPTS
from bot.repositories.prompts import HeldWords
from storage.repositories.base import Repository
from storage.schema.tables import held_words, prompts
from storage.sql.columns import UtcDateTime
from storage.sql.statements import add_missing, among, put
from storage.sql.transaction import AnyRow

_OPEN_OF = (
    select(prompts)
    .where(prompts.c.person == bindparam("who"), prompts.c.asked_at > bindparam("since", type_=UtcDateTime()))
    .order_by(prompts.c.asked_at.desc(), prompts.c.id)
)
_PURGE = delete(prompts).where(prompts.c.asked_at < bindparam("before", type_=UtcDateTime()))
_HELD = select(held_words).where(held_words.c.person == bindparam("who"))
_LET_OLD_GO = delete(held_words).where(held_words.c.asked_at < bindparam("before", type_=UtcDateTime()))


class StoredPrompts(Repository):
    __slots__ = ()

    async def open(self, prompt: Prompt) -> None:
        await self._transaction.run(
            add_missing(prompts, self._transaction.dialect),
            {
                "id": prompt.id,
                "person": prompt.person,
                **_columns(prompt.subject),
                "shown_in": prompt.shown_in,
                "asked_at": prompt.asked_at,
                "draft_under": None if prompt.draft is None else prompt.draft.key,
                "draft": None if prompt.draft is None else prompt.draft.body,
            },
        )

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        rows = await self._transaction.rows(_OPEN_OF, {"who": person, "since": PROMPTS.moment(now)})
        return [
            Prompt(
                id=row.id,
                person=row.person,
                subject=_subject(row),
                shown_in=row.shown_in,
                asked_at=row.asked_at,
                draft=_draft(row),
            )
            for row in rows
        ]

    async def forget(self, wanted: Collection[PromptId]) -> None:
        if wanted:
            await self._transaction.run(delete(prompts).where(among(prompts.c.id, wanted)))

    async def forget_of(self, people: Collection[PersonId]) -> None:
        for table in (prompts, held_words):
            await self._transaction.run(delete(table).where(among(table.c.person, people)))

    async def purge(self, *, before: datetime) -> int:
        return await self._transaction.count(_PURGE, {"before": before})

    async def hold(self, words: HeldWords) -> None:
        await self._transaction.run(
            put(held_words, self._transaction.dialect),
            {
                "person": words.person,
                "held": words.id,
                "sealing_key": words.sealed.key,
                "body": words.sealed.body,
                "asked_at": words.asked_at,
            },
        )

    async def held(self, person: PersonId) -> HeldWords | None:
        row = await self._transaction.row(_HELD, {"who": person})
        return None if row is None else _held(row)

    async def let_go(self, person: PersonId) -> None:
        await self._transaction.run(delete(held_words).where(held_words.c.person == person))

    async def let_old_go(self, *, before: datetime) -> int:
        return await self._transaction.count(_LET_OLD_GO, {"before": before})


def _draft(row: AnyRow) -> SealedWords | None:
    return None if row.draft is None else SealedWords(key=row.draft_under, body=bytes(row.draft))


def _held(row: AnyRow) -> HeldWords:
    sealed = SealedWords(key=row.sealing_key, body=bytes(row.body))
    return HeldWords(id=row.held, person=row.person, sealed=sealed, asked_at=row.asked_at)


def _columns(subject: PromptSubject) -> dict[str, str | None]:
    columns: dict[str, str | None] = {"flag": None, "action": None, "unit": None, "comment": None}
    match subject:
        case KnownReasonWords(flag=flag):
            return {**columns, "purpose": "known_reason", "flag": flag}
        case ReplyWords(flag=flag):
            return {**columns, "purpose": "reply_words", "flag": flag}
        case ActionWords(action=action):
            return {**columns, "purpose": "action_words", "action": action}
        case CannotWords(action=action):
            return {**columns, "purpose": "cannot_words", "action": action}
        case TeamWords(unit=unit):
            return {**columns, "purpose": "team_words", "unit": unit}
        case TeamWordsOnAction(action=action):
            return {**columns, "purpose": "team_words_on_action", "action": action}
        case HelpWords(flag=flag):
            return {**columns, "purpose": "help_words", "flag": flag}
        case CommentWords(comment=comment):
            return {**columns, "purpose": "comment_words", "comment": comment}
        case FormWords(awaited=awaited):
            return {**columns, "purpose": "form_words" if awaited else "form_choice"}
        case NoteWords():
            raise ValueError("what is raised in confidence has no row")
        case _:
            assert_never(subject)


def _subject(row: AnyRow) -> PromptSubject:
    match row.purpose:
        case "known_reason":
            return KnownReasonWords(flag=row.flag)
        case "reply_words":
            return ReplyWords(flag=row.flag)
        case "action_words":
            return ActionWords(action=row.action)
        case "cannot_words":
            return CannotWords(action=row.action)
        case "team_words":
            return TeamWords(unit=row.unit)
        case "team_words_on_action":
            return TeamWordsOnAction(action=row.action)
        case "help_words":
            return HelpWords(flag=row.flag)
        case "comment_words":
            return CommentWords(comment=row.comment)
        case "form_words" | "form_choice":
            return FormWords(awaited=row.purpose == "form_words")
        case other:
            raise ValueError(f"somebody was asked to write for a purpose that is not known: {other!r}")
