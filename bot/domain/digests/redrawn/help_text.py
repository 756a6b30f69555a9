"""What asks those above for help, with the roles to speak to and what they have answered."""

from collections.abc import Sequence

from bot.domain.digests.digest_facts import kind_words, one_line, role_words
from bot.domain.digests.redrawn.follow_up_shown import HelpAnswer
from bot.domain.follow_up.flags import Flag, HelpResponse
from bot.domain.messaging.buttons import HelpPress, OnHelp
from bot.domain.messaging.documents import Paragraph, Quote, Section, Title
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import listed, weekday


def help_message(
    flag: Flag, *, unit_name: str, leads: Sequence[Role], answers: Sequence[HelpAnswer], locale: str
) -> Message:
    """`leads`: the roles to speak to, whoever asked first. It keeps the buttons that still do something."""
    said: list[Section] = [
        Title(words=one_line(say("loop-help_title", locale, unit=unit_name))),
        Paragraph(words=say("loop-help_asked", locale, kinds=kind_words(flag.kind, locale))),
    ]
    if leads:
        roles = listed([role_words(role, locale) for role in leads], locale)
        said.append(Paragraph(words=say("loop-help_leads", locale, roles=roles)))
    for answer in answers:
        role, on = role_words(answer.role, locale), weekday(answer.on, locale)
        said.append(Paragraph(words=say(f"digest-answer-{answer.response.value}", locale, role=role, day=on)))
        if answer.words:
            said.append(Quote(words=answer.words))
    buttons = tuple(
        Button(
            label=say(f"digest-button-{what.value}", locale),
            intent=HelpPress(flag=flag.id, what=what),
            is_primary=what is OnHelp.WILL_SPEAK,
        )
        for what in OnHelp
        if not any(each.response is HelpResponse.WILL_SPEAK for each in answers)
        and not (answers and what is OnHelp.NOT_NOW)
    )
    return message_of(
        MessageKind.HELP_ASKED, locale, tuple(said), buttons=(buttons,) if buttons else (), unit_name=unit_name
    )
