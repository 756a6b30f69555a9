"""`rounds why`: the first rule by which somebody got no question this week."""

from typing import assert_never

from rich.console import Console

from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.domain.errors import UnknownPerson
from bot.flows.asking.explain_unasked import ExplainUnasked, UnaskedRule, Why
from storage.database import Database


async def run_why(person: str, *, explain: ExplainUnasked, database: Database, out: Console) -> None:
    """One line. It is the same for whoever paused or stopped as for whoever got a question and answered it."""
    await require_schema(database)
    try:
        why = await explain(person)
    except UnknownPerson as error:
        raise CommandRefused(f'PERSON: nobody has the id "{person}"; see: rounds people') from error
    out.print(f"{person}: {words_of_why(why, person)}", highlight=False, markup=False, soft_wrap=True)


def words_of_why(why: Why, person: str) -> str:
    where = "" if why.opens_at is None else f"{why.schedule} in {why.unit}, {why.opens_at:%Y-%m-%d %H:%M} UTC"
    match why.rule:
        case UnaskedRule.LEFT:
            return "is not on the list any more; add them to the roster and run: rounds apply"
        case UnaskedRule.NOT_YET:
            return f"begins on {why.day}, as the roster says (starts)"
        case UnaskedRule.ENDED:
            return f"ended on {why.day}, as the roster says (ends)"
        case UnaskedRule.NOT_ASKED:
            return "no schedule asks them: questions go to members and co-leads of teams that a schedule names"
        case UnaskedRule.NOT_JOINED:
            return f"has not joined; for a code run: rounds enrol --out FILE --person {person}"
        case UnaskedRule.UNREACHABLE:
            return f"cannot be reached any more; for a new code run: rounds enrol --out FILE --person {person}"
        case UnaskedRule.NOTHING_DUE:
            return "nothing is due this week; see: rounds preview SCHEDULE"
        case UnaskedRule.PAUSED:
            return f"its schedule is paused ({where}); see paused in programme.toml"
        case UnaskedRule.HALTED:
            return f"everything is, or was, paused when it was due ({where}); see: rounds health"
        case UnaskedRule.QUIET:
            return f"a quiet week or a quiet day ({where}); see quiet_week and quiet_day in programme.toml"
        case UnaskedRule.MISSED:
            return f"Rounds did not run while it could have been sent ({where})"
        case UnaskedRule.NOT_OPENED:
            return f"the schedule was paused when it would have opened, or it or the team was set up later ({where})"
        case UnaskedRule.CAME_LATER:
            return f"joined, or came to the team, after it had opened ({where})"
        case UnaskedRule.OTHER_AUDIENCE:
            return f"it was not for people in their role ({where})"
        case UnaskedRule.NO_TIME_LEFT:
            return f"their quiet hours lasted until it closed ({where}); see timezone in the roster"
        case UnaskedRule.OFF_SHIFT:
            return f"the rota that was imported has no time at work for it while it was open ({where})"
        case UnaskedRule.OTHER_TEAM:
            return f"is in several teams, and another one had its turn this week ({where})"
        case UnaskedRule.BUDGET:
            return f"their budget for the week was used up by other questions ({where}); see budget in programme.toml"
        case UnaskedRule.STILL_TO_COME:
            return f"it is still to come ({where})"
        case UnaskedRule.NOTHING_IN_THE_WAY:
            return (
                f"nothing stands in the way: they are within the plan of {where}. Whether it was answered, and what"
                " people set for themselves, is not told here"
            )
        case _:
            assert_never(why.rule)
