"""Posts and seats beside the pulse: found, filled, left empty. What they may say is known to the files alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.identifiers import UnitId, short_id
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence
from bot.programme_rules import EditFault, EditRefused, Keys, Plain, ProgrammeRules


class Register(StrEnum):
    """Where in `programme.toml` a post stands."""

    ROLES = "leadership_role"
    SEATS = "governance_seat"

    @property
    def name_key(self) -> str:
        """The key that says which post it is."""
        return "role" if self is Register.ROLES else "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPlace:
    """Which post is meant. Posts have no id: it is the so-many-eth of one name in a unit."""

    register: Register
    unit: UnitId | None
    """None: of the organisation as a whole."""
    name: str
    number: int

    @property
    def id(self) -> str:
        """As it stands in addresses."""
        return f"{self.register}-{short_id(self.name)}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPost:
    place: PostPlace
    row: int
    """Its place in the list of the file."""
    keys: Mapping[str, Plain]


def posts_of(unit: UnitId | None, programme: Programme, rules: ProgrammeRules) -> Iterator[FoundPost]:
    """Those that belong to a unit itself, or to the organisation as a whole; as the files have them."""
    for register in Register:
        seen: dict[str, int] = {}
        for row, keys in enumerate(rules.entries(programme, register)):
            if keys.get("unit") != unit:
                continue
            name = str(keys[register.name_key])
            seen[name] = seen.get(name, 0) + 1
            place = PostPlace(register=register, unit=unit, name=name, number=seen[name])
            yield FoundPost(place=place, row=row, keys=keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutPost:
    """A post with these keys changed."""

    place: PostPlace
    keys: Keys

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        posts = posts_of(self.place.unit, programme, rules)
        row = next((each.row for each in posts if each.place == self.place), None)
        if row is None:
            raise EditRefused([EditFault(key="", what=Sentence.of("change-refused-post_gone"))])
        return rules.with_nth(programme, self.place.register, row, self.keys), roster


def holder_keys(profession: str, since: str) -> Keys:
    """A post is vacant where neither is given; half of it is left for the rules to refuse."""
    return {"profession": profession or None, "since": since or None, "vacant": None if profession or since else True}


VACANT: Keys = holder_keys("", "")
