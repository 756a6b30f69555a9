"""The question bank through a real server: read by administrators, changed by those who administer everything."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

import pytest

from bot.adapters.channels.slack.likeness import slack_payload
from bot.adapters.channels.telegram.likeness import telegram_payload
from bot.domain.asking.pulse_messages import Setting, compose_preview
from bot.domain.programme.questions import Question
from tests.support.builders import after
from tests.support.consoles import Browser, Hospital, seen_in_the_log

NEW, ONE = "/admin/new-question", "/admin/questions/pers-int-1"
PLAIN = {"scale": "likert4", "polarity": "+", "kind": "core", "competency": "personal", "facet": "emotional"}
FIELDS = {
    **PLAIN,
    "audience": "members",
    "tags": "winter, nights",
    "id": "hand-over",
    "text.en-GB": "Handover is safe.",
}


async def bank(hospital: Hospital) -> dict[str, Question]:
    async with hospital.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    return {str(each): question for each, question in programme.questions.items()}


async def save(browser: Browser, path: str, fields: dict[str, str]) -> None:
    await browser.get(path)
    await browser.post(path, {**fields, "step": "look"})
    assert browser.page.status_code == 200, browser.text
    await browser.post(path, {**browser.hidden_all(), "step": "save"})
    assert "Saved." in browser.text, browser.text


def filled(**changes: str) -> dict[str, str]:
    """The form as it stands, with these fields otherwise."""
    return {**PLAIN, "facet": "intellectual", "audience": "members", "text.en-GB": "Wording of pers-int-1.", **changes}


async def test_a_question_is_made_and_looks_as_people_will_see_it(hospital: Hospital, whole: Browser) -> None:
    await save(whole, NEW, FIELDS | {"language": "cy", "wording": "Mae'r trosglwyddo'n ddiogel."})
    made = (await bank(hospital))["hand-over"]
    assert (made.version, made.tags) == (1, frozenset({"winter", "nights"}))
    assert made.text == {"en-GB": "Handover is safe.", "cy": "Mae'r trosglwyddo'n ddiogel."}
    assert "Asked by weekly-pulse and theatre-pulse" in whole.text
    assert "No schedule asks it" in whole.text
    await whole.get("/admin/questions/hand-over")
    for words in (
        "Handover is safe.",
        "Mae'r trosglwyddo'n ddiogel.",
        "Strongly agree",
        "Caring (emotional)",
        "winter",
    ):
        assert words in whole.text
    assert ("ada", "console", "question added") in await seen_in_the_log(hospital.storage)


async def test_a_question_is_drawn_as_each_channel_would_be_sent_it(hospital: Hospital, whole: Browser) -> None:
    question = (await bank(hospital))["pers-int-1"]
    setting = Setting(unit_name="Intensive care", locale="en-GB", zone="Europe/London", now=hospital.clock.now())
    message = compose_preview(question, setting, closes_at=after(hours=120))
    await whole.get(ONE)
    drawn = html.unescape(re.sub(r"<[^>]+>|\s+", " ", whole.page.text))
    for payload in (slack_payload(message), telegram_payload(message)):
        for words in words_in(payload):
            assert " ".join(words.split()) in " ".join(drawn.split())
    assert whole.page.text.count("Strongly agree") == 3, "Slack, Telegram and the page"
    assert whole.page.text.count('<fieldset class="preview" disabled>') == 3, "nothing can be pressed"
    sheet = re.findall(r'href="(/static/likenesses[^"]+)"', whole.text)
    rules = await whole.get(sheet[0])
    assert rules.headers["content-type"].startswith("text/css")
    assert all(f".likeness{each}" in rules.text for each in (" .message", ".slack", ".telegram"))


def words_in(payload: object) -> Iterator[str]:
    """What of it people read."""
    if isinstance(payload, Mapping):
        yield from (each for key, each in payload.items() if key == "text" and isinstance(each, str))
        payload = list(payload.values())
    if isinstance(payload, Sequence) and not isinstance(payload, str):
        for each in payload:
            yield from words_in(each)


async def test_a_changed_wording_is_the_next_version_and_a_changed_tag_is_not(
    hospital: Hospital, whole: Browser
) -> None:
    await save(whole, f"{ONE}/change", filled(tags="winter"))
    assert (await bank(hospital))["pers-int-1"].version == 1
    await save(whole, f"{ONE}/change", filled(**{"text.en-GB": "I can improve one thing here."}))
    changed = (await bank(hospital))["pers-int-1"]
    assert (changed.version, changed.text) == (2, {"en-GB": "I can improve one thing here."})
    await save(whole, f"{ONE}/change", filled(**{"text.en-GB": "I can improve two things here.", "version": "7"}))
    assert (await bank(hospital))["pers-int-1"].version == 7


async def test_what_speaks_against_a_wording_is_told_before_it_is_saved(whole: Browser) -> None:
    await whole.get(NEW)
    await whole.post(NEW, {**FIELDS, "text.en-GB": "Handover is not safe and not calm.", "step": "look"})
    assert 'nobody should have to agree to a "not"' in whole.text
    await whole.post(NEW, {**whole.hidden_all(), "step": "save"})
    assert 'nobody should have to agree to a "not"' in whole.text, "it stands at the question, too"


@pytest.mark.drill
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text.en-GB": ""}, "has no wording"),
        ({"text.en-GB": "x" * 301}, "has 301 characters"),
        ({"id": "a b"}, "is no id"),
        ({"id": "pers-int-1"}, "is there already"),
        ({"competency": ""}, "missing; a core question needs"),
        ({"kind": "influence"}, "belongs to core questions only"),
        ({"scale": "text"}, "a text question has no score"),
        ({"language": "welsh!", "wording": "x"}, "is no locale"),
        ({"tags": "a b, c/d"}, "is no id"),
        ({"version": "0"}, "1"),
    ],
)
async def test_bad_input_is_told_by_the_rules_of_the_files(
    hospital: Hospital, whole: Browser, changes: dict[str, str], said: str
) -> None:
    before = await bank(hospital)
    await whole.get(NEW)
    await whole.post(NEW, {**FIELDS, **changes, "step": "look"})
    assert whole.page.status_code == 422
    assert said in whole.text
    assert await bank(hospital) == before


async def test_a_question_is_retired_unless_a_schedule_names_it(hospital: Hospital, whole: Browser) -> None:
    await save(whole, NEW, FIELDS)
    await whole.get("/admin/questions/hand-over/retire")
    await whole.post("/admin/questions/hand-over/retire", {**whole.hidden_all(), "step": "save"})
    assert "hand-over" not in await bank(hospital)
    await whole.post("/admin/questions/hand-over/retire", {**whole.hidden_all(), "step": "save"})
    assert whole.page.url.path == "/admin/questions", "a second press does no harm"
    await whole.get(f"{ONE}/retire")
    assert whole.page.status_code == 422
    assert "pers-int-1" in whole.text
    assert "pers-int-1" in await bank(hospital)


async def test_who_administers_a_part_reads_the_bank_and_changes_nothing(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy:
        await ivy.get("/admin/questions")
        assert "Wording of pers-int-1." in ivy.text
        assert "New question" not in ivy.text
        assert (await ivy.get(ONE)).status_code == 200
        assert "Change pers-int-1" not in ivy.text
        for path in (NEW, f"{ONE}/change", f"{ONE}/retire", "/admin/questions/none"):
            assert (await ivy.get(path)).status_code == 404, path
        for path in (NEW, f"{ONE}/change", f"{ONE}/retire"):
            await ivy.get(ONE)
            await ivy.post(path, {**FIELDS, "step": "save", "seen": "x"})
            assert ivy.page.status_code == 404, path
    async with hospital.browser("leo") as leo:
        assert (await leo.get("/admin/questions")).status_code == 404
    assert "hand-over" not in await bank(hospital)
