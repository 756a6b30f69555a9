"""What the parts of a programme that have no id are called where a change of them is told."""

from dataclasses import fields

from bot.domain.organisation.change_overs import ChangeOver, Month
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.programme.programme import Contact, Guardian, QuietDay, QuietWeek, StaffHelp
from bot.domain.texts.sentences import Sentence, Wording


def named(named: Contact | StaffHelp | None, nothing: str) -> Wording:
    said = (getattr(named, each.name) for each in (fields(named) if named else ()))
    return ", ".join(each for each in said if each) or Sentence.of(nothing)


def guardian_words(guardian: Guardian) -> Wording:
    return Sentence.of("change-guardian", person=guardian.person, units=tuple(guardian.units))


def quiet_week_words(week: QuietWeek) -> Wording:
    return Sentence.of("change-quiet_time", when=str(week.week), units=tuple(week.units), reason=week.reason)


def quiet_day_words(day: QuietDay) -> Wording:
    return Sentence.of("change-quiet_time", when=str(day.date), units=tuple(day.units), reason=day.reason)


def change_over_words(change: ChangeOver) -> Wording:
    when = Sentence.of("change-every", month=change.when) if isinstance(change.when, Month) else str(change.when)
    return Sentence.of(
        "change-change_over", kind=change.kind.value, when=when, units=tuple(change.units), reason=change.reason
    )


def leadership_role_words(role: RoleHeld) -> Wording:
    return _of(role.role.value, role), _holder(role)


def governance_seat_words(seat: GovernanceSeat) -> Wording:
    named = _of(f"{seat.title} ({seat.kind.value})", seat), _holder(seat)
    return named if seat.votes else (*named, Sentence.of("change-no_vote"))


def _of(name: str, post: RoleHeld | GovernanceSeat) -> Wording:
    return Sentence.of("change-post_of", post=name, unit=post.unit) if post.unit else name


def _holder(post: RoleHeld | GovernanceSeat) -> Wording:
    if post.since is None or post.profession is None:
        return Sentence.of("change-vacant")
    return Sentence.of("change-held", profession=post.profession.value, since=str(post.since))
