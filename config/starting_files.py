"""What `rounds init` writes for a hospital of one's own: the starter without its invented units and people."""

import json
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from bot.domain.organisation.people import Role
from config.bank_holidays import Nation, bank_holidays
from config.roster_rows import NEEDED
from config.spreadsheets import escape_formula

TOP: Final = "hospital"
TEAM: Final = "first-team"
_STARTER: Final = files("config") / "starter"
_INVENTED_UNITS: Final = re.compile(r"\[\[unit\]\].*?(?=# --- Schedules)", re.DOTALL)
_INVENTED_HELP: Final = re.compile(r"\[help\].*?(?=\[privacy\])", re.DOTALL)
"""Stays as an example, with # before it."""
_UNITS: Final = f"""[[unit]]
id = "{TOP}"
name = NAME

[[unit]]
id = "{TEAM}"                   # a team like this for every ward, theatre or clinic
name = "First team"
parent = "{TOP}"

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What has to be known at first; the defaults are a hospital in England."""

    organisation: str = "Our hospital"
    timezone: str = "Europe/London"
    administrator: str = "admin"
    administrator_name: str = "First administrator"
    channel: str = "web"
    nation: Nation | None = Nation.ENGLAND


def starter_text(name: str) -> str:
    """A file of the invented hospital."""
    return (_STARTER / name).read_text("utf-8")


def own_programme(start: Start, *, today: date) -> str:
    """With every rule of the starter, one unit and one team below it, and next year's bank holidays to choose from."""
    name = json.dumps(start.organisation, ensure_ascii=False)
    text = starter_text("programme.toml")
    text = text.replace("# The hospital below is invented. Put your own in its place.\n", "")
    text = _INVENTED_UNITS.sub(lambda _: _UNITS.replace("NAME", name), text)
    text = text.replace('"Riverside University Hospital"', name).replace('"Europe/London"', f'"{start.timezone}"')
    text = re.sub(r"units = \[[^\]]*\]", f'units = ["{TOP}"]', text)
    text = text.replace('unit = "medicine"', f'unit = "{TOP}"')
    text = _INVENTED_HELP.sub(lambda found: re.sub(r"^(?=[^#\n])", "# ", found[0], flags=re.MULTILINE), text)
    text = text.replace('person = "p171"', 'person = "g01"')
    if start.nation is not None:
        place = text.index("# What changes a team by a date.")
        text = text[:place] + _offered(start.nation, today) + text[place:]
    return text


def own_roster(start: Start) -> str:
    """The first administrator is its only row."""
    row = (start.administrator, start.administrator_name, TOP, Role.ADMINISTRATOR.value, start.channel)
    cells = [escape_formula(cell) for cell in row]
    quoted = [f'"{cell}"' if "," in cell else cell for cell in cells]
    return f"{','.join(NEEDED)}\n{','.join(quoted)}\n"


def _offered(nation: Nation, today: date) -> str:
    found = bank_holidays(nation, today)
    lines = [f"# Bank holidays in {nation.place} from here on. Take the # away where nobody is to be asked."]
    for day, reason in found:
        lines += ["# [[quiet_day]]", f'# date = "{day}"', f'# units = ["{TOP}"]', f'# reason = "{reason}"', ""]
    return "\n".join(lines) + "\n"
