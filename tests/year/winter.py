"""January to March: everybody joins, nights and leave, a champion's prompts, a nurse who reads Welsh."""

from datetime import date, datetime, time, timedelta

from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.year import rota
from tests.year.kinds import COUNTED, Came
from tests.year.life import london
from tests.year.scene import Act, Scene
from tests.year.ward import (
    BEGINS,
    BY_CODE,
    BY_NAME,
    NAMES,
    PAIR,
    PEOPLE,
    QUESTIONS,
    WARD,
    Someone,
    listed_on_ward,
    of_ward,
)

WORDS = tuple(
    f"{each} needs mending."
    for each in (
        "The hoist",
        "The lift",
        "The printer",
        "The call bell",
        "The fridge for insulin",
        "The store cupboard",
        "The kitchen clock",
        "The second trolley",
        "The blinds",
        "The scales",
    )
)
"""What ten people write, each about one thing."""
ANSWERED = "Estates come on Thursday with a list, and this is on top of it."
FIRST_TUESDAY = date(2026, 1, 6)


async def everybody_joins(scene: Scene) -> None:
    assert of_ward(BEGINS) == 24
    await scene.revises()
    for name in sorted(BY_CODE):
        someone = BY_NAME[name]
        if someone.came == BEGINS and scene.life.stage.says_welcome:
            text = "enrol-joined" if someone.is_member else "enrol-joined_reader"
            await scene.sees(name, scene.words(name, text, units=NAMES[someone.units[0]]))


async def the_rota_comes(scene: Scene) -> None:
    await scene.brings_the_rota()


async def the_first_question(scene: Scene) -> None:
    """It comes to those who are on a shift or on no rota, with what Rounds is; to nobody else."""
    asked = {
        each.name
        for each in PEOPLE
        if each.is_member and each.is_listed(FIRST_TUESDAY) and _may_be_asked(each.name, scene.life.now)
    }
    assert {"Ravi", "Paul", "Dee"} <= asked
    assert {"Cai", "Lena"}.isdisjoint(asked)
    for name in sorted(asked):
        question = scene.gets(name, Came.QUESTION, scene.words(name, "pulse-introduction"))
        assert any(each.text[BY_NAME[name].locale] in question.shown.words for each in QUESTIONS)


async def cai_on_nights(scene: Scene) -> None:
    """The question of somebody on nights comes an hour into the first night."""
    question = scene.gets("Cai", Came.QUESTION)
    first_night, _ = next(rota.duties(BY_NAME["Cai"], FIRST_TUESDAY, FIRST_TUESDAY)).span
    assert first_night + timedelta(hours=1) <= question.at < first_night + timedelta(hours=2)


async def the_first_digest(scene: Scene) -> None:
    for name in ("Lena", "Marcus", "Olive", "Chloe"):
        digest = scene.gets(name, Came.DIGEST, NAMES[WARD])
        learning = say("digest-learning", DEFAULT_LOCALE, number=1)
        assert learning in digest.shown.words, digest


async def a_nudge_is_done(scene: Scene) -> None:
    await scene.until_it_comes("Chloe", Came.NUDGE, by=date(2026, 1, 29))
    await scene.presses("Chloe", "nudges-button-done", on=scene.words("Chloe", "nudges-title"))
    await scene.sees("Chloe", scene.words("Chloe", "nudges-done"))


async def another_nudge(scene: Scene) -> None:
    await scene.until_it_comes("Chloe", Came.NUDGE, by=date(2026, 3, 12))
    title = scene.words("Chloe", "nudges-title")
    before = (await scene.sees("Chloe", title)).words
    await scene.presses("Chloe", "nudges-button-another", on=title)
    assert (await scene.sees("Chloe", title)).words != before
    await scene.presses("Chloe", "nudges-button-not_for_me", on=title)
    await scene.sees("Chloe", scene.words("Chloe", "nudges-not_for_me"))


async def nerys_reads_welsh(scene: Scene) -> None:
    """She is asked in Welsh; and so is all that comes to her, to the last day of the year (`judge.in_english`)."""
    nerys = BY_NAME["Nerys"]
    for text in ("pulse-cant_say", "pulse-likert4-3"):
        assert say(text, nerys.locale) != say(text, DEFAULT_LOCALE)
    question = await scene.until_it_comes("Nerys", Came.QUESTION, by=scene.life.today + timedelta(days=7))
    assert say("pulse-cant_say", nerys.locale) in question.shown.buttons
    assert any(each.text[nerys.locale] in question.shown.words for each in QUESTIONS)


async def nerys_reads_a_page_in_welsh(scene: Scene) -> None:
    """What was heard, in tenths and words."""
    page = await scene.until_it_comes("Nerys", Came.TEAM_PAGE, by=date(2026, 3, 20))
    assert say("digest-heading-team", "cy", unit=NAMES[WARD]) in page.shown.words
    assert say("digest-heard_label", "cy") in page.shown.words


async def the_pair_is_shown_together(scene: Scene) -> None:
    """Two teams of five are counted as one, and say so."""
    teams = listed(sorted(NAMES[unit] for unit in PAIR), DEFAULT_LOCALE)
    together = say("digest-heard_together", DEFAULT_LOCALE, teams=teams)
    in_short = say("digest-steady_together", DEFAULT_LOCALE, count=len(PAIR))
    for name in ("Paula", "Diana"):
        digest = await scene.until_it_comes(name, Came.DIGEST, in_short, by=date(2026, 4, 14))
        await scene.reads_details(name, digest, together)
    await scene.until_it_comes("Paul", Came.TEAM_PAGE, together, by=date(2026, 4, 16))


async def bea_was_on_leave(scene: Scene) -> None:
    """Nothing that counts has come to her since; and on her first shift she is asked again."""
    first, last = rota.LEAVE["Bea"]
    begins, ends = london(first, time(0)), london(last + timedelta(days=1), time(0))
    counted = [each for each in scene.life.came if each.to == "Bea" and each.kind in COUNTED]
    assert not [each for each in counted if begins <= each.at < ends]
    await scene.until_it_comes("Bea", Came.QUESTION, by=last + timedelta(days=7))


def _may_be_asked(name: str, moment: datetime) -> bool:
    someone = BY_NAME[name]
    day = moment.date()
    return not rota.is_on_rota(someone) or any(each.has_question_at(moment) for each in rota.duties(someone, day, day))


async def ten_add_words(scene: Scene) -> None:
    """Beside their answers; each is told who will read it before writing."""
    writers = 0
    for someone in listed_on_ward(scene.life.today):
        if await _has_answered(scene, someone) and writers < len(WORDS):
            await scene.presses(someone.name, "pulse-add_words")
            await scene.sees(someone.name, scene.words(someone.name, "pulse-add_words_ask"))
            asked = scene.words(someone.name, "pulse-add_words_ask")
            await scene.writes(someone.name, WORDS[writers], under=asked)
            await scene.presses(someone.name, "pulse-done")
            writers += 1
    assert writers == len(WORDS)


async def _has_answered(scene: Scene, someone: Someone) -> bool:
    *_, newest = await scene.life.stage.shown(someone.id)
    return someone.is_member and say("pulse-add_words", someone.locale) in newest.buttons


async def the_comments_are_told(scene: Scene) -> None:
    """When the block has ended: all of them, once, to leads first. Lena answers one, and everybody reads the answer
    under it."""
    read = await _comments_read_by(scene, "Lena")
    assert all(read.count(each) == 1 for each in WORDS)
    assert not any(someone.name in read for someone in listed_on_ward(scene.life.today))
    await scene.presses("Lena", "comments-way-before", on=NAMES[WARD])
    (first,) = [each for each in WORDS if read.index(each) == min(map(read.index, WORDS))]
    await scene.presses("Lena", say("comments-button-answer", DEFAULT_LOCALE, number=1), on=first)
    await scene.writes("Lena", ANSWERED, under=scene.words("Lena", "comments-ask"))
    await scene.presses("Lena", "loop-button-send", on=ANSWERED)
    for each in listed_on_ward(scene.life.today):
        if each.name != "Lena":
            day = scene.life.today + timedelta(days=2)
            await scene.until_it_comes(each.name, Came.TOLD, first, ANSWERED, by=day)


async def the_team_reads_them(scene: Scene) -> None:
    """Two days later, with the answer under its comment."""
    for name in ("Amal", "Nerys"):
        read = await _comments_read_by(scene, name)
        assert all(read.count(each) == 1 for each in WORDS)
        assert read.count(ANSWERED) == 1


async def _comments_read_by(scene: Scene, name: str) -> str:
    """All that stands on the pages, to the last."""
    await scene.presses(name, "digest-button-comments")
    heading = scene.words(name, "comments-note")
    read, after = "", say("comments-way-after", BY_NAME[name].locale)
    while True:
        shown = await scene.sees(name, heading)
        read += shown.words
        if after not in shown.buttons:
            return read
        await scene.life.does(name, shown, after)


WINTER = (
    Act(on=BEGINS, at=time(8), title="Everybody joins with a code from their administrator", play=everybody_joins),
    Act(on=BEGINS, at=time(8, 40), title="The administrator brings the rota", play=the_rota_comes),
    Act(
        on=FIRST_TUESDAY,
        at=time(10, 1),
        title="The first question comes to those on a shift, and says what Rounds is",
        play=the_first_question,
    ),
    Act(on=date(2026, 1, 7), at=time(9), title="Cai on nights is asked an hour into the first", play=cai_on_nights),
    Act(
        on=date(2026, 1, 13),
        title="The first digest: Rounds is learning what is usual",
        play=the_first_digest,
    ),
    Act(
        on=date(2026, 1, 14),
        title="Nerys reads everything in Welsh",
        play=nerys_reads_welsh,
        language="cy",
    ),
    Act(on=date(2026, 1, 20), title="Chloe, the champion, does what a nudge suggests", play=a_nudge_is_done),
    Act(on=date(2026, 2, 13), at=time(15, 30), title="Ten people add words to their answers", play=ten_add_words),
    Act(on=date(2026, 2, 26), title="Chloe asks for another nudge, which is not for her", play=another_nudge),
    Act(on=date(2026, 3, 2), title="Bea is back from leave, during which nothing came", play=bea_was_on_leave),
    Act(on=date(2026, 3, 3), title="Leads read what they wrote, and Lena answers one", play=the_comments_are_told),
    Act(on=date(2026, 3, 5), at=time(13), title="The team reads it, with the answer", play=the_team_reads_them),
    Act(on=date(2026, 3, 6), title="Nerys reads the page of the team in Welsh", play=nerys_reads_a_page_in_welsh),
    Act(
        on=date(2026, 3, 10),
        title="The two small teams read their figures, counted together",
        play=the_pair_is_shown_together,
    ),
)
