"""What is told anew is found by what it is about, whatever words it was frozen in; on older digests by its words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import Page, Usual
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FollowUpShown
from bot.domain.digests.redrawn.helped_shown import helped_in
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.action_library import SUITS, component_of
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.identifiers import ActionId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.documents import Document, Fact, Facts, Lead, Section
from bot.domain.organisation.people import Role
from storage.codecs.messages import decode_document, encode_document
from tests.domain.digests.redrawn.test_redraw import EARLIER, STARTED, TAKEN, TUESDAY, answered
from tests.support.messages import details_of, words_of
from tests.support.pages import AT, LATE, UNANSWERED, a_flagged_page, a_page

TWIN = replace(LATE, action=ActionId("twin"), owner=Role.MEDICAL_LEAD)
OTHER = replace(LATE, action=ActionId("other"), words="Mend the printer", age_days=17)


def closed(action: ActionId, words: str) -> ActionShown:
    return replace(STARTED, action=action, words=words, closed=TUESDAY)


def now(digest: FrozenDigest, since: FollowUpShown, locale: str = "en-GB") -> FrozenDigest:
    return redrawn(digest, since, unit_name="Ward 8", locale=locale)


def frozen_otherwise(digest: FrozenDigest, **words: str) -> FrozenDigest:
    """As if the catalogue had said these words in others when it was frozen."""

    def otherwise(document: Document | None) -> Document | None:
        text = "" if document is None else encode_document(document)
        for said, other in words.items():
            text = text.replace(said.replace("_", " "), other)
        return decode_document(text) if text else None

    document, details = otherwise(digest.document), otherwise(digest.details)
    assert document is not None
    assert (document, details) != (digest.document, digest.details)
    return replace(digest, document=document, details=details)


def frozen_before(digest: FrozenDigest) -> FrozenDigest:
    """As versions froze it that kept nothing of what facts and reasons are about."""
    details = None if digest.details is None else _without_subjects(digest.details)
    reasons = tuple(replace(each, action=None) for each in digest.reasons)
    return replace(digest, document=_without_subjects(digest.document), details=details, reasons=reasons)


def _without_subjects(document: Document) -> Document:
    def sections() -> Iterator[Section]:
        for section in document.sections:
            if isinstance(section, Facts):
                yield Facts(facts=tuple(replace(each, about=None) for each in section.facts))
            else:
                yield replace(section, without_count="") if isinstance(section, Lead) else section

    return replace(document, sections=tuple(sections()))


def open_lines(digest: FrozenDigest) -> list[str]:
    return [line for line in details_of(digest).splitlines() if line.startswith("Open: ")]


@pytest.mark.parametrize("is_superseded", [False, True])
def test_of_two_actions_of_the_same_words_the_one_that_is_open_stays(is_superseded: bool) -> None:
    digest = write_page(a_page(open_actions=(LATE, TWIN)), at=AT)
    assert ["nursing lead" in each for each in open_lines(digest)] == [True, False]
    since = FollowUpShown(actions=[closed(TWIN.action, TWIN.words)], open_actions=(LATE,), is_superseded=is_superseded)
    (line,) = open_lines(now(digest, since))
    assert "nursing lead" in line


def test_two_open_actions_of_the_same_words_keep_their_owners() -> None:
    digest = write_page(a_page(open_actions=(LATE, TWIN)), at=AT)
    assert open_lines(now(digest, FollowUpShown(open_actions=(LATE, TWIN)))) == open_lines(digest)


def test_that_an_action_is_late_is_not_denied_by_another_of_its_words() -> None:
    digest = write_page(a_page(open_actions=(LATE,)), at=AT)
    since = FollowUpShown(actions=[closed(TWIN.action, TWIN.words)], is_superseded=True)
    assert now(digest, since).verdict is digest.verdict


def test_what_was_frozen_in_other_words_is_told_as_it_is_now() -> None:
    digest = frozen_otherwise(write_page(a_page(open_actions=(LATE, OTHER)), at=AT), Open="To do")
    assert "To do: 2 actions" in words_of(digest)
    done = now(digest, FollowUpShown(actions=[closed(LATE.action, LATE.words)], open_actions=(OTHER,)))
    assert "Open: One action" in words_of(done)
    assert "To do" not in words_of(done)
    assert f"To do: {LATE.words}" in details_of(digest)
    assert LATE.words not in details_of(done).replace(f"✓ Done on Tuesday: “{LATE.words}”", "")
    assert f"Open: {OTHER.words}" in details_of(done)


def test_a_steady_line_that_was_frozen_in_other_words_counts_the_open_actions_of_now() -> None:
    digest = frozen_otherwise(write_page(a_page(open_actions=(), closed=()), at=AT), no_open_actions="nothing to do")
    assert words_of(digest).endswith("mostly agree · nothing to do")
    since = FollowUpShown(actions=[STARTED], open_actions=(LATE,))
    assert words_of(now(digest, since)).splitlines()[1].endswith("mostly agree · one open action")


def test_an_answered_flag_is_not_called_unanswered_in_words_of_before() -> None:
    digest = frozen_otherwise(write_page(a_page(earlier=UNANSWERED), at=AT), no_lead_has_replied_yet="nobody spoke")
    assert "(nobody spoke)" in details_of(digest)
    assert "nobody spoke" not in details_of(now(digest, answered(TAKEN, flag=EARLIER)))


PAGES = {
    "late": a_page(open_actions=(LATE, OTHER)),
    "late and low": a_page(open_actions=(LATE,), usual=Usual.LOWER),
    "steady": a_page(open_actions=(), closed=()),
    "unanswered": a_page(earlier=UNANSWERED, open_actions=(replace(OTHER, due_days=None),)),
    "flagged": a_flagged_page(FlagKind.BOTH, open_actions=(LATE, OTHER)),
}
FOLLOWED = {
    "nothing": FollowUpShown(open_actions=(LATE, OTHER)),
    "all is declined": FollowUpShown(),
    "the late one is done": FollowUpShown(actions=[closed(LATE.action, LATE.words)], open_actions=(OTHER,)),
    "all is done": FollowUpShown(actions=[closed(each.action, each.words) for each in (LATE, OTHER)]),
    "one was started": FollowUpShown(actions=[STARTED], open_actions=(LATE, OTHER, replace(LATE, words="A third"))),
    "answered": answered(TAKEN, flag=EARLIER, open_actions=(LATE, OTHER)),
}


@pytest.mark.drill
@pytest.mark.parametrize("is_superseded", [False, True])
@pytest.mark.parametrize("locale", ["en-GB", "cy"])
@pytest.mark.parametrize("since", FOLLOWED.values(), ids=FOLLOWED)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_digest_of_before_is_told_anew_as_one_of_today(
    page: Page, since: FollowUpShown, locale: str, is_superseded: bool
) -> None:
    since = replace(since, is_superseded=is_superseded)
    digest = write_page(replace(page, locale=locale), at=AT)
    older = now(frozen_before(digest), since, locale)
    newer = now(digest, since, locale)
    assert (words_of(older), details_of(older)) == (words_of(newer), details_of(newer))
    assert (older.verdict, older.buttons, older.further_buttons) == (
        newer.verdict,
        newer.buttons,
        newer.further_buttons,
    )


@pytest.mark.parametrize("locale", ["en-GB", "cy"])
def test_what_helped_elsewhere_is_found_by_its_component(locale: str) -> None:
    first, second = ([*dict.fromkeys(map(component_of, SUITS))])[:2]
    helped = [
        HelpedElsewhere(component=each, kind=FlagKind.BOTH, tried=9, came_back=6, untried=9, back_alone=5)
        for each in (first, second)
    ]
    digest = write_page(replace(a_flagged_page(helped=helped), locale=locale), at=AT)
    code = next(each for each in SUITS if component_of(each) == second)
    (found,) = helped_in(digest, code, locale)
    assert [replace(found, about=None)] == [*map(_bare, helped_in(frozen_before(digest), code, locale))]
    assert helped_in(frozen_otherwise(digest, **{found.label.replace(" ", "_"): "Others"}), code, locale) != []


def _bare(fact: Fact) -> Fact:
    return replace(fact, about=None)
