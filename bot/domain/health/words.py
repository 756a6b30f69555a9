"""How the machine is, in the words of whoever reads it."""

from bot.domain.health.parts import Part
from bot.domain.health.troubles import LateTable, Parts, Trouble, Troubles
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, listed


def part_words(part: Part, locale: str) -> str:
    words = say(f"health-part-{part.kind.name.lower()}", locale, channel=part.channel or "")
    return say("health-part_of_a_worker", locale, part=words) if part.is_of_a_worker else words


def trouble_words(troubles: Troubles, locale: str) -> str:
    """Empty if all is well."""
    return "; ".join(_words(each, locale) for each in troubles)


def in_words(parts: Parts, locale: str) -> dict[str, str]:
    """Each part with what is wrong with it."""
    return {part_words(part, locale): trouble_words(troubles, locale) for part, troubles in parts.items()}


def _words(trouble: Trouble, locale: str) -> str:
    return say(
        f"health-trouble-{trouble.kind.name.lower()}",
        locale,
        week=str(trouble.week),
        date="" if trouble.day is None else day_and_year(trouble.day, locale),
        days=f"{trouble.days:+.1f}",
        channel=trouble.channel or "",
        platform=trouble.platform,
        block=trouble.block,
        folder=trouble.folder,
        owner=trouble.owner,
        others=listed(trouble.others, locale) if trouble.others else "",
        tables=listed([_table(each, locale) for each in trouble.tables], locale) if trouble.tables else "",
        detail=trouble.detail,
    )


def _table(late: LateTable, locale: str) -> str:
    jobs = listed([say(f"health-job-{job.name.lower()}", locale) for job in late.jobs], locale)
    name = "health-late_table_or_more" if late.is_more else "health-late_table"
    return say(name, locale, table=late.table, count=late.rows, jobs=jobs)
