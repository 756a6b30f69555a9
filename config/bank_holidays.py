"""The bank holidays of the nations of the United Kingdom, to choose quiet days from."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

_YEAR = timedelta(days=365)


class Nation(StrEnum):
    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def place(self) -> str:
        return self.value.replace("-", " ").title()


_CODES = {Nation.ENGLAND: "ENG", Nation.WALES: "WLS", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}


def bank_holidays(nation: Nation, today: date) -> Sequence[tuple[date, str]]:
    """Those of a year from today on, by date."""
    from holidays import country_holidays  # takes a while to load

    last = today + _YEAR
    found = country_holidays("GB", subdiv=_CODES[nation], years=range(today.year, last.year + 1))
    return [(day, name) for day, name in sorted(found.items()) if today <= day <= last]
