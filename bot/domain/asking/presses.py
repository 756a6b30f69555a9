"""What a press leads to: a choice, something to fill in, or only something to look at."""

from bot.domain.messaging.buttons import (
    AdministrationPress,
    Intent,
    OnAdministration,
    OnPulse,
    OnSelf,
    PulsePress,
    SelfPress,
)

_FORMS = frozenset(
    {
        OnAdministration.NEW_SCHEDULE,
        OnAdministration.CHANGE_SCHEDULE,
        OnAdministration.PAUSE_SCHEDULE,
        OnAdministration.QUIET_WEEK,
        OnAdministration.PAUSE,
        OnAdministration.INVITE,
        OnAdministration.WHY,
    }
)
_MENUS = frozenset({OnPulse.MORE, OnPulse.NOT_NOW})
_ABOUT_SELF = {OnSelf.PRIVACY, OnSelf.TEAM, OnSelf.ME, OnSelf.ANSWERS, OnSelf.LANGUAGE}
_LOOKS = frozenset({OnSelf.LESS_OFTEN, OnSelf.PAUSE, OnSelf.STOP, OnPulse.WHY} | _ABOUT_SELF | _MENUS)


def opens_menu(intent: Intent) -> bool:
    """Whether a button under a question only leads to a choice."""
    return isinstance(intent, PulsePress) and intent.what in _MENUS


def opens_form(intent: Intent) -> bool:
    """Whether a button leads to something to fill in."""
    return isinstance(intent, AdministrationPress) and intent.what in _FORMS


def is_look(intent: Intent) -> bool:
    """Whether pressing this changes nothing, and only asks to be shown something."""
    chooses = isinstance(intent, SelfPress) and intent.locale
    return isinstance(intent, PulsePress | SelfPress) and intent.what in _LOOKS and not chooses
