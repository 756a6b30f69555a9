"""The one place that takes somebody out of every table, once they are forgotten and off the list.

What no figure stands on is deleted. What a figure stands on, with many others, stays under a number of chance: without
it cells that were shown could not be checked, and the week that runs would be closed with other people than it had. A
table with a column `person` needs nothing here but to be named among what goes, if it should not stay; a column that
names people in any other way has to be added to `renaming`. A test looks for their ids in every column of every table.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, case, delete, insert, null, select, update

from bot.domain.administration.log import ActorKind
from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import DeliveryState
from storage.codecs.json_text import loads
from storage.repositories.erasing.naming import NamedBy, take_out_of_words
from storage.repositories.erasing.pages import note_reworded, pages_that_say
from storage.repositories.erasing.renaming import rename
from storage.schema.tables import (
    atoms,
    deliveries,
    flag_replies,
    help_replies,
    log_people,
    log_words,
    memberships,
    metadata,
    people,
    recipient_salts,
    revision_rows,
    team_workings,
)

_CUTS_OF_A_QUARTER: Final = 4
_WORDS_OF_LEADS: Final = (flag_replies, help_replies)
"""What they said to it goes, and that it was said, which "was this done in time" is counted from, stays."""


def erase_person(connection: Connection, person: PersonId, *, under: PersonId, at: datetime) -> None:
    """`under`: a number of chance that nobody has. They were forgotten before; their place on the list ends."""
    row = connection.execute(select(people).where(people.c.id == person)).first()
    if row is None:
        return
    listed = people.c.name == row.name, people.c.id != person, people.c.left_at.is_(None)
    name = "" if connection.execute(select(people.c.id).where(*listed)).first() else row.name
    for replies in _WORDS_OF_LEADS:
        connection.execute(update(replies).where(replies.c.person == person).values(words=""))
    _take_out_of_log(connection, person)
    _begin_sums_anew(connection, person)
    _blank_deliveries(connection, person)
    standing = memberships.c.person == person, memberships.c.until.is_(None)
    connection.execute(update(memberships).where(*standing).values(until=at))
    kept = {"channel": row.channel, "starts": row.starts, "ends": row.ends, "left_at": row.left_at or at}
    connection.execute(insert(people).values(id=under, name="", **kept))
    for table in metadata.sorted_tables:
        if "person" in table.c and table is not recipient_salts:
            connection.execute(update(table).where(table.c.person == person).values(person=under))
    rename(connection, person, under)
    connection.execute(delete(people).where(people.c.id == person))
    connection.execute(delete(recipient_salts).where(recipient_salts.c.person == person))
    pages = pages_that_say(connection, name) if name else []
    take_out_of_words(connection, NamedBy(person=person, name=name))
    note_reworded(connection, pages)


def _begin_sums_anew(connection: Connection, person: PersonId) -> None:
    """Sealed sums name them by their id, and no key is at hand here. With two names in a block they would count as two
    people, and the joint rule would have one too many. So the sums of their teams go, and of all that were counted
    together with these: scores and comments of the block, and the quarter's scores, are made of weeks that are left."""
    units = set(connection.execute(select(memberships.c.unit).where(memberships.c.person == person)).scalars())
    cuts = select(atoms.c.since).distinct().order_by(atoms.c.since.desc()).limit(_CUTS_OF_A_QUARTER)
    for teams in connection.execute(select(atoms.c.teams).where(atoms.c.since.in_(cuts))).scalars():
        together = set(loads(teams))
        if together & units:
            units |= together
    connection.execute(delete(team_workings).where(team_workings.c.unit.in_(units)))


def _blank_deliveries(connection: Connection, person: PersonId) -> None:
    """What is still there is of questions in weeks that are open: that a channel took it or not, and nothing else. A
    message that is on its way just now is in doubt for good, and what becomes of it is written nowhere."""
    is_sending = deliveries.c.state == DeliveryState.SENDING.value
    connection.execute(
        update(deliveries)
        .where(deliveries.c.person == person)
        .values(
            **{each: null() for each in ("message", "sealed", "sealed_under", "owner", "leased_until")},
            lease=deliveries.c.lease + 1,
            state=case((is_sending, DeliveryState.UNSURE.value), else_=deliveries.c.state),
        )
    )


def drop_erased(connection: Connection, *, before: datetime) -> int:
    """Those of whom nothing but a number is kept, once nobody asks any more who was a reader: 26 weeks after they went.
    Lists of many that stand behind figures keep the number."""
    gone = select(people.c.id).where(people.c.name == "", people.c.left_at < before)
    connection.execute(delete(memberships).where(memberships.c.person.in_(gone)))
    return connection.execute(delete(people).where(people.c.name == "", people.c.left_at < before)).rowcount


def _take_out_of_log(connection: Connection, person: PersonId) -> None:
    """Whose number it is, and with it all words that are about them; the entries name a number that is nobody's."""
    theirs = and_(log_people.c.kind == ActorKind.PERSON.value, log_people.c.name == person)
    numbers = select(log_people.c.number).where(theirs)
    for words in (log_words, revision_rows):
        connection.execute(delete(words).where(words.c.about.in_(numbers)))
    connection.execute(delete(log_people).where(theirs))
