"""What is forgotten is found by columns of its own, each with an index that holds little else."""

from pathlib import Path

from bot.domain.iso_weeks import IsoWeek
from storage.database import Database
from storage.sql.transaction import Transaction
from tests.storage.repositories.test_lookups import statements, steps
from tests.support.builders import a_round


async def test_what_is_forgotten_is_found_by_columns_of_its_own(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    week = IsoWeek.parse("2026-W10")
    with statements() as asked:
        async with database.writing() as work:
            await work.deliveries.forget_of_pulses([a_round().id])
            await work.web_chats.forget_of_pulses([a_round().id])
            await work.deliveries.forget_comments(before=week)
            await work.web_chats.forget_comments(before=week)
    await database.close()
    plans = [steps(sqlite_path, each)[0] for each in asked if each.startswith("DELETE")]
    assert [plan.partition(" USING ")[2] for plan in plans] == [
        "INDEX ix_deliveries_settled (state=? AND pulse=?)",
        "INDEX ix_web_messages_asking (pulse=?)",
        "INDEX ix_deliveries_quoting (state=? AND comment_week<?)",
        "INDEX ix_web_messages_quoting (comment_week<?)",
    ]
