"""Any document there can be, with words that try to be more than words."""

import re

from hypothesis import strategies as st

from bot.domain.identifiers import ActionId, FlagId
from bot.domain.messaging.documents import (
    ActionCountSubject,
    ActionSubject,
    Context,
    Document,
    ElsewhereSubject,
    Fact,
    Facts,
    FactSubject,
    FlagSubject,
    Fold,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Section,
    SectionPriority,
    Sign,
    SmallPrint,
    Steps,
    Title,
)

NASTY = st.sampled_from(
    [
        "<!channel>",
        "<@U0NURSE001>",
        "<https://evil.example|Rota>",
        "<!date^1^{date}|x>",
        "&lt;!here&gt;",
        "&amp;amp;",
        "*bold* _i_ `c` ~s~ :fire:",
        "> said",
        "<b>bold</b><script>alert(1)</script>",
        "[link](http://evil.example)",
        "{{ say }} {% raw %}",
        '" onload="x',
        "\u202egnp.tra\u202c",
        "\u200b@all\u2066",
        "\x07\x1b[31m",
        "<" * 4000,
        "&" * 3001,
        "a" * 9000,
        "😀" * 1500,
        "👩‍⚕️" * 30,
        "日本語 & ﷺ",
    ]
)
LINES = (
    st.lists(st.one_of(NASTY, st.text(st.characters(codec="utf-8"), max_size=40)), min_size=1, max_size=4)
    .map("".join)
    .map(lambda text: re.sub(r"\s*\n\s*", " ", text))
    .filter(str.strip)
)
WORDS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
QUOTED = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=4).map("\n".join).filter(str.strip)
PRIORITIES = st.sampled_from(
    [SectionPriority.REPEATED, SectionPriority.ADDITIONAL, SectionPriority.ESSENTIAL, SectionPriority.ESSENTIAL]
)
MAYBE = st.one_of(st.just(""), LINES)
SUBJECTS: st.SearchStrategy[FactSubject] = st.one_of(
    st.builds(ActionSubject, action=LINES.map(ActionId)),
    st.just(ActionCountSubject()),
    st.builds(FlagSubject, flag=LINES.map(FlagId)),
    st.builds(ElsewhereSubject, component=LINES),
)
FACTS = st.builds(
    Fact,
    label=LINES,
    value=LINES,
    note=MAYBE,
    sign=st.one_of(st.none(), st.sampled_from(Sign)),
    priority=PRIORITIES,
    about=st.none() | SUBJECTS,
)
SECTIONS: st.SearchStrategy[Section] = st.one_of(
    st.builds(Title, words=LINES),
    st.builds(Context, words=LINES),
    st.builds(Lead, words=WORDS, without_count=MAYBE),
    st.builds(Paragraph, words=WORDS, priority=PRIORITIES),
    st.builds(Facts, facts=st.lists(FACTS, min_size=1, max_size=23).map(tuple)),
    st.builds(Picture, alt=WORDS, png=st.sampled_from([b"", b"\x89PNG\xff"])),
    st.builds(Quote, words=QUOTED, source=MAYBE, priority=PRIORITIES),
    st.builds(Steps, steps=st.lists(LINES, min_size=1, max_size=12).map(tuple), heading=MAYBE, priority=PRIORITIES),
    st.builds(Fold, summary=LINES, paragraphs=st.lists(WORDS, min_size=1, max_size=3).map(tuple), priority=PRIORITIES),
    st.builds(SmallPrint, words=WORDS, priority=PRIORITIES),
)
DOCUMENTS = st.builds(
    Document, sections=st.lists(SECTIONS, min_size=1, max_size=12).map(tuple), is_spaced=st.booleans()
)
