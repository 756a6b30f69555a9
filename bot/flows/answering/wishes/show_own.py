"""What somebody sees in their own chat of how they are asked and what they said; nobody else is shown any of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.domain.asking.consent_changes import asked_how
from bot.domain.asking.language_menu import language_button
from bot.domain.asking.pulse_messages import help_for_staff
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.documents import Paragraph, Quote, Section, SmallPrint, Title
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Channel, Person
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day_and_year
from bot.flows.epochs.living_answers import LivingAnswers, answer_words
from bot.flows.inbox.batch import InboxBatch

ANSWERS_OF: Final = timedelta(weeks=5)
"""The longest block. A page keeps what was said in it for two weeks more, so nothing older is said there: an answer is
to be gone fourteen weeks after it was given."""
ANSWERS_AT_MOST: Final = 12


class ShowOwn:
    """Reads only. Answers come after a press of their own, for whoever looks over a shoulder."""

    def __init__(self, *, answers: LivingAnswers, channels: Mapping[Channel, str]) -> None:
        """`channels`: what each is called."""
        self._answers, self._channels = answers, channels

    async def me(self, batch: InboxBatch, person: Person) -> Message:
        """How often, when and where somebody is asked, and help for staff if the programme names any."""
        zone, locale = await batch.zone_and_locale(person)
        consent, quiet = await batch.work.rosters.consent(person.id), batch.programme.quiet
        channel = self._channels.get(person.channel, person.channel)
        hours = say(
            "commands-me_hours",
            locale,
            first=clock_time(quiet.ends, locale),
            last=clock_time(quiet.starts, locale),
            zone=zone,
        )
        said: list[Section | str] = [
            Title(words=say("commands-me", locale)),
            asked_how(consent, now=batch.now, zone=zone, locale=locale),
            hours,
            say("commands-me_channel", locale, channel=channel),
        ]
        if named := help_for_staff(batch.programme, locale):
            said.append(named)
        said.append(SmallPrint(words=say("commands-me_note", locale)))
        more = (
            ("commands-resume", OnSelf.RESUME) if not consent.accepts(now=batch.now) else ("pulse-pause", OnSelf.PAUSE)
        )
        data, forget = ("commands-mydata_button", OnSelf.DATA), ("me-forget", OnSelf.FORGET)
        rows = (("commands-me_answers_show", OnSelf.ANSWERS), more, data, forget)
        buttons = tuple((Button(label=say(label, locale), intent=SelfPress(what=what)),) for label, what in rows)
        return message_of(MessageKind.SETTINGS, locale, tuple(said), buttons=(*buttons, (language_button(locale),)))

    async def answers(self, batch: InboxBatch, person: Person) -> Message:
        """The newest of the block that is open. A chat that was linked later tells nothing of before."""
        zone, locale = await batch.zone_and_locale(person)
        since = batch.now - ANSWERS_OF
        linked = await batch.work.own_data.chat_since(person.id)
        since = since if linked is None else max(since, linked)
        pulses = [each for each in await batch.work.own_data.pulses_of(person.id) if each.due_at >= since]
        found = await self._answers.of(batch.work, pulses)
        said: list[Section | str] = [Title(words=say("me-answers", locale))]
        if not found:
            said.append(say("me-answers_no_key" if found is None else "commands-me_answers_none", locale))
            return message_of(MessageKind.HELP, locale, tuple(said))
        answered = [each for each in pulses if each.id in found][:ANSWERS_AT_MOST]
        questions = await batch.work.programmes.wordings({each.question for each in answered})
        for each in answered:
            if each.question in questions:
                day = day_and_year(local_date(each.due_at, zone), locale)
                about = say("commands-me_asked", locale, day=day, unit=(await batch.place(each.unit))[0])
                question = questions[each.question]
                said += _one(f"{about} {question.wording(locale)}", answer_words(question, found[each.id], locale))
        said.append(SmallPrint(words=say("commands-me_answers_note", locale)))
        return message_of(MessageKind.HELP, locale, tuple(said))


def _one(asked: str, answer: str) -> Sequence[Section]:
    return Paragraph(words=asked), Quote(words=answer)
