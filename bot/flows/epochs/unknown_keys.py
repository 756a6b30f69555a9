"""Keys in the folder that the database knows nothing of: made after a backup from which it was restored."""

from collections.abc import Collection, Sequence

from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import KeyStore


def outlived_unknown(keys: KeyStore, known: Collection[EpochId], *, through: IsoWeek) -> Sequence[EpochId]:
    """Those of weeks up to that one, oldest first. Newer backups, and the database before, may hold what they open."""
    return sorted(name for name in keys.names() if name not in known and (week := _week(name)) and week <= through)


def _week(name: EpochId) -> IsoWeek | None:
    try:
        return IsoWeek.parse(name)
    except ValueError:  # somebody else's file
        return None
