"""A unit's state comes back as it was kept, and states of the first programs are read as they are."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import WeekCount
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.packed_habits import PackedParticipationHabits
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore, UnitState
from storage.codecs.unit_states import decode_unit_state, encode_unit_state

WEEK = IsoWeek.parse("2026-W10")
FULL = UnitState(
    week=WEEK,
    first=WEEK - 9,
    reached={PersonId("ana"): 0b101, PersonId("ben"): 0b111},
    heard={PersonId("ben"): 0b011},
    counted=(WeekCount(week=WEEK, cells=1, n=9, doubled=8, smallest=9),),
    atom=(UnitId("clinic"), UnitId("ward")),
    tenths=((WEEK - 1, 4),),
    listed=((WEEK - 1, 8), (WEEK, 12)),
    scores=(
        ShownScore(
            block=BlockPeriod(epoch=WEEK - 3, number=0),
            first=WEEK - 3,
            last=WEEK,
            figure=ScoreFigure(
                word=ScoreWord.parse("agree/5"),
                competencies={ScoreKind.PERSONAL: ScoreWord.parse("mixed/5")},
                is_wide=True,
                together=("Pain team", "Recovery"),
                mean=Fraction(22, 3),
            ),
        ),
    ),
    score_withheld=True,
    locks=(LockedLimits(since=None, mean=6.25, half=1.5), LockedLimits(since=WEEK - 3, mean=4.0, half=1.0)),
    habits=PackedParticipationHabits(bytes(range(256))),
)
OF_THE_FIRST_PROGRAMS = b"""\
{"week":105668,"first":105659,"people":{"ana":[5,0],"ben":[7,3]},"counted":\
[[105668,9,4,9]],"shown":[[105667,{"part":"half","tenths":4}],[105668,{"part":"few","tenths":null}]],"scores":\
[["2026-W07/0",105665,105668,{"halves":9,"people_from":5},true]],"withheld":true,"block":["ben"],"block_before":["ana"],\
"scored_of":["ward"],"not_asked":{"part":"few","tenths":null},"asides":[],"expected":[[105668,4.5,9]],"habits":"+/8="}"""


@pytest.mark.parametrize("state", [FULL, UnitState(week=WEEK)], ids=["full", "empty"])
def test_a_state_comes_back_as_it_was_kept(state: UnitState) -> None:
    assert decode_unit_state(encode_unit_state(state)) == state


def test_a_state_of_the_first_programs_is_read_without_what_is_no_longer_kept() -> None:
    score = replace(FULL.scores[0], figure=ScoreFigure(word=ScoreWord.parse("mixed/5")))
    expected = replace(
        FULL, counted=(), atom=(), listed=(), locks=(), scores=(score,), habits=PackedParticipationHabits(b"\xfb\xff")
    )
    assert decode_unit_state(OF_THE_FIRST_PROGRAMS) == expected


def test_a_version_that_is_not_known_is_refused() -> None:
    newer = json.loads(encode_unit_state(FULL)) | {"v": 2}
    with pytest.raises(ValueError, match="v\n"):
        decode_unit_state(json.dumps(newer).encode())
