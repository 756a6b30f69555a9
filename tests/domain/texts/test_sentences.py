"""What is said later is said in the language of whoever reads it, and to its end."""

from bot.domain.texts.sentences import Sentence, worded


def test_a_sentence_is_made_of_texts_and_of_what_is_the_same_in_every_language() -> None:
    role = Sentence.of("change-role", role="member", unit="icu")
    joins = Sentence.of("change-with_roles", id="mem", roles=(role, Sentence.of("change-role", role="x", unit="y")))
    assert str(joins) == worded(joins, "en-GB") == "mem (member of icu, x of y)"


def test_a_long_list_is_said_to_its_end() -> None:
    units = tuple(f"unit-{number}" for number in range(2_000))
    said = str(Sentence.of("change-quiet_time", when="2026-W40", units=units, reason="Survey"))
    assert said == f"2026-W40 for {', '.join(units)} (Survey)"
