"""How the programme and the people are revised, wired once for the console, the chats and the command line."""

from functools import partial
from pathlib import Path

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.adapters.tombstones import FileTombstones
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.rights.erased_ids import ErasedIds
from bot.flows.raising.keep_notes import KeepNotes
from bot.ports import Clock, Entropy, Recurrence, Storage
from config.written import faults_of_change


def reviser(storage: Storage, *, clock: Clock, entropy: Entropy, recurrence: Recurrence, keys: Path) -> ReviseProgramme:
    """`keys`: the folder with the tombstones and what is raised, beside the keys."""
    notes = KeepNotes(files=FileNotes(keys, entropy=entropy, sealer=AesSealer(entropy=entropy)), entropy=entropy)
    tombs = ErasedIds(tombstones=FileTombstones(keys, entropy=entropy))
    return ReviseProgramme(
        storage=storage,
        clock=clock,
        entropy=entropy,
        links={channel.id for channel in CHANNELS if channel.address_is_link},
        fits=partial(faults_of_change, recurrence=recurrence, channels=CHANNELS),
        erased=tombs,
        forgotten=tombs.forgotten,
        part_from_notes=notes.part_from,
    )
