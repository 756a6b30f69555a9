"""Every kind of button, with ids as long as any channel carries them."""

from hypothesis import strategies as st

from bot.callback_text import encode
from bot.domain.identifiers import (
    ActionId,
    AnswerCode,
    FlagId,
    HeldWordsId,
    NoteId,
    NudgeId,
    PromptId,
    PulseId,
    UnitId,
    short_id,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    AdministrationPress,
    Answer,
    ConversationPress,
    DigestPress,
    DigestRef,
    DuePress,
    FlagPress,
    FormPress,
    HeldWordsPress,
    Intent,
    MemberPress,
    NudgeDayPress,
    NudgePress,
    OnAction,
    OnAdministration,
    OnConversation,
    OnDigest,
    OnFlag,
    OnForm,
    OnHeldWords,
    OnNudge,
    OnNudgeDay,
    OnPrompt,
    OnPulse,
    OnRaise,
    OnSelf,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.organisation.people import CO_LEADS, Role
from tests.support.builders import ICU

IDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-|/", min_size=1, max_size=38)
WEEKS = st.integers(104_000, 106_000).map(IsoWeek.from_index)
DIGESTS = st.builds(DigestRef, unit=IDS.map(UnitId), week=WEEKS)
CODES = st.sampled_from(["4", "3", "2", "1", "y", "n", "10", "0", "cs", "nr"]).map(AnswerCode)
INTENTS: st.SearchStrategy[Intent] = st.one_of(
    st.builds(Answer, pulse=IDS.map(PulseId), code=CODES),
    st.builds(PulsePress, pulse=IDS.map(PulseId), what=st.sampled_from(OnPulse)),
    st.builds(SelfPress, what=st.sampled_from(OnSelf)),
    st.builds(SelfPress, what=st.just(OnSelf.LANGUAGE), locale=st.sampled_from(["cy", "en-GB", "sr-Latn-RS"])),
    st.builds(FlagPress, flag=IDS.map(FlagId), what=st.sampled_from(OnFlag)),
    st.builds(DigestPress, digest=DIGESTS, what=st.sampled_from(OnDigest)),
    st.builds(ActionPress, action=IDS.map(ActionId), what=st.sampled_from(OnAction)),
    st.builds(OwnerPress, action=IDS.map(ActionId), role=st.sampled_from(Role)),
    st.builds(TeamListPress, action=IDS.map(ActionId), page=st.integers(0, 9999)),
    st.builds(MemberPress, action=IDS.map(ActionId), member=IDS.map(short_id)),
    st.builds(DuePress, action=IDS.map(ActionId), days=st.integers(1, 9999)),
    st.builds(PostPress, unit=IDS.map(UnitId), role=st.sampled_from(sorted(CO_LEADS)), page=st.integers(0, 9999)),
    st.builds(
        PostPress, unit=IDS.map(UnitId), role=st.sampled_from(sorted(CO_LEADS)), member=IDS.map(short_id) | st.just("x")
    ),
    st.builds(PromptPress, prompt=IDS.map(PromptId), what=st.sampled_from(OnPrompt)),
    st.builds(HeldWordsPress, held=IDS.map(HeldWordsId), what=st.sampled_from(OnHeldWords)),
    st.builds(ConversationPress, flag=IDS.map(FlagId), what=st.sampled_from(OnConversation)),
    st.builds(NudgePress, nudge=IDS.map(NudgeId), what=st.sampled_from(OnNudge)),
    st.builds(NudgeDayPress, what=st.sampled_from(OnNudgeDay)),
    st.just(RaisePress(what=OnRaise.START)),
    st.builds(RaisePress, what=st.sampled_from([OnRaise.TO_LEADS, OnRaise.TO_GUARDIAN]), unit=IDS.map(UnitId)),
    st.builds(RaisePress, what=st.just(OnRaise.REPLY), note=IDS.map(NoteId)),
    st.builds(
        RaisePress,
        what=st.just(OnRaise.ARRIVED),
        note=st.just(NoteId("0f" * 16)),
        letter=st.text("ab-_9", min_size=1, max_size=12),
    ),
    st.just(TrialPress()),
    st.builds(AdministrationPress, what=st.sampled_from(OnAdministration), about=IDS),
    st.builds(FormPress, form=IDS.map(PromptId), what=st.sampled_from(OnForm), option=st.integers(0, 999)),
)


def spoilable_buttons(pulse: PulseId) -> list[str]:
    """Texts of buttons of every kind."""
    digest = DigestRef(unit=ICU, week=IsoWeek(year=2026, week=9))
    intents: list[Intent] = [
        Answer(pulse=pulse, code=AnswerCode("3")),
        PulsePress(pulse=pulse, what=OnPulse.MORE),
        PulsePress(pulse=pulse, what=OnPulse.SKIP),
        SelfPress(what=OnSelf.PAUSE),
        FlagPress(flag=FlagId("flag-1"), what=OnFlag.REPLY),
        DigestPress(digest=digest, what=OnDigest.START_ACTION),
        ActionPress(action=ActionId("action-1"), what=OnAction.CLOSE),
        TeamListPress(action=ActionId("action-1"), page=1),
        MemberPress(action=ActionId("action-1"), member=short_id("somebody")),
        *(NudgePress(nudge=NudgeId("nudge-1"), what=what) for what in OnNudge),
        *(NudgeDayPress(what=what) for what in OnNudgeDay),
        RaisePress(what=OnRaise.START),
        RaisePress(what=OnRaise.TO_LEADS, unit=ICU),
        RaisePress(what=OnRaise.REPLY, note=NoteId("0f" * 16)),
        RaisePress(what=OnRaise.ARRIVED, note=NoteId("0f" * 16), letter="letter"),
        *(AdministrationPress(what=what) for what in OnAdministration),
        AdministrationPress(what=OnAdministration.STOP_SCHEDULE, about=short_id("schedule", "weekly-pulse")),
        *(FormPress(form=PromptId("form"), what=what, option=2) for what in OnForm),
    ]
    return [encode(each) for each in intents]
