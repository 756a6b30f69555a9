"""Everything that the message of a pulse can show, from the question to "this one has closed"; never the answer.

All answers, "can't say" included, get one and the same acknowledgement, so that neither the screen nor the database
tells them apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import AnswerCode, PersonId, PulseId, RoundId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    Answer,
    Intent,
    OnPulse,
    OnRaise,
    OnSelf,
    PulsePress,
    RaisePress,
    SelfPress,
    TrialPress,
)
from bot.domain.messaging.documents import Context, Fact, Facts, Lead, Quote, Section, SmallPrint, paragraphs
from bot.domain.messaging.free_text_guard import LONGEST_ADDED, LONGEST_TEXT
from bot.domain.messaging.messages import Button, Message, MessageKind, Said, message_of
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import (
    CANT_SAY,
    NONE_RAISED,
    Question,
    Scale,
)
from bot.domain.texts import say
from bot.domain.texts.dates import moment
from bot.domain.texts.languages import nearest

Rows = tuple[tuple[Button, ...], ...]


class View(StrEnum):
    """What the message of a pulse shows at the moment."""

    QUESTION = "question"
    REMINDER = "reminder"
    AGAIN = "again"
    """The question once more, at the time the person chose."""
    WRITING = "writing"
    """What was written so far counts, and more may be added."""
    ADDING = "adding"
    """A few words may be added to the answer."""
    TAKEN_OUT = "taken_out"
    """Nothing is left of what was written."""
    BELOW = "below"
    """An earlier copy: the question stands further down."""
    RECORDED = "recorded"
    SKIPPED = "skipped"
    SNOOZE = "snooze"
    SNOOZED = "snoozed"
    PASSED = "passed"
    MORE = "more"
    WHY = "why"
    CLOSED = "closed"
    LEFT_TEAM = "left_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How one person is spoken to about one pulse."""

    unit_name: str
    locale: str
    zone: str
    """IANA zone in which times are written."""
    now: datetime
    introduction: str = ""
    """Who asks, how long an answer lives and what one can do. Given with the first question on a channel."""
    help_for_staff: str = ""
    """Help that the programme names, for whoever opens the menu; never because of an answer."""
    news: str = ""
    """What was told back to the team since, in its own words."""
    action: str = ""
    """What was done, where it is asked whether that changed anything."""
    longest: int = LONGEST_TEXT
    """Characters that an answer in own words may have where this is shown."""
    words_from: int = 0
    """From how many people on their team reads what they have written; 0: never."""
    again: Mapping[OnPulse, datetime | None] = field(default_factory=dict)
    """What "Not now" can offer; for `SNOOZED` the one choice that was taken."""


def view_of(pulse: Pulse, *, now: datetime) -> View:
    """What follows from the state of a pulse alone."""
    if now >= pulse.closes_at or pulse.state is PulseState.EXPIRED:
        return View.CLOSED
    match pulse.state:
        case PulseState.ANSWERED:
            return View.RECORDED
        case PulseState.SKIPPED:
            return View.SKIPPED
        case PulseState.PLANNED | PulseState.SENT:
            return View.QUESTION
        case _:
            assert_never(pulse.state)


def compose_pulse(view: View, pulse: Pulse, question: Question, setting: Setting) -> Message:
    """The message of a pulse in one of its views."""
    until = moment(pulse.closes_at, now=setting.now, zone=setting.zone, locale=setting.locale)

    def words(name: str, **values: object) -> str:
        return say(name, setting.locale, unit=setting.unit_name, until=until, **values)

    def press(label: str, what: OnPulse) -> Button:
        return Button(label=words(label), intent=PulsePress(pulse=pulse.id, what=what))

    news: tuple[Section, ...] = ()
    if setting.news:
        news = (Quote(source=words("pulse-news"), words=setting.news),)

    def answer(said: Said, rows: Rows = ()) -> Message:
        return message_of(MessageKind.ANSWER, setting.locale, said, buttons=rows)

    def settled(said: str, *rows: Button) -> Message:
        """What was asked stays to be read; what was chosen does not."""
        statement = paragraphs(question.wording(setting.locale))[0]
        done = (Quote(words=setting.action),) if setting.action else ()
        told = news if view in (View.RECORDED, View.SKIPPED) else ()
        return answer((Lead(words=statement.words), *done, said, *told), tuple((each,) for each in rows))

    match view:
        case View.QUESTION:
            is_read = question.is_text and setting.words_from  # the words themselves may be shown
            closing = words("pulse-open_until_words" if is_read else "pulse-open_until")
            return _question(pulse, question, setting, closing=closing)
        case View.REMINDER:
            return _question(pulse, question, setting, closing=words("pulse-reminder"))
        case View.AGAIN:
            return _question(pulse, question, setting, closing=words("pulse-again"))
        case View.WRITING:
            ways = (press("pulse-done", OnPulse.DONE), press("pulse-start_again", OnPulse.START_AGAIN))
            longest = setting.longest if question.is_text else longest_added(setting)
            said = (words("pulse-writing"), words_read(setting), *news)  # lists may have changed since it was asked
            return replace(answer(said, (ways,)), asks_reply=True, longest_reply=longest)
        case View.ADDING:
            return replace(_adding(pulse, setting), asks_reply=True, longest_reply=longest_added(setting))
        case View.TAKEN_OUT:
            return answer(words("pulse-taken_out"), ((press("pulse-answer_now", OnPulse.CHANGE),),))
        case View.BELOW:
            return answer(words("pulse-below_heard" if pulse.heard else "pulse-below"))
        case View.RECORDED:
            takes_words = setting.words_from and not question.is_text
            add = (press("pulse-add_words", OnPulse.ADD_WORDS),) if takes_words else ()
            return settled(words("pulse-recorded"), press("pulse-change", OnPulse.CHANGE), *add)
        case View.SKIPPED:
            return settled(words("pulse-skipped"), press("pulse-answer_now", OnPulse.CHANGE))
        case View.SNOOZE:
            offered = [what for what, at in setting.again.items() if at is not None or what is OnPulse.NEXT_WEEK]
            rows = [(press(_SNOOZE_LABELS[what], what),) for what in (*offered, OnPulse.SKIP)]
            facts = tuple(
                Fact(label=words(_SNOOZE_LABELS[what]), value=_when(setting.again[what], setting)) for what in offered
            )
            snoozed: Said = (words("pulse-snooze"), *((Facts(facts=facts),) if facts else ()))
            return answer(snoozed, (*rows, (press("pulse-back", OnPulse.BACK),)))
        case View.SNOOZED:
            at = next(at for at in setting.again.values() if at is not None)
            when = moment(at, now=setting.now, zone=setting.zone, locale=setting.locale)
            return settled(words("pulse-snoozed", when=when), press("pulse-answer_now", OnPulse.BACK))
        case View.PASSED:
            return settled(words("pulse-passed"), press("pulse-answer_now", OnPulse.BACK))
        case View.MORE:
            wishes = [(_wish(label, what, setting.locale),) for label, what in _WISHES]
            asks = (
                press("pulse-why_button", OnPulse.WHY),
                _wish("pulse-privacy_button", OnSelf.PRIVACY, setting.locale),
            )
            wishes.append((_wish("pulse-team_button", OnSelf.TEAM, setting.locale),))
            start = RaisePress(what=OnRaise.START)
            wishes.append((Button(label=words("raise-button"), intent=start),))
            help_said = (SmallPrint(words=setting.help_for_staff),) if setting.help_for_staff else ()
            return answer((words("pulse-more_menu"), *help_said), (*wishes, asks, (press("pulse-back", OnPulse.BACK),)))
        case View.WHY:
            return answer((words("pulse-why"), words("pulse-why_not_scored")), ((press("pulse-back", OnPulse.BACK),),))
        case View.CLOSED:
            return settled(words("pulse-closed_kept" if pulse.heard else "pulse-closed"))
        case View.LEFT_TEAM:
            return answer(words("pulse-left_team"))
        case _:
            assert_never(view)


def compose_trial(question: Question, *, schedule: ScheduleId, when: str, locale: str) -> Message:
    """A question as it looks on the channel, for whoever wants to try it: it is no pulse, and takes no answer."""
    first, *more = paragraphs(question.wording(locale))
    notes = ["pulse-test_words"] if question.is_text else []
    answers = [_on_trial(answer_label(question, code, locale)) for code in question.codes]
    ways = tuple(_on_trial(say(label, locale)) for label in _WAYS)
    return message_of(
        MessageKind.QUESTION,
        locale,
        (
            Context(words=say("pulse-test_heading", locale, schedule=schedule, when=when)),
            Lead(words=first.words),
            *more,
            *(SmallPrint(words=say(note, locale)) for note in (*notes, "pulse-test_note")),
        ),
        buttons=(*_in_rows(question, answers), ways),
    )


def compose_preview(question: Question, setting: Setting, *, closes_at: datetime) -> Message:
    """A question as its pulse says it, for whoever looks at the bank; the pulse stands for nobody's."""
    stand_in = Pulse(
        id=PulseId("preview"),
        round=RoundId("preview"),
        unit=UnitId("preview"),
        person=PersonId("preview"),
        question=question.ref,
        due_at=setting.now,
        closes_at=closes_at,
        week=IsoWeek.of(closes_at.date()),
    )
    return compose_pulse(View.QUESTION, stand_in, question, setting)


def trial_pressed(locale: str) -> Message:
    return message_of(MessageKind.ANSWER, locale, say("pulse-test_pressed", locale))


def _on_trial(label: str) -> Button:
    return Button(label=label, intent=TrialPress())


def help_for_staff(programme: Programme, locale: str) -> str:
    """Help that the programme names, as one line; empty where it names none."""
    named = programme.help
    return "" if named is None else say("raise-help", locale, text=named.text, link=named.link).rstrip()


def back_to(pulse: Pulse, locale: str) -> tuple[Button, ...]:
    """The row that leads from a side page back to the question."""
    return (Button(label=say("pulse-back", locale), intent=PulsePress(pulse=pulse.id, what=OnPulse.BACK)),)


def _when(at: datetime | None, setting: Setting) -> str:
    """When the question would come again; or that it has closed by then, which is said before it is chosen."""
    if at is None:
        return say("pulse-would_pass", setting.locale)
    return moment(at, now=setting.now, zone=setting.zone, locale=setting.locale)


_SNOOZE_LABELS = {
    OnPulse.AFTER_SHIFT: "pulse-after_shift",
    OnPulse.TOMORROW: "pulse-tomorrow",
    OnPulse.NEXT_WEEK: "pulse-next_week",
    OnPulse.SKIP: "pulse-skip",
}
_WAYS = ("pulse-cant_say", "pulse-not_now", "pulse-more")
"""What stands under the answers of every question."""
_WISHES = (
    ("pulse-less_often", OnSelf.LESS_OFTEN),
    ("pulse-on_nights", OnSelf.ON_NIGHTS),
    ("pulse-pause", OnSelf.PAUSE),
    ("pulse-stop", OnSelf.STOP),
)


def _wish(label: str, what: OnSelf, locale: str) -> Button:
    return Button(label=say(label, locale), intent=SelfPress(what=what))


def _question(pulse: Pulse, question: Question, setting: Setting, *, closing: str) -> Message:
    locale, heading = setting.locale, "pulse-heading_words" if question.is_text else "pulse-heading"
    first, *more = paragraphs(question.wording(locale))
    said: list[Section | str] = []
    if setting.introduction:
        said.append(setting.introduction)
    said += [Context(words=say(heading, locale, unit=setting.unit_name)), Lead(words=first.words), *more]
    if setting.action:
        said.append(Quote(words=setting.action))
    if question.is_text:
        said += [words_read(setting), SmallPrint(words=say("pulse-no_patients", locale, longest=setting.longest))]
    said.append(SmallPrint(words=closing))
    return message_of(
        MessageKind.QUESTION,
        locale,
        tuple(said),
        buttons=(*answer_rows(pulse, question, locale), _other_ways(pulse, locale)),
        asks_reply=question.is_text,
        longest_reply=setting.longest,
    )


def _adding(pulse: Pulse, setting: Setting) -> Message:
    locale, longest = setting.locale, longest_added(setting)
    said = (
        say("pulse-add_words_ask", locale, unit=setting.unit_name),
        words_read(setting),
        SmallPrint(words=say("pulse-no_patients", locale, longest=longest)),
    )
    nothing = Button(label=say("pulse-add_nothing", locale), intent=PulsePress(pulse=pulse.id, what=OnPulse.DONE))
    return message_of(MessageKind.ANSWER, locale, said, buttons=((nothing,),))


def longest_added(setting: Setting) -> int:
    return min(setting.longest, LONGEST_ADDED)


def words_read(setting: Setting) -> SmallPrint:
    """Who reads what is written, said before it is."""
    if setting.words_from:
        return SmallPrint(words=say("pulse-words_read", setting.locale, people=setting.words_from))
    return SmallPrint(words=say("pulse-words_unread", setting.locale))


def answer_rows(pulse: Pulse, question: Question, locale: str) -> Rows:
    """Answer buttons in scale order, always the same: at full width, or 0 to 10 in two rows."""

    def button(code: AnswerCode) -> Button:
        return Button(label=answer_label(question, code, locale), intent=Answer(pulse=pulse.id, code=code))

    return _in_rows(question, [button(code) for code in question.codes])


def _in_rows(question: Question, buttons: Sequence[Button]) -> Rows:
    if question.scale is Scale.RATING10:
        return (tuple(buttons[:6]), tuple(buttons[6:11]), *((last,) for last in buttons[11:]))
    return tuple((each,) for each in buttons)


def answer_label(question: Question, code: AnswerCode, locale: str) -> str:
    """What the button says that gives this answer."""
    if code == CANT_SAY:
        return say("pulse-cant_say", locale)
    if code == NONE_RAISED and question.none_label:
        return nearest(question.none_label, locale)
    match question.scale:
        case Scale.LIKERT4:
            return say(f"pulse-likert4-{code}", locale)
        case Scale.YES_NO:
            return say("pulse-yes" if code == "y" else "pulse-no", locale)
        case Scale.YES_LITTLE_NO:
            return say(f"pulse-changed-{code}", locale)
        case Scale.RATING10 | Scale.TEXT:
            return code
        case _:
            assert_never(question.scale)


def _other_ways(pulse: Pulse, locale: str) -> tuple[Button, ...]:
    intents: tuple[Intent, ...] = (
        Answer(pulse=pulse.id, code=CANT_SAY),
        PulsePress(pulse=pulse.id, what=OnPulse.NOT_NOW),
        PulsePress(pulse=pulse.id, what=OnPulse.MORE),
    )
    ways = zip(_WAYS, intents, strict=True)
    return tuple(Button(label=say(label, locale), intent=intent) for label, intent in ways)
