"""Whether a programme and its people can be written as files that are read again as the same."""

from collections.abc import Sequence

from bot.channel_port import Channels
from bot.domain.organisation.people import Roster
from bot.domain.programme.diff import programme_changes, roster_changes
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence, Wording, elsewhere
from bot.ports import Recurrence
from config.faults import InputWrong
from config.files import in_memory
from config.folder import read_files
from config.programme import PROGRAMME_FILE
from config.questions import QUESTIONS_FILE
from config.roster import ROSTER_FILE
from config.writers import programme_toml, questions_toml, roster_csv


def faults_as_files(
    programme: Programme, roster: Roster, *, recurrence: Recurrence, channels: Channels
) -> Sequence[Wording]:
    """What `rounds check` would say to them, and what would not be read back as it is."""
    texts = {
        PROGRAMME_FILE: programme_toml(programme),
        QUESTIONS_FILE: questions_toml(programme.questions.values()),
        ROSTER_FILE: roster_csv(roster, channels=channels),
    }
    try:
        read = read_files(in_memory(texts), recurrence=recurrence, channels=channels)
    except InputWrong as error:
        return [elsewhere(fault.key, fault.wording) for fault in error.faults]
    if (read.programme, read.roster) == (programme, roster):
        return []
    changes = programme_changes(programme, read.programme) + roster_changes(roster, read.roster)
    return [Sentence.of("change-refused-not_kept", what=each.what, value=each.after or each.before) for each in changes]
