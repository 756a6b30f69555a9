"""The library of nudges: small things that a champion, a peer in the team, can do in five minutes.

Codes follow the numbering of the 23 components of Reinertsen et al 2007, Figure 1, with a letter for each item; the
words are ours (`nudges.ftl`). Each stands on a study or on a rule of this project, which is where the idea comes from:
no item has been tried by itself. None asks anybody to take part in Rounds more, to chase, to rank or to reward.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.follow_up.action_library import ActionKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.nudges.seasons import Season
from bot.domain.texts import say


class NudgeSource(StrEnum):
    """Where the idea of an item comes from; `docs/nudges.md` has it in full."""

    AMABILE_2011 = "Amabile & Kramer 2011"
    ASHTON_2018 = "Ashton 2018"
    BERWICK_2003 = "Berwick 2003"
    BRADLEY_2009 = "Bradley et al 2009"
    DEGELING_2003 = "Degeling et al 2003"
    DETERT_2007 = "Detert & Burris 2007"
    EDMONDSON_1999 = "Edmondson 1999"
    FLODGREN_2019 = "Flodgren et al 2019"
    FRANKEL_2003 = "Frankel et al 2003"
    GRANT_2010 = "Grant & Gino 2010"
    GREENHALGH_2004 = "Greenhalgh et al 2004"
    HAYNES_2009 = "Haynes et al 2009"
    KLEIN_2007 = "Klein 2007"
    LANGLEY_2009 = "Langley et al 2009"
    MIECH_2018 = "Miech et al 2018"
    MORRISON_2011 = "Morrison 2011"
    NELSON_2002 = "Nelson et al 2002"
    NEMBHARD_2006 = "Nembhard & Edmondson 2006"
    NHS_ALLIANCE_2003 = "NHS Alliance 2003"
    PERLO_2017 = "Perlo et al 2017"
    PROVOST_2015 = "Provost et al 2015"
    REINERTSEN_2007 = "Reinertsen et al 2007"
    SWENSEN_2016 = "Swensen, Kabcenell & Shanafelt 2016"
    OWN_PAGE = "rule: the team reads what its leads read"


class Pitfall(StrEnum):
    """What to avoid with an item; each has its own words."""

    NAMES = "names"
    WHO = "who"
    DEFENDING = "defending"
    PROMISES = "promises"
    PRESSING = "pressing"
    CONVINCING = "convincing"
    OTHERS_SLIPS = "others_slips"
    COUNTING_PEOPLE = "counting_people"
    COMPARING = "comparing"
    PATIENT_DETAILS = "patient_details"
    PRAISE_UNASKED = "praise_unasked"
    TOO_MUCH = "too_much"
    SPEAKING_FOR = "speaking_for"
    COMPLAINING = "complaining"
    FAVOURS = "favours"


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeItem:
    """One item with its facts."""

    suits: str
    """Letters of `ActionKind`."""
    source: NudgeSource
    avoid: Pitfall
    helps: ScoreKind
    """The competency that it serves best."""
    seasons: frozenset[Season] = frozenset()
    """Of a team's year, in which it is offered; empty for all of them."""

    def __post_init__(self) -> None:
        if not self.suits or not set(self.suits) <= {each.value for each in ActionKind}:
            raise ValueError(f"an item suits kinds of action, not {self.suits!r}")


_P, _S, _T = ScoreKind.PERSONAL, ScoreKind.SUPERVISORY, ScoreKind.STRATEGIC
_NEW = frozenset({Season.LAUNCH, Season.CHANGE_OVER})
_LAUNCH, _CHANGE, _STEADY = (frozenset({each}) for each in (Season.LAUNCH, Season.CHANGE_OVER, Season.STEADY))


def _item(
    suits: str, helps: ScoreKind, source: NudgeSource, avoid: Pitfall, seasons: frozenset[Season] = frozenset()
) -> NudgeItem:
    return NudgeItem(suits=suits, helps=helps, source=source, avoid=avoid, seasons=seasons)


NUDGES: Final[Mapping[str, NudgeItem]] = {
    "1.1a": _item("SA", _P, NudgeSource.LANGLEY_2009, Pitfall.PROMISES),
    "1.1b": _item("SA", _P, NudgeSource.AMABILE_2011, Pitfall.PATIENT_DETAILS),
    "1.2a": _item("VS", _P, NudgeSource.ASHTON_2018, Pitfall.TOO_MUCH),
    "1.2b": _item("VA", _S, NudgeSource.ASHTON_2018, Pitfall.NAMES),
    "1.3a": _item("VA", _S, NudgeSource.NEMBHARD_2006, Pitfall.DEFENDING, _NEW),
    "1.3b": _item("VA", _S, NudgeSource.NELSON_2002, Pitfall.COMPARING),
    "1.4a": _item("SU", _T, NudgeSource.REINERTSEN_2007, Pitfall.WHO),
    "1.4b": _item("UA", _T, NudgeSource.REINERTSEN_2007, Pitfall.COMPLAINING),
    "2.1a": _item("VS", _S, NudgeSource.MORRISON_2011, Pitfall.NAMES),
    "2.1b": _item("VS", _S, NudgeSource.DETERT_2007, Pitfall.DEFENDING),
    "2.1c": _item("VA", _P, NudgeSource.PERLO_2017, Pitfall.PRESSING),
    "2.2a": _item("SA", _S, NudgeSource.EDMONDSON_1999, Pitfall.OTHERS_SLIPS),
    "2.2b": _item("SA", _S, NudgeSource.REINERTSEN_2007, Pitfall.WHO),
    "3.1a": _item("SA", _S, NudgeSource.BERWICK_2003, Pitfall.PROMISES),
    "3.2a": _item("VA", _P, NudgeSource.FLODGREN_2019, Pitfall.PRESSING),
    "3.2b": _item("VA", _P, NudgeSource.MIECH_2018, Pitfall.COMPARING),
    "3.3a": _item("VU", _T, NudgeSource.NEMBHARD_2006, Pitfall.NAMES),
    "3.3b": _item("UA", _T, NudgeSource.DEGELING_2003, Pitfall.COMPLAINING),
    "3.4a": _item("A", _P, NudgeSource.LANGLEY_2009, Pitfall.TOO_MUCH),
    "3.4b": _item("SA", _P, NudgeSource.SWENSEN_2016, Pitfall.PRESSING),
    "3.5a": _item("VS", _S, NudgeSource.GREENHALGH_2004, Pitfall.CONVINCING),
    "3.5b": _item("SA", _S, NudgeSource.KLEIN_2007, Pitfall.DEFENDING),
    "4.1a": _item("SA", _P, NudgeSource.REINERTSEN_2007, Pitfall.COMPARING),
    "4.2a": _item("SA", _P, NudgeSource.LANGLEY_2009, Pitfall.COUNTING_PEOPLE),
    "4.2b": _item("VS", _S, NudgeSource.OWN_PAGE, Pitfall.WHO),
    "4.3a": _item("SA", _P, NudgeSource.LANGLEY_2009, Pitfall.TOO_MUCH),
    "4.3b": _item("VA", _S, NudgeSource.BRADLEY_2009, Pitfall.COMPARING, _STEADY),
    "4.4a": _item("SA", _P, NudgeSource.REINERTSEN_2007, Pitfall.TOO_MUCH),
    "4.4b": _item("VA", _P, NudgeSource.NELSON_2002, Pitfall.TOO_MUCH, _CHANGE),
    "5.1a": _item("UV", _T, NudgeSource.FRANKEL_2003, Pitfall.COMPLAINING),
    "5.1b": _item("UV", _T, NudgeSource.NHS_ALLIANCE_2003, Pitfall.COMPLAINING),
    "5.1c": _item("UA", _T, NudgeSource.FRANKEL_2003, Pitfall.PRESSING),
    "6.1a": _item("VS", _P, NudgeSource.NHS_ALLIANCE_2003, Pitfall.PROMISES),
    "6.1b": _item("VS", _S, NudgeSource.NHS_ALLIANCE_2003, Pitfall.CONVINCING),
    "6.2a": _item("VA", _S, NudgeSource.FLODGREN_2019, Pitfall.PRESSING),
    "6.3a": _item("VS", _T, NudgeSource.GREENHALGH_2004, Pitfall.SPEAKING_FOR),
    "6.4a": _item("VA", _P, NudgeSource.GRANT_2010, Pitfall.PRAISE_UNASKED),
    "6.4b": _item("VA", _P, NudgeSource.GRANT_2010, Pitfall.FAVOURS),
    "6.4c": _item("SA", _P, NudgeSource.GRANT_2010, Pitfall.FAVOURS),
    "6.5a": _item("VS", _S, NudgeSource.REINERTSEN_2007, Pitfall.PROMISES),
    "6.5b": _item("VS", _S, NudgeSource.MORRISON_2011, Pitfall.NAMES),
    "6.6a": _item("VS", _T, NudgeSource.PROVOST_2015, Pitfall.TOO_MUCH),
    "6.6b": _item("VA", _S, NudgeSource.EDMONDSON_1999, Pitfall.DEFENDING, _CHANGE),
    "6.6c": _item("VA", _P, NudgeSource.MIECH_2018, Pitfall.PRAISE_UNASKED, _LAUNCH),
    "6.7a": _item("SA", _S, NudgeSource.REINERTSEN_2007, Pitfall.WHO),
    "6.7b": _item("VA", _P, NudgeSource.PERLO_2017, Pitfall.FAVOURS),
    "6.7c": _item("VA", _P, NudgeSource.HAYNES_2009, Pitfall.PRESSING, _NEW),
}
"""Every item by its code."""


def nudge_words(code: str, locale: str) -> str:
    """What to do, in at most three short sentences."""
    return say(f"nudges-item-{code.replace('.', '-')}", locale)


def pitfall_words(code: str, locale: str) -> str:
    """What to avoid with it."""
    return say(f"nudges-avoid-{NUDGES[code].avoid.value}", locale)
