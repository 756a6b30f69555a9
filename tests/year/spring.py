"""April to July: Ward 8 falls silent, its leads act, an action is owned, done, told and asked after; Amal raises
something in confidence."""

from datetime import date, time, timedelta

from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.year.kinds import Came
from tests.year.scene import Act, Scene
from tests.year.ward import BY_NAME, NAMES, PEOPLE, WARD

READERS = ("Lena", "Marcus", "Olive", "Chloe")
REPLY = "We have heard that handovers run late. We look at it together on Friday."
PROMISE = "Move the drug round to after handover"
TOLD = "The drug round now begins after handover, as several of you asked."
RAISED = "The linen cupboard is locked every weekend"
ANSWER = "Thank you, the key hangs in the office from now on"
BACK = "That helps on Saturdays"


async def worth_a_conversation(scene: Scene) -> None:
    """Fewer voices: all who read the digest see it, one takes it, and the team reads that lead's words."""
    title = say("digest-title-conversation", DEFAULT_LOCALE, unit=NAMES[WARD])
    await scene.until_it_comes("Lena", Came.DIGEST, title, by=date(2026, 6, 9))
    for name in READERS[1:]:
        scene.gets(name, Came.DIGEST, title, say("digest-kind-fewer_voices", DEFAULT_LOCALE).capitalize())
    await scene.presses("Lena", "digest-button-reply", on=title)
    for name in READERS[1:]:
        scene.gets(name, Came.FLAG_NEWS)
    for name in READERS:  # each copy of the digest says it now
        shown = await scene.sees(name, title, "nursing lead has taken this")
        assert say("digest-button-reply", DEFAULT_LOCALE) not in shown.buttons
    await scene.writes("Lena", REPLY, under=scene.words("Lena", "loop-reply_ask"))
    await scene.presses("Lena", "loop-button-send", on=REPLY)


async def priya_owns_an_action(scene: Scene) -> None:
    await scene.presses("Marcus", "digest-button-start", on=NAMES[WARD])
    await scene.writes("Marcus", PROMISE, under=scene.words("Marcus", "loop-ask_action"))
    await scene.presses("Marcus", "loop-button-send", on=PROMISE)
    await scene.presses("Marcus", "loop-button-somebody", on=PROMISE)
    more = say("loop-button-names_after", DEFAULT_LOCALE)
    while "Priya" not in (shown := await scene.sees("Marcus", PROMISE)).buttons:
        await scene.life.does("Marcus", shown, more)
    await scene.presses("Marcus", "Priya", on=PROMISE)
    await scene.presses("Marcus", say("loop-due", DEFAULT_LOCALE, weeks=2), on=PROMISE)
    await scene.until_it_comes("Priya", Came.ACTION, PROMISE, by=scene.life.today + timedelta(days=2))
    await scene.sees("Priya", scene.words("Priya", "loop-action_asked_member"))
    await scene.presses("Priya", "loop-button-take", on=PROMISE)
    for name in READERS:
        await scene.until_it_comes(name, Came.ACTION, PROMISE, by=scene.life.today + timedelta(days=2))


async def the_team_reads_the_reply(scene: Scene) -> None:
    await scene.until_it_comes("Amal", Came.TEAM_PAGE, REPLY, by=scene.life.today + timedelta(days=7))


async def did_it_happen(scene: Scene) -> None:
    """A fortnight after the digest its leads are asked whether they have talked."""
    talk = scene.words("Lena", "nudges-ask_talk")
    await scene.until_it_comes("Lena", Came.ASK, talk, by=scene.life.today + timedelta(days=17))
    await scene.presses("Lena", "nudges-talk-not_needed", on=talk)
    await scene.sees("Lena", scene.words("Lena", "nudges-talk_not_needed"))


async def it_is_done_and_told(scene: Scene) -> None:
    await scene.presses("Priya", "loop-button-done", on=PROMISE)
    await scene.sees("Priya", scene.words("Priya", "loop-action_closed_by_member"))
    for name in READERS:
        await scene.until_it_comes(name, Came.ACTION, PROMISE, by=scene.life.today + timedelta(days=2))
    await scene.presses("Marcus", "loop-button-tell", on=PROMISE)
    await scene.writes("Marcus", TOLD, under=scene.words("Marcus", "loop-ask_team_words"))
    await scene.presses("Marcus", "loop-button-send", on=TOLD)
    day = scene.life.today
    for each in PEOPLE:
        if WARD in each.units and each.is_listed(day) and each.name != "Marcus":
            await scene.until_it_comes(each.name, Came.TOLD, TOLD, by=day + timedelta(days=2))


async def weekly_again(scene: Scene) -> None:
    """Whoever was asked less often, after they had left four questions, asks for every week again."""
    slowed = {each.to for each in scene.life.came if each.kind is Came.SELDOMER}
    assert slowed
    for name in sorted(slowed):
        await scene.presses(name, say("commands-weekly_again", BY_NAME[name].locale))
        await scene.sees(name, scene.words(name, "commands-asked_weekly"))


async def did_it_change_anything(scene: Scene) -> None:
    """Four weeks after it was done, those who were there are asked; who came since is not."""
    question = say("pulse-change_question", DEFAULT_LOCALE)
    asked = await scene.until_it_comes("Amal", Came.QUESTION, question, by=scene.life.today + timedelta(days=12))
    assert PROMISE in asked.shown.words
    label = say("pulse-changed-y", DEFAULT_LOCALE)
    assert label in asked.shown.buttons


async def the_change_is_told(scene: Scene) -> None:
    """When the quarter has ended, leads and team read what those said who were there."""
    digest = scene.gets("Lena", Came.DIGEST)
    await scene.reads_details("Lena", digest, say("quarter-kind-change", DEFAULT_LOCALE))
    label = say("digest-changed_label", DEFAULT_LOCALE)
    await scene.until_it_comes("Amal", Came.TEAM_PAGE, label, by=date(2026, 7, 9))


async def amal_raises_something(scene: Scene) -> None:
    await scene.writes("Amal", "raise")
    title = scene.words("Amal", "raise-title")
    await scene.presses("Amal", say("raise-to_leads", DEFAULT_LOCALE, unit=NAMES[WARD]), on=title)
    await scene.writes("Amal", RAISED, under=scene.words("Amal", "raise-limits"))
    await scene.presses("Amal", "loop-button-send", on=RAISED)
    await scene.sees("Amal", scene.words("Amal", "raise-sent"))
    for name in ("Lena", "Marcus", "Olive"):
        letter = await scene.until_it_comes(name, Came.LETTER, RAISED, by=scene.life.today + timedelta(days=3))
        assert "Amal" not in letter.shown.words


async def it_is_answered_without_a_name(scene: Scene) -> None:
    await scene.presses("Olive", "raise-reply", on=RAISED)
    await scene.writes("Olive", ANSWER, under=scene.words("Olive", "raise-write_reply"))
    await scene.presses("Olive", "loop-button-send", on=ANSWER)
    answer = await scene.until_it_comes("Amal", Came.LETTER, ANSWER, by=scene.life.today + timedelta(days=3))
    assert "Olive" not in answer.shown.words
    for name in ("Lena", "Marcus"):
        await scene.until_it_comes(name, Came.LETTER, ANSWER, by=scene.life.today + timedelta(days=3))
    await scene.presses("Amal", "raise-reply", on=ANSWER)
    await scene.writes("Amal", BACK, under=scene.words("Amal", "raise-write_back"))
    await scene.presses("Amal", "loop-button-send", on=BACK)
    for name in ("Lena", "Marcus", "Olive"):
        await scene.until_it_comes(name, Came.LETTER, BACK, by=scene.life.today + timedelta(days=3))


async def nothing_of_it_is_left(scene: Scene) -> None:
    """After 30 quiet days the words and their keys are destroyed."""
    left = [each.name for each in (scene.folder / "keys").iterdir() if each.suffix in (".note", ".raised")]
    assert left == []
    assert BY_NAME["Amal"].is_listed(scene.life.today)


SPRING = (
    Act(
        on=date(2026, 4, 28),
        title="Ward 8 falls silent: its digest is worth a conversation, and Lena takes it",
        play=worth_a_conversation,
    ),
    Act(on=date(2026, 4, 29), title="Marcus starts an action, and Priya owns it", play=priya_owns_an_action),
    Act(on=date(2026, 4, 29), title="The team reads what Lena replies", play=the_team_reads_the_reply),
    Act(on=date(2026, 4, 30), title="Did the conversation happen?", play=did_it_happen),
    Act(
        on=date(2026, 5, 13),
        at=time(13),
        title="Priya has done it, and Marcus tells the team",
        play=it_is_done_and_told,
    ),
    Act(on=date(2026, 6, 2), title="Whoever was asked less often wants every week again", play=weekly_again),
    Act(
        on=date(2026, 6, 9),
        title="Those who were there are asked: did it change anything?",
        play=did_it_change_anything,
    ),
    Act(on=date(2026, 6, 22), at=time(10, 30), title="Amal raises something in confidence", play=amal_raises_something),
    Act(
        on=date(2026, 6, 25),
        at=time(10, 30),
        title="It is answered without a name, and Amal writes back",
        play=it_is_answered_without_a_name,
    ),
    Act(on=date(2026, 7, 7), title="The quarter ends, and its page tells whether it did", play=the_change_is_told),
    Act(on=date(2026, 8, 3), at=time(9), title="Nothing of what Amal raised is left", play=nothing_of_it_is_left),
)
