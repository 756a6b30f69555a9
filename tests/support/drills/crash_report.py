"""What a crash drill found."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class DrillReport:
    """What the drill found; everything but `kills`, `rounds`, `answers` and `left_to_reminder` has to stay 0."""

    kills: int = 0
    rounds: int = 0
    answers: int = 0
    left_to_reminder: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    asked_twice: list[str] = field(default_factory=list)
    never_asked: list[str] = field(default_factory=list)
    too_many_left: list[str] = field(default_factory=list)
    by_point: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def faults(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.asked_twice, *self.never_asked, *self.too_many_left]

    def __iadd__(self, other: "DrillReport") -> "DrillReport":
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            setattr(
                self, each.name, dict(Counter(mine) + Counter(theirs)) if each.name == "by_point" else mine + theirs
            )
        return self

    def table(self) -> dict[str, int]:
        """The figures to report, by name."""
        figures = {"kills": self.kills, "rounds": self.rounds, "answers filed": self.answers}
        figures["Telegram questions left to their reminder"] = self.left_to_reminder
        figures |= {"acknowledged answers lost": len(self.lost), "answers counted twice": len(self.doubled)}
        figures |= {"questions asked twice": len(self.asked_twice), "questions never asked": len(self.never_asked)}
        figures["rounds with more left than kills"] = len(self.too_many_left)
        return figures | {f"killed at: {point}": count for point, count in sorted(self.by_point.items())}
