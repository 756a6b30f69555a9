"""A digest as it was made, and the message that brings it to its readers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from textwrap import wrap

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.page import TEAM_DAYS_LATER
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.documents import Document, Paragraph, Picture
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.messaging.plain_text import plain_text
from bot.domain.organisation.people import READERS, Role
from bot.domain.programme.programme import DigestTime, Programme
from bot.domain.programme.wall_clock import digest_at
from bot.domain.texts import say
from bot.domain.texts.dates import language_name
from bot.domain.texts.languages import fallbacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who may read a digest, settled when it is frozen, when insiders are: who is promoted later reads the next one."""

    readers: frozenset[PersonId] = frozenset()
    """Its co-leads, champions and sponsors."""
    members: frozenset[PersonId] = frozenset()
    """The team, which is shown the same page two days later."""

    @property
    def everybody(self) -> frozenset[PersonId]:
        return self.readers | self.members

    @classmethod
    def of(cls, roles: Mapping[PersonId, frozenset[Role]]) -> "Recipients":
        """Those who hold these roles in the unit."""
        return cls(
            readers=frozenset(person for person, held in roles.items() if held & READERS),
            members=frozenset(person for person, held in roles.items() if Role.MEMBER in held),
        )


NOBODY = Recipients()
_OF_THE_UNIT = READERS | {Role.MEMBER}
"""Who only administers or audits reads no pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTold:
    """Why a digest has its verdict, in one sentence."""

    reason: Reason
    words: str
    action: ActionId | None = None
    """The one that is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWords:
    """A digest in one language: all of it that people read."""

    document: Document
    reasons: tuple[ReasonTold, ...] = ()
    details: Document | None = None
    team_page: Document | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    further_buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDigest:
    """The digest of one unit and week as it was made: never revised, only delivered."""

    unit: UnitId
    week: IsoWeek
    verdict: Verdict
    reasons: tuple[ReasonTold, ...] = ()
    """Why it has this verdict, the most pressing first: when one no longer holds, the next does. Empty at level
    nothing, and on digests that are older than this field."""
    document: Document
    """What stands in sight."""
    details: Document | None = None
    """What is one tap away."""
    team_page: Document | None = None
    """The team's own page; None where the team gets none: it has no figures to share, or it is new."""
    is_for_readers: bool = True
    """A week of learning that brings nothing new is for nobody but its team, if it has a page."""
    made_at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    further_buttons: tuple[tuple[Button, ...], ...] = ()
    """Those under the details."""
    chart: ChartFigures | None = None
    """What the control chart shows, all of it released; drawn only when it is sent."""
    step: str = ""
    """The code of the step that was suggested, so that it is not suggested again soon; empty for none."""
    recipients: Recipients = NOBODY
    translations: Mapping[str, DigestWords] = field(default_factory=dict)
    """The same in each further language that somebody who may read it had asked for when it was made."""
    written_in: str = ""
    """The language of its own words, whatever its unit's is later; empty on digests that are older than this field."""
    locale: str = ""
    """The language that it is read in; empty as long as it is nobody's to read (`in_language`)."""

    def translated(self, others: Mapping[str, "FrozenDigest"]) -> "FrozenDigest":
        """With the words of the same digest in other languages."""
        if not others:
            return self
        words = {
            locale: DigestWords(
                document=each.document,
                reasons=each.reasons,
                details=each.details,
                team_page=each.team_page,
                buttons=each.buttons,
                further_buttons=each.further_buttons,
            )
            for locale, each in others.items()
        }
        return replace(self, translations=words)

    def in_language(self, wish: str, own: str) -> "FrozenDigest":
        """As it is read by somebody who wishes for a language; in the one that it was written in else, and then it says
        so. `own` is its unit's today, for digests that do not know in which they were written: all that is said beside
        old words is said in their language."""
        own = self.written_in or ("" if self.chart is None else self.chart.locale) or own
        nearest = (each for each in fallbacks(wish) if each.split("-")[0] == wish.split("-")[0])
        spoken = own if wish == own else next((each for each in nearest if each in self.translations), own)
        chart = None if self.chart is None else replace(self.chart, locale=spoken)
        words, told = self.translations.get(spoken), replace(self, chart=chart, locale=spoken)
        if words is not None:
            told = replace(
                told,
                document=words.document,
                reasons=words.reasons,
                details=words.details,
                team_page=words.team_page,
                buttons=words.buttons,
                further_buttons=words.further_buttons,
            )
        if spoken.split("-")[0] == wish.split("-")[0]:
            return told
        page = None if told.team_page is None else _noted(told.team_page, wish, spoken)
        return replace(told, document=_noted(told.document, wish, spoken), team_page=page)

    @property
    def ref(self) -> DigestRef:
        return DigestRef(unit=self.unit, week=self.week)


def language_note(wish: str, spoken: str) -> Paragraph:
    """Why a page is not in its reader's language, in that language."""
    return Paragraph(words=say("digest-other_language", wish, language=language_name(spoken)))


def _noted(document: Document, wish: str, spoken: str) -> Document:
    """Behind the title, where whoever cannot read on finds it."""
    first, *others = document.sections
    return replace(document, sections=(first, language_note(wish, spoken), *others))


def team_page_at(week: IsoWeek, digest: DigestTime, zone: str) -> datetime:
    """When the team sees the page: two days after its leads, at the same wall time or as near as clocks allow."""
    return digest_at(week, digest, zone) + timedelta(days=TEAM_DAYS_LATER)


def may_read(
    digest: FrozenDigest, person: PersonId, roles: Collection[Role], programme: Programme, *, now: datetime
) -> bool:
    """Whether it was made for this person, has come by now, and their roles in its unit still let them read it: the
    digest as its readers see it, or the page of the team, which asks for no more than to be of the unit still, so that
    a change of roles takes no page from anybody."""
    readers = digest.recipients.readers if digest.is_for_readers else frozenset[PersonId]()
    return reads_digest(digest, person, roles, programme, now=now) or (
        bool(_OF_THE_UNIT.intersection(roles))
        and digest.team_page is not None
        and person in digest.recipients.members | readers
        and now >= team_page_at(digest.week, programme.digest, programme.organisation.zone_of(digest.unit))
    )


def reads_digest(
    digest: FrozenDigest, person: PersonId, roles: Collection[Role], programme: Programme, *, now: datetime
) -> bool:
    """The same of the digest as its readers see it."""
    has_come = now >= digest_at(digest.week, programme.digest, programme.organisation.zone_of(digest.unit))
    return has_come and is_reader(digest, person, roles)


def is_reader(digest: FrozenDigest, person: PersonId, roles: Collection[Role]) -> bool:
    """Whether it was made for them to read, and they still may; it may be that it has not come yet."""
    return digest.is_for_readers and person in digest.recipients.readers and bool(READERS.intersection(roles))


def may_tell_of(digest: FrozenDigest, flag: Flag) -> bool:
    """Whether this flag may stand on it: on the page of its week as the new one, and as the earlier one on those that
    follow, until another could be raised."""
    return digest.unit == flag.unit and 0 <= digest.week - flag.week <= WEEKS_BETWEEN_FLAGS


LONGEST, LONGEST_STEADY = 900, 240
"""Characters in sight, the picture not counted."""
MOST_LINES, LINE = 14, 50
"""Lines in sight on a phone 390 pixels wide, and about how many characters stand side by side there."""


def fits_in_sight(document: Document, verdict: Verdict) -> bool:
    """Whether so much is read at a glance, the picture not counted."""
    text = plain_text(replace(document, sections=tuple(e for e in document.sections if not isinstance(e, Picture))))
    lines = sum(len(wrap(line, LINE)) for line in text.splitlines())
    return len(text) <= (LONGEST_STEADY if verdict is Verdict.NOTHING else LONGEST) and lines <= MOST_LINES


_KINDS = {
    Verdict.CONVERSATION: MessageKind.CONVERSATION_SUGGESTED,
    Verdict.NEEDS_YOU: MessageKind.READERS_NEEDED,
    Verdict.WATCH: MessageKind.WORTH_A_LOOK,
    Verdict.NOTHING: MessageKind.NOTHING_NEEDED,
}


def digest_message(digest: FrozenDigest, *, unit_name: str, locale: str) -> Message:
    """A digest as its readers receive it, in the language of its words; it makes a sound only if something needs
    them."""
    return Message(
        kind=_KINDS[digest.verdict],
        locale=locale,
        document=digest.document,
        buttons=digest.buttons,
        unit_name=unit_name,
    )
