"""What is well and what is not, part by part, in words an administrator can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class HealthBoard:
    """The state of each part of the running process; a part that never reported is not listed."""

    _troubles: dict[str, str] = field(default_factory=dict)

    def well(self, part: str) -> None:
        self._troubles[part] = ""

    def troubled(self, part: str, why: str) -> None:
        """Mark a part as not working. `why` is shown to administrators: no names, tokens or answers."""
        self._troubles[part] = why or "not working"

    @property
    def parts(self) -> Mapping[str, str]:
        """Part to its trouble; an empty text means it is well."""
        return dict(sorted(self._troubles.items()))
