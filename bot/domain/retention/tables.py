"""The one home of how long rows are kept: every table of the schema, with every kind of its rows.

The jobs take their periods from here, the daily count of what is overdue goes by it, and the page of retention says it.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.domain.administration.sign_in import IDLE
from bot.domain.disclosure.atoms import INSIDER_WEEKS
from bot.domain.follow_up.comments import COMMENTS_KEPT_WEEKS
from bot.domain.follow_up.prompts import ASKED_BACK, STAYS_OPEN
from bot.domain.health.jobs import RetentionJob
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import WEEKS_NAMED, WEEKS_TRIED
from bot.domain.retention.rules import EndlessRetention, EventRetention, Retention, TimedRetention
from bot.domain.week_close.unit_state import GONE_KEPT_WEEKS

_IMMEDIATELY: Final = timedelta(0)

# --- what ends with time ------------------------------------------------------------------------------------------

UPDATE_IDS: Final = TimedRetention(
    table="inbox",
    rows="filed",
    kept=timedelta(hours=48),
    since="the day on which it was filed",
    job=RetentionJob.TIDY,
)
"""So long a repeated update is recognised."""
INBOX_KEYS: Final = TimedRetention(
    table="inbox_keys", kept=timedelta(weeks=1), since="the end of its week", job=RetentionJob.TIDY_DAILY
)
LOOSE_WORDS: Final = TimedRetention(
    table="held_words", kept=ASKED_BACK, since="the moment they were asked about", job=RetentionJob.TIDY
)
PROMPTS: Final = TimedRetention(
    table="prompts", kept=STAYS_OPEN, since="the moment somebody was asked", job=RetentionJob.TIDY
)
PASSED_MESSAGES: Final = TimedRetention(
    table="deliveries",
    rows="all but those about a question",
    kept=STAYS_OPEN,
    since="the end of the time in which it could be sent",
    job=RetentionJob.TIDY,
)
TRIES: Final = TimedRetention(table="code_attempts", kept=timedelta(hours=1), since="the try", job=RetentionJob.TIDY)
"""So long a failed try with a code counts against its address."""
ATTENTION: Final = TimedRetention(
    table="attention",
    rows="all but reminders",
    kept=timedelta(weeks=2),
    since="the end of its week",
    job=RetentionJob.TIDY_DAILY,
)
"""So long it is known what counted in somebody's week: last week is told, and clocks may lie a day apart."""
SPREADS: Final = TimedRetention(
    table="attention_spreads", kept=ATTENTION.kept, since="the end of its week", job=RetentionJob.TIDY_DAILY
)
NAMES_ON_NUDGES: Final = TimedRetention(
    table="nudges",
    rows="who one was for",
    kept=timedelta(weeks=WEEKS_NAMED),
    since="the end of its week",
    job=RetentionJob.TIDY_DAILY,
)
NUDGES: Final = TimedRetention(
    table="nudges",
    rows="the rest",
    kept=timedelta(weeks=WEEKS_TRIED),
    since="the end of its week",
    job=RetentionJob.TIDY_DAILY,
)
COMMENTS: Final = TimedRetention(
    table="comments",
    kept=timedelta(weeks=COMMENTS_KEPT_WEEKS),
    since="the end of the last week of its block",
    job=RetentionJob.TIDY_DAILY,
)
COMMENT_ANSWERS: Final = TimedRetention(
    table="comment_answers",
    kept=COMMENTS.kept,
    since="the end of the last week of the comment's block",
    job=RetentionJob.TIDY_DAILY,
)
QUOTES_IN_CHATS: Final = TimedRetention(
    table="web_messages",
    rows="answers to comments",
    kept=COMMENTS.kept,
    since="the end of the last week of the comment's block",
    job=RetentionJob.TIDY_DAILY,
)
QUOTES_SENT: Final = TimedRetention(
    table="deliveries",
    rows="answers to comments",
    kept=COMMENTS.kept,
    since=QUOTES_IN_CHATS.since,
    job=QUOTES_IN_CHATS.job,
)
"""Where somebody answers late: else they have passed long before."""
SEALED_IN_CHATS: Final = TimedRetention(
    table="web_messages",
    rows="answers to presses",
    kept=INBOX_KEYS.kept,
    since="the end of the week of its key",
    job=RetentionJob.TIDY_DAILY,
)
CHATS: Final = TimedRetention(
    table="web_messages",
    rows="the rest",
    kept=timedelta(weeks=26),
    since="the end of the week in which tidying first found it",
    job=RetentionJob.TIDY_DAILY,
)
"""As long as a reading role counts after its end, so that nobody's own chat shows them what they have ceased to be a
reader of."""
ERASED: Final = TimedRetention(
    table="people",
    rows="numbers of those who were erased",
    kept=timedelta(weeks=INSIDER_WEEKS),
    since="the day on which they left the list",
    job=RetentionJob.TIDY_DAILY,
)
"""So long it counts who was a reader."""
ROLES_OF_ERASED: Final = TimedRetention(
    table="memberships",
    rows="under such a number",
    kept=ERASED.kept,
    since="the day on which they left the list",
    job=RetentionJob.TIDY_DAILY,
)
STATES_OF_RETIRED: Final = TimedRetention(
    table="unit_states",
    rows="of a unit that was closed or merged",
    kept=timedelta(weeks=GONE_KEPT_WEEKS),
    since="the end of the week in which that was, each of which has been closed",
    job=RetentionJob.TIDY_DAILY,
)
"""Longer than a closing reads them."""
UPLOADS: Final = TimedRetention(
    table="uploads", kept=_IMMEDIATELY, since="half an hour after it was put there", job=RetentionJob.FORGET_UPLOADS
)
LINKS: Final = TimedRetention(
    table="sign_in_links",
    kept=_IMMEDIATELY,
    since="ten minutes after it was made, if it was not used or replaced before",
    job=RetentionJob.FORGET_SIGN_INS,
)
SESSIONS: Final = TimedRetention(
    table="console_sessions",
    kept=IDLE,
    since="the hour of its last use, if they have not signed out before",
    job=RetentionJob.FORGET_SIGN_INS,
)

TIMED: Final = (
    *(UPDATE_IDS, INBOX_KEYS, LOOSE_WORDS, PROMPTS, PASSED_MESSAGES, TRIES, ATTENTION, SPREADS, NAMES_ON_NUDGES),
    *(NUDGES, COMMENTS, COMMENT_ANSWERS, QUOTES_IN_CHATS, QUOTES_SENT, SEALED_IN_CHATS, CHATS, ERASED, ROLES_OF_ERASED),
    *(STATES_OF_RETIRED, UPLOADS, LINKS, SESSIONS),
)


def retired_before(now: datetime, *, closed: IsoWeek) -> datetime:
    """What was retired before that moment has no state any more. `closed`: the newest closed week. After an outage the
    weeks in which a unit still lived are closed late, and need its state."""
    end = datetime.combine((closed + 1).monday(), time(0), tzinfo=UTC)
    return STATES_OF_RETIRED.start_of_week(min(now, end))


# --- what ends with something that happens ------------------------------------------------------------------------

_CLOSED: Final = "its week is closed"
_KEY_GONE: Final = (
    "the key of its block is destroyed, at most as many weeks after an answer was given as were told when the key was"
    " made: 14, or 19 if so chosen"
)

PRESSES: Final = EventRetention(
    table="pulses",
    rows="moments, numbers of presses, skips",
    until=_CLOSED,
    job=RetentionJob.FORGET_PRESSES,
)
ASKED: Final = EventRetention(
    table="pulses",
    rows="that somebody was asked, reached and heard",
    until="no answer of its week can live any more, 14 weeks after that week, or 19 if so chosen",
    job=RetentionJob.TIDY_DAILY,
)
"""By the weeks of life that are kept with the oldest key. Whoever asks for their answers, or to be forgotten, is told
or rid of answers that live by these. Less would do for nothing else: whoever is asked seldom was last asked some weeks
ago at most."""
TOLD: Final = EventRetention(
    table="told_shown",
    until="no answer of the week in which their team was told it can live any more, as with `pulses`",
    job=ASKED.job,
)
"""It is written when somebody is heard."""
SHOWN_IN: Final = EventRetention(table="pulse_messages", until=_CLOSED, job=RetentionJob.FORGET_PRESSES)
QUESTIONS_SENT: Final = EventRetention(
    table="deliveries",
    rows="about a question",
    until=_CLOSED,
    job=RetentionJob.FORGET_PRESSES,
)
REPLY_MOMENTS: Final = EventRetention(
    table="deliveries",
    rows="moments of what was said back to somebody",
    until="its week is closed; then the day",
    job=RetentionJob.FORGET_PRESSES,
)
REMINDERS: Final = EventRetention(table="attention", rows="reminders", until=_CLOSED, job=RetentionJob.FORGET_PRESSES)
QUESTIONS_IN_CHATS: Final = EventRetention(
    table="web_messages", rows="questions", until=_CLOSED, job=RetentionJob.FORGET_PRESSES
)
PAUSES: Final = EventRetention(
    table="people",
    rows="pauses and nights that are over",
    until="the week in which they ended is closed",
    job=RetentionJob.FORGET_PRESSES,
)
ASKED_TO_GO: Final = EventRetention(
    table="forgotten",
    until="the last week in which they were asked is closed",
    job=RetentionJob.FORGET_PRESSES,
)
SHADOW_PLANS: Final = EventRetention(table="shadow_plans", until=_CLOSED, job=RetentionJob.CLOSE_WEEK)
PENDING_RELEASES: Final = EventRetention(table="pending_releases", until=_CLOSED, job=RetentionJob.CLOSE_WEEK)
ANSWERS: Final = EventRetention(table="answers", until=_KEY_GONE, job=RetentionJob.CLOSE_BLOCK)
TEAM_WORKINGS: Final = EventRetention(table="team_workings", until=_KEY_GONE, job=RetentionJob.CLOSE_BLOCK)
ORGANISATION_WORKINGS: Final = EventRetention(
    table="organisation_workings", until=_KEY_GONE, job=RetentionJob.CLOSE_BLOCK
)
SHIFTS: Final = EventRetention(
    table="rotas",
    until="it is over and no week that is still to be closed needs it",
    job=RetentionJob.FORGET_SHIFTS,
)

COUNTED_EVENTS: Final = (
    *(
        PRESSES,
        ASKED,
        TOLD,
        SHOWN_IN,
        QUESTIONS_SENT,
        REPLY_MOMENTS,
        REMINDERS,
        QUESTIONS_IN_CHATS,
        PAUSES,
        ASKED_TO_GO,
    ),
    *(SHADOW_PLANS, PENDING_RELEASES, ANSWERS, TEAM_WORKINGS, ORGANISATION_WORKINGS, SHIFTS),
)
"""A job has to come round for these, so their rows can be overdue."""


def _event(table: str, until: str, *, rows: str = "", job: RetentionJob = RetentionJob.THEMSELVES) -> EventRetention:
    return EventRetention(table=table, rows=rows, until=until, job=job)


_BY_HAND: Final = (
    _event("inbox", "it is filed, mostly less than a second", rows="waiting", job=RetentionJob.FILE),
    _event(
        "addresses", "it is replaced, revoked or, on the web, they leave; or they are erased or ask to be forgotten"
    ),
    _event("codes", "it is used, replaced or revoked"),
    _event("introductions", "they ask to be forgotten"),
    _event("own_calendars", "they take it away, leave the list or ask to be forgotten"),
    _event("nudge_days", "another day is chosen, or they ask to be forgotten"),
    _event("bells", "the browser wants it no more, or the link ends"),
    _event("web_chats", "they ask to be forgotten"),
    _event("people", "they are erased", rows="everybody else"),
    _event("memberships", "they are erased", rows="of everybody else"),
    _event("log_people", "they are erased"),
    _event("log_words", "somebody named in it is erased"),
    _event("revision_rows", "they are erased"),
    _event("revision_programmes", "somebody named in it is erased"),
    _event("recipient_salts", "they are erased"),
    _event("accounts", "a newer one", job=RetentionJob.REPLACE),
    _event("programmes", "a newer one", job=RetentionJob.REPLACE),
    _event("schedules", "a newer one", job=RetentionJob.REPLACE),
    _event("horizons", "a newer one", job=RetentionJob.REPLACE),
    _event("unit_states", "two newer ones", rows="of all other units", job=RetentionJob.REPLACE),
    _event("organisation_states", "two newer ones, which carry on its sums of everybody", job=RetentionJob.REPLACE),
)

# --- what stays ---------------------------------------------------------------------------------------------------

_SHOWN: Final = "it was shown, and what was shown is never changed and can be checked"
_OF_LEADS: Final = "what leads do for a team is read by it, and its age is counted"
_LOG: Final = "who changed what has to be known for good; it names people by a number that erasing empties"
_ENDLESS: Final = (
    *((name, _LOG) for name in ("administration_log", "revisions", "revision_people")),
    *((name, _OF_LEADS) for name in ("flags", "flag_replies", "help_replies", "loop_actions", "told_back")),
    *((name, _SHOWN) for name in ("participation_cells", "releases", "organisation_releases", "digests")),
    *((name, _SHOWN) for name in ("page_certificates", "certificate_lists", "reworded_pages")),
    *((name, "figures that were shown are made by them") for name in ("atom_cuts", "atoms")),
    ("rounds", "when a team was asked what; nothing of a person"),
    ("units", "figures that were shown are of them"),
    ("question_versions", "figures that were shown are answers to them"),
    ("epochs", "a block's name is never given again; of its key a fingerprint"),
    ("closed_weeks", "a week is closed once"),
    ("skipped_weeks", "of these weeks nothing is told, ever"),
    ("restores", "what was due before one is not sent again; nothing of a person"),
    ("halts", "figures of that time are read with it; nothing of a person"),
    ("raising_half", "half of a key, the same whether anything was raised or not"),
)

ALL_RULES: Final[tuple[Retention, ...]] = (
    *TIMED,
    *COUNTED_EVENTS,
    *_BY_HAND,
    *(EndlessRetention(table=name, because=why) for name, why in _ENDLESS),
)
