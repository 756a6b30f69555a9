"""What digests are written from: small valid pages of a team and of a unit above teams."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.page import (
    ActionLine,
    ClosedLine,
    EarlierFlag,
    LatestScore,
    Page,
    RollUp,
    ScoreChange,
    Usual,
)
from bot.domain.disclosure.figures import FlagFigure, ScoreFigure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.participation import Participation, WeekCount, heard
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.follow_up.flags import FlagResponse, flag_id
from bot.domain.identifiers import ActionId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("acute-medical-unit")
AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
TOO_FEW = Withheld(because=Withholding.TOO_FEW)
ACTION = ActionLine(
    action=ActionId("trolley"),
    words="Second trolley for the night drug round",
    owner=Role.NURSING_LEAD,
    accepted=True,
    age_days=9,
    due_days=14,
    told=date(2026, 3, 3),
)


def released_share(tenths: int | None = 6, *, together: tuple[str, ...] = ()) -> Participation:
    """About so many in ten, or a word where cells are small."""
    n = 10 if tenths is not None else 9
    count = WeekCount(week=WEEK, cells=2, n=n, doubled=2 * (tenths or 6), smallest=n)
    shown = heard([count], WEEK, together=together)
    assert isinstance(shown, Participation)
    return shown


AGREE = ScoreFigure(word=ScoreWord(agreement=Agreement.AGREE, vocabulary=Vocabulary.FIVE))


def released_score(figure: ScoreFigure = AGREE) -> Released[ScoreFigure]:
    return recall(WARD, ReleaseKind.SCORE, BlockPeriod(epoch=IsoWeek.parse("2026-W05"), number=0), WEEK - 1, figure)


def released_flag(kind: FlagKind) -> Released[FlagFigure]:
    figure = FlagFigure(kind=kind, since=date(2026, 2, 1))
    return recall(WARD, ReleaseKind.FLAG, WeekPeriod(week=WEEK), WEEK, figure)


def said() -> LatestScore:
    return LatestScore(score=released_score(), first=WEEK - 4, last=WEEK - 1, change=ScoreChange.UNKNOWN)


def a_page(**changes: object) -> Page:
    fields: dict[str, object] = {
        "unit": WARD,
        "name": "Acute medical unit",
        "week": WEEK,
        "locale": "en-GB",
        "asked": True,
        "participation": released_share(),
        "usual": Usual.USUAL,
        "said": said(),
        "next_figures": date(2026, 3, 31),
        "open_actions": (ACTION,),
        "closed": (ClosedLine(words="Referral list on the board by 09:00", closed=date(2026, 2, 9)),),
        "steps": ("6.4", "1.2", "6.6"),
        "above": "Medicine",
    }
    return Page(**(fields | changes))  # type: ignore[arg-type]


def a_flagged_page(kind: FlagKind = FlagKind.FEWER_VOICES, **changes: object) -> Page:
    return a_page(flag=released_flag(kind), flag_id=flag_id(WARD, WEEK), participation=released_share(4), **changes)


CHART = ChartFigures(unit="Ward", locale="en-GB", points=tuple((WEEK - back, 6) for back in range(5, -1, -1)))
UNANSWERED = EarlierFlag(flag=flag_id(WARD, WEEK - 2), kind=FlagKind.BOTH, week=WEEK - 2, response=None)
TAKEN = replace(UNANSWERED, response=FlagResponse.REPLYING, by=Role.NURSING_LEAD)
LATE = replace(ACTION, age_days=20)
QUESTIONS = ("I can raise a concern here", "My ideas are used", "We learn from mistakes")


def a_roll_up(**changes: object) -> RollUp:
    fields: dict[str, object] = {
        "unit": UnitId("medicine"), "name": "Medicine", "week": WEEK, "locale": "en-GB", "teams": 8, "teams_shown": 6,
        "participation": released_share(), "said": said(), "flagged_now": 1, "flagged_lately": (FlagKind.BOTH,),
        "open_count": 5, "open_oldest_days": 41, "open_overdue": 2, "next_figures": date(2026, 3, 31),
        "step": "5.1",
    }  # fmt: skip
    return RollUp(**(fields | changes))  # type: ignore[arg-type]
