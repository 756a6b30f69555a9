"""People whose chats are others now are parted from what is raised, all of them in one look through the notes."""

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.domain.identifiers import DeliveryKey, NoteId, PersonId, PromptId, UnitId
from bot.domain.raising.notes import AskedNote, Letter, LetterKind, Note, Readers
from bot.flows.raising.keep_notes import KeepNotes
from storage.database import Database
from tests.support.sealing import ENTROPY

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
ANA, BEN, CAT, LENA = map(PersonId, ("ana", "ben", "cat", "lena"))


class CountedFiles(FileNotes):
    """Files that know how often each was looked into."""

    def __init__(self, keys: Path) -> None:
        super().__init__(keys, entropy=ENTROPY, sealer=AesSealer(entropy=ENTROPY))
        self.reads = Counter[NoteId]()

    def read(self, name: NoteId, *, half: bytes) -> bytes | None:
        self.reads[name] += 1
        return super().read(name, half=half)


def a_note(identity: NoteId, writer: PersonId) -> Note:
    key = DeliveryKey("n:web:1")
    ask = AskedNote(prompt=PromptId(identity), person=writer, shown_in=key, asked_in=key, asked_at=AT)
    return Note(
        id=identity,
        writer=writer,
        unit=UnitId("icu"),
        readers=(LENA,),
        to=Readers.LEADS,
        guardians=(),
        last_at=AT,
        asks=(ask,),
    )


async def test_several_are_parted_in_one_look(sqlite_storage: Database, tmp_path: Path) -> None:
    files = CountedFiles(tmp_path / "keys")
    notes = KeepNotes(files=files, entropy=ENTROPY)
    letter = Letter(id="l", kind=LetterKind.RAISED, to=(LENA,), due_at=AT, words="Words")
    async with sqlite_storage.writing() as work:
        for writer in (ANA, CAT):
            await notes.open(work, partial(a_note, writer=writer))
        sent = await notes.open(work, lambda identity: a_note(identity, BEN).with_letter(letter, now=AT))
        files.reads.clear()
        await notes.part_from(work, [ANA, BEN])
        assert files.reads.pop(sent.id) == 2, "it is changed as it is then"
        assert set(files.reads.values()) == {1}
        kept = {each.writer: each for each in await notes.all(work)}
    assert kept.keys() == {BEN, CAT}, "what is sent stays, and goes on to its readers"
    assert kept[BEN].id == sent.id
    assert kept[BEN].parted == {BEN}
    assert [len(kept[writer].asks) for writer in (BEN, CAT)] == [0, 1]
    assert kept[CAT].parted == frozenset()
