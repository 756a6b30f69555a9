"""The way of an update to its use case in a ward; what leads and codes do there is the test's own."""

from bot.adapters.channels.registry import name_command
from bot.domain.identifiers import PersonId, UnitId
from bot.flows.answering.enrol_in_chat import EnrolInChat
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.answering.hold_words import HoldWords
from bot.flows.answering.offer_console import OfferConsole
from bot.flows.answering.place_words import LeadWords, PlaceWords
from bot.flows.answering.route_update import LeadActions, RouteUpdate
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.answering.take_answer import TakeAnswer
from bot.flows.answering.wishes.change_consent import ChangeConsent
from bot.flows.answering.wishes.explain import Explain
from bot.flows.answering.wishes.grant_wish import GrantWish, OwnRights
from bot.flows.answering.wishes.show_own import ShowOwn
from bot.flows.inbox.choose_language import ChooseLanguage
from bot.flows.nudging.answer_nudge import AnswerNudge
from bot.flows.raising.raise_something import RaiseSomething
from bot.ports import UnitOfWork
from tests.support.certificates import certificates

CONSOLE_LINK = "⟨⟩"
"""Where an administrator's link to the console leads in a ward that has none."""


async def a_console_link(_work: UnitOfWork, _person: PersonId, /, *, posts_of: UnitId | None = None) -> str:
    return CONSOLE_LINK if posts_of is None else f"{CONSOLE_LINK}⟨{posts_of}⟩"


def a_route(
    *,
    seal_answer: SealAnswer,
    hold: HoldWords,
    own: ShowOwn,
    rights: OwnRights,
    raising: RaiseSomething,
    act: LeadActions,
    lead_words: LeadWords,
    enrol: EnrolInChat,
) -> RouteUpdate:
    """`act`: what leads do, and those who run Rounds."""
    return RouteUpdate(
        file_answer=FileAnswer(seal=seal_answer, hold=hold),
        grant_wish=GrantWish(
            explain=Explain(pages=certificates()),
            own=own,
            change_consent=ChangeConsent(),
            choose_language=ChooseLanguage(),
            rights=rights,
        ),
        act_on_digest=act,
        place_words=PlaceWords(
            answer=TakeAnswer(seal=seal_answer, hold=hold),
            lead_words=lead_words,
            hold=hold,
            name_command=name_command,
            notes=raising,
        ),
        enrol=enrol,
        offer_console=OfferConsole(link=a_console_link),
        administer=act,
        nudges=AnswerNudge(),
        raising=raising,
    )
