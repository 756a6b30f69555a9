"""Everything that is kept under somebody's id, as one file for them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.administration.sign_in import SignInOrigin
from bot.domain.answers.answer_body import AnswerBody
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId, PulseId
from bot.domain.organisation.people import Person
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.epochs.living_answers import LivingAnswers, answer_words
from bot.flows.inbox.batch import InboxBatch
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.flows.own_page.read_own import begin_reading
from bot.ports import Clock, Storage
from bot.repositories.own_data import KeptTable


def own_file_name(now: datetime) -> str:
    """What it is called, wherever it is saved."""
    return f"rounds-my-data-{now:%Y-%m-%d}.json"


class WriteOwnFile:
    """In words where there are words for it, and with every row as it lies in the database. Nothing of it is kept."""

    def __init__(self, *, storage: Storage, clock: Clock, batch: OpenOwnBatch, answers: LivingAnswers) -> None:
        self._storage, self._clock, self._batch, self._answers = storage, clock, batch, answers

    async def __call__(self, person: PersonId, origin: SignInOrigin, *, for_chat: bool = False) -> bytes | None:
        """JSON in UTF-8; None where nobody has this id, or somebody else had to do with the session.

        `for_chat`: it goes through a provider, who is to read nothing about colleagues in it.
        """
        now = self._clock.now()
        async with self._storage.reading() as work:
            own = await begin_reading(work, person, origin, batch=self._batch, now=now)
            if own is None:
                return None
            who, batch, since = own.person, own.batch, own.since
            said = await self._answers.of(work, own.pulses)
            kept = await work.own_data.rows_of(person, since=since)
            answers = [] if said is None else await self._said(batch, who, own.pulses, said)
        _, locale = await batch.zone_and_locale(who)
        notes = ["answers" if said is not None else "no_key", "sums", "list", "raised"]
        if for_chat and (fewer := _about_oneself(kept)) != kept:
            kept, notes = fewer, [*notes, "log"]
        told = [say(f"me-note-{each}", locale) for each in notes]
        if since is not None:
            told.append(say("me-file_since", locale, date=day_and_year(since.date(), locale)))
        written = {
            "title": say("me-file_title", locale, name=who.name),
            "organisation": batch.programme.organisation.name,
            "made_at": now.isoformat(timespec="seconds"),
            "notes": told,
            "answers": answers,
            "kept": [described(name, table, locale) for name, table in kept.items()],
        }
        return json.dumps(written, ensure_ascii=False, indent=2).encode()

    @staticmethod
    async def _said(
        batch: InboxBatch, who: Person, pulses: Sequence[Pulse], said: Mapping[PulseId, AnswerBody]
    ) -> Sequence[Mapping[str, str]]:
        zone, locale = await batch.zone_and_locale(who)
        answered = [each for each in pulses if each.id in said]
        questions = await batch.work.programmes.wordings({each.question for each in answered})
        return [
            {
                "asked_on": local_date(each.due_at, zone).isoformat(),
                "team": (await batch.place(each.unit))[0],
                "question": questions[each.question].wording(locale),
                "answer": answer_words(questions[each.question], said[each.id], locale),
            }
            for each in answered
            if each.question in questions
        ]


def _about_oneself(kept: Mapping[str, KeptTable]) -> Mapping[str, KeptTable]:
    """Without what lines of the log say that somebody wrote, unless they are about themselves."""
    said = kept.get("log_words")
    if said is None:
        return kept
    own = {row["number"] for row in kept["log_people"].rows}
    rows = [row for row in said.rows if row["about"] in own]
    return {**kept, "log_words": replace(said, rows=rows)}


def described(name: str, table: KeptTable, locale: str) -> Mapping[str, object]:
    """A table of the database, with what it is in words."""
    about = f"me-kept-{name}" if table.is_own else "me-kept_among"
    return {"table": name, "what_it_is": say(about, locale), "rows": table.rows}
