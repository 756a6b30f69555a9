"""What a restore passes over for good: weeks that may have been closed, shown and sent after the backup was taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, true, update

from bot.domain.digests.skipped_week_text import skipped_week_page
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.week_close.skipped_weeks import skipped_weeks
from storage.codecs.domain_values import loads
from storage.repositories.programmes import organisation_of
from storage.repositories.weeks import digest_row
from storage.schema.tables import (
    closed_weeks,
    digests,
    programmes,
    rounds,
    units,
)
from storage.sql.statements import add_missing

_AT_ONCE = 1000


def pass_over(connection: Connection, *, at: datetime) -> Sequence[IsoWeek]:
    """Count every week that had ended by `at` as closed, with a page that says why there is no digest.

    - Such a week is neither shown nor sent again. A figure made afresh would count other people than the one that may
      have been shown, and two figures of one period tell of the people between them.
    - Closing goes on with the week that runs now; a block that ended in a week passed over has no score.
    - A week that was being closed at the backup is left as it was and counts as closed.
    """
    connection.execute(update(closed_weeks).where(closed_weeks.c.finished.is_not(true())).values(finished=True))
    first = _first_open(connection)
    if first is None or at.date() < first.sunday():
        return ()
    body = connection.execute(select(programmes.c.body)).scalar()
    if body is None:
        return ()
    standing = connection.execute(select(units).where(units.c.retired_at.is_(None)).order_by(units.c.position)).all()
    tree = UnitTree.of(organisation_of(loads(body), standing))
    weeks = skipped_weeks(first, tree.zones.values(), at=at)
    if weeks:
        closed = [{"week": week, "claimed_at": at, "finished": True} for week in weeks]
        connection.execute(add_missing(closed_weeks, connection.dialect.name), closed)
    have_begun = connection.execute(select(digests.c.unit).distinct()).scalars().all()
    pages = [
        {**digest_row(skipped_week_page(unit, tree.names[unit], week, tree.locales[unit], at=at)), "handed_over": True}
        for week in weeks
        for unit in have_begun
        if unit in tree.names
    ]
    for start in range(0, len(pages), _AT_ONCE):
        connection.execute(add_missing(digests, connection.dialect.name), pages[start : start + _AT_ONCE])
    return weeks


def _first_open(connection: Connection) -> IsoWeek | None:
    """The week that would be closed next."""
    newest: IsoWeek | None = connection.execute(
        select(closed_weeks.c.week).order_by(closed_weeks.c.week.desc()).limit(1)
    ).scalar()
    if newest is not None:
        return newest + 1
    oldest: IsoWeek | None = connection.execute(select(func.min(rounds.c.week, type_=rounds.c.week.type))).scalar()
    return oldest
