"""August to December: doctors change over, Tom leaves, a quiet week, a pause, and the last digest of the year."""

from datetime import date, time, timedelta

from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver, Month
from bot.domain.programme.programme import QuietWeek
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.year.kinds import COUNTED, Came
from tests.year.scene import Act, Scene
from tests.year.ward import CHANGE_OVER, HOSPITAL, LAST_DAY_OF_TOM, NAMES, PEOPLE, WARD, of_ward

SURVEY = IsoWeek.of(date(2026, 10, 5))
CHANGE = ChangeOver(
    kind=ChangeKind.TRAINEES, units=(WARD,), reason="Doctors in training change over", when=Month.AUGUST
)
QUIET = QuietWeek(week=SURVEY, units=(HOSPITAL,), reason="NHS Staff Survey opens")


async def doctors_change_over(scene: Scene) -> None:
    """Four have gone, four come: one with a code, three by the list."""
    await scene.revises(change_overs=(CHANGE,), quiet_weeks=(QUIET,))
    await scene.brings_the_rota()
    assert of_ward(CHANGE_OVER) == 24
    if scene.life.stage.says_welcome:
        await scene.sees("Wanda", scene.words("Wanda", "enrol-joined", units=NAMES[WARD]))


async def the_team_reads_of_it(scene: Scene) -> None:
    scene.gets("Wanda", Came.QUESTION, scene.words("Wanda", "pulse-introduction"))
    digest = scene.gets("Lena", Came.DIGEST)
    await scene.reads_details("Lena", digest, CHANGE.reason)


async def tom_is_about_to_leave(scene: Scene) -> None:
    await scene.revises()


async def tom_has_left(scene: Scene) -> None:
    """Rounds is silent to Tom since, and the list is one shorter."""
    end = LAST_DAY_OF_TOM
    assert of_ward(end + timedelta(days=1)) == 23
    late = [each for each in scene.life.came if each.to == "Tom" and each.at.date() > end]
    assert late == []


async def nobody_is_asked(scene: Scene) -> None:
    asked = [
        each
        for each in scene.life.came
        if each.kind in (Came.QUESTION, Came.REMINDER) and IsoWeek.of(each.at.date()) == SURVEY
    ]
    assert asked == []
    assert [each for each in scene.life.came if each.kind is Came.DIGEST and IsoWeek.of(each.at.date()) == SURVEY]


async def iris_pauses(scene: Scene) -> None:
    await scene.writes("Iris", "pause")
    await scene.presses("Iris", say("commands-for_weeks", DEFAULT_LOCALE, weeks=2))
    await scene.sees("Iris", scene.words("Iris", "commands-paused"))
    paused = scene.life.now
    await scene.until(scene.life.today + timedelta(days=13))
    counted = [each for each in scene.life.came if each.to == "Iris" and each.kind in COUNTED]
    assert not [each for each in counted if each.at > paused]
    await scene.until_it_comes("Iris", Came.QUESTION, by=scene.life.today + timedelta(days=10))


async def the_last_digest(scene: Scene) -> None:
    for each in PEOPLE:
        if each.reads_digests:
            scene.gets(each.name, Came.DIGEST)


AUTUMN = (
    Act(on=CHANGE_OVER, at=time(9), title="Four doctors in training go and four come", play=doctors_change_over),
    Act(on=date(2026, 8, 11), title="The digest of that week says so", play=the_team_reads_of_it),
    Act(on=date(2026, 9, 7), title="Tom's last day is written down", play=tom_is_about_to_leave),
    Act(on=date(2026, 10, 12), title="A quiet week for the national survey: nobody was asked", play=nobody_is_asked),
    Act(on=date(2026, 10, 14), title="Tom has left two weeks ago, and got nothing since", play=tom_has_left),
    Act(on=date(2026, 11, 2), title="Iris pauses for two weeks, which nobody is told", play=iris_pauses),
    Act(on=date(2026, 12, 29), at=time(12, 45), title="The last digest of the year", play=the_last_digest),
)
