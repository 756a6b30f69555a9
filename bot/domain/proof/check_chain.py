"""Whether the log of administration is as it was written: every entry, every revision, and the words that are left."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.administration.log import NAMES_NOBODY, AdministrationAct
from bot.domain.proof.chain import (
    BEFORE_THE_FIRST,
    FORM,
    ChainHead,
    ChainLink,
    NotedHead,
    RevisionRecord,
    fingerprint,
    number_of_name,
)
from bot.domain.proof.check import Check

NAME: Final = "log of administration"
NOTHING_YET: Final = ChainHead(number=0, hash=BEFORE_THE_FIRST)
UNSIGNED: Final = "no entry is signed, although a signing key is in the keys folder"
OLD_NUMBER_LENGTH: Final = 24
"""Numbers that were given to people before the chain were drawn by chance, and fit any name."""

FitsKey = Callable[[bytes, bytes, bytes], bool]
"""Whether a signature over a text is by the private half of a key: public half, text, signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRecord:
    """Whose number it is, as the database keeps it."""

    number: str
    salt: bytes | None
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRecord:
    """All that is kept of the log: what stays, and the salted digests made anew of what could be erased."""

    links: Sequence[ChainLink]
    """By number."""
    words: Mapping[int, bytes]
    """By entry."""
    revisions: Sequence[RevisionRecord]
    people: Collection[tuple[int, str]]
    """Every revision and person with a row of what was changed, whether or not there is such a revision."""
    programmes: Mapping[int, bytes]
    """By revision."""
    rows: Mapping[tuple[int, str], bytes]
    """By revision and person."""
    names: Sequence[NameRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPiece:
    """Entries one after the other, with the salted digests of their words."""

    links: Sequence[ChainLink]
    words: Mapping[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKey:
    """A key whose public half is not in the keys folder, though nothing that lies there speaks against it."""

    entry: str
    """By which it begins."""
    key: bytes

    @property
    def fault(self) -> str:
        return f"{self.entry}: begins a signing key that is not in the keys folder ({fingerprint(self.key)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPlace:
    """How far a chain was looked at, and what the next entry has to go on from."""

    head: ChainHead = NOTHING_YET
    key: bytes | None = None
    """In force for the next entry."""
    past: frozenset[bytes] = frozenset()
    unsigned: int = 0
    missing: tuple[MissingKey, ...] = ()
    """Faults, unless a later entry begins a key without the one before it: whoever lost the folder has no other way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck(Check):
    """What was found of the chain, restores, new keys and entries from before it among the remarks; to be written down
    elsewhere: its head."""

    head: ChainHead | None


def check_chain(
    log: LogRecord,
    *,
    published: Collection[bytes],
    noted: NotedHead | None,
    fits: FitsKey,
    is_backup: bool,
    unreadable_head: str = "",
) -> ChainCheck:
    """`published`: the public halves that lie in the keys folder; `noted`: the head beside them, or why it could not be
    read. A backup may end before that head, and so may one that was taken before another was restored."""
    found = _Found()
    place = _check_links(log.links, published, fits, found, start=ChainPlace())
    found.faults += [each.fault for each in place.missing]
    if place.unsigned and place.key is not None:
        found.remarks.insert(0, f"entries 1 to {place.unsigned} are older than the chain; they are hashed, not signed")
    _check_words(log.links, log.words, found)
    _check_revisions(log, found)
    _check_names(log.names, found)
    if place.key is None and log.links and (published or noted):
        if is_backup:
            found.remarks.append("no entry of this backup is signed: it is older than the chain, or not what was taken")
        else:
            found.faults.append(UNSIGNED)
    if unreadable_head:
        found.faults.append(unreadable_head)
    else:
        _check_head(log.links, noted, is_backup=is_backup, found=found)
    head = ChainHead(number=log.links[-1].id, hash=log.links[-1].hash) if log.links else None
    return ChainCheck(
        name=NAME,
        examined=len(log.links) + len(log.revisions),
        faults=tuple(found.faults),
        head=head,
        remarks=tuple(found.remarks),
    )


def check_piece(
    piece: ChainPiece, *, start: ChainPlace, published: Collection[bytes], fits: FitsKey
) -> tuple[ChainPlace, Sequence[str]]:
    """The next entries with their words, and how far that comes; with what is wrong in them. What is missing at the
    last piece is wrong, too."""
    found = _Found()
    place = _check_links(piece.links, published, fits, found, start=start)
    _check_words(piece.links, piece.words, found)
    return place, found.faults


def head_fault(noted: ChainHead, *, there: bytes | None, end: int) -> str:
    """What is wrong with the head that is kept beside the keys, if anything: `there` is the hash of the entry with its
    number, `end` the last number."""
    if there == noted.hash:
        return ""
    if noted.number > end:
        return f"{_missing(end + 1, noted.number)} at the end: the head kept beside the keys is {noted}"
    return f"the head kept beside the keys is not in the log: {noted}"


@dataclass(slots=True)
class _Found:
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def _check_links(
    links: Sequence[ChainLink], published: Collection[bytes], fits: FitsKey, found: _Found, *, start: ChainPlace
) -> ChainPlace:
    """The place at the end. After a fault it goes on with what is kept, so that one change is named once."""
    key, last, expected = start.key, start.head.hash, start.head.number + 1
    past, unsigned, missing = start.past, start.unsigned, start.missing
    for link in links:
        if link.id != expected:
            found.faults.append(_missing(expected, link.id - 1))
        elif link.previous != last:
            found.faults.append(f"{_entry(link)}: does not follow on the entry before it")
        if link.form != FORM:
            found.faults.append(f"{_entry(link)}: has a form that this program does not know ({link.form})")
        elif link.hash != link.hashed():
            found.faults.append(f"{_entry(link)}: is not what was written; its hash does not fit")
        begins = link.act == AdministrationAct.SIGNING_KEY
        if begins and link.evidence in past:
            found.faults.append(f"{_entry(link)}: begins a key that was given up before ({fingerprint(link.evidence)})")
        faults = []
        if key is None and not begins and link.signature is None and link.signing_key is None:
            unsigned += 1
        else:
            faults = list(_signature_faults(link, key, fits))
        found.faults += faults
        if begins:
            alone = key is not None and link.signing_key == link.evidence
            is_there, begun = link.evidence in published, MissingKey(entry=_entry(link), key=link.evidence)
            # A key that is there did not sign for this one: whoever owned it would have let it sign.
            is_foreign = bool(faults) or (alone and key in published)
            if not is_there and is_foreign:
                found.faults.append(begun.fault)
            elif not is_there:
                missing = (*missing, begun)
            elif alone:
                found.remarks.append(f"{_entry(link)}: a new signing key was begun without the old one")
                if missing and not faults:
                    found.remarks.append(_vouched_for(link, missing))
                    missing = ()
            if key is None or is_there or not is_foreign:
                past |= frozenset() if key is None else {key}
                key = link.evidence
        if link.act == AdministrationAct.RESTORED and link.evidence:
            found.remarks.append(
                f"{_entry(link)}: a backup was restored; what was entered between it and {link.evidence.hex()}"
                " is in the database before"
            )
        last, expected = link.hash, link.id + 1
    head = ChainHead(number=expected - 1, hash=last)
    return ChainPlace(head=head, key=key, past=past, unsigned=unsigned, missing=missing)


def _vouched_for(link: ChainLink, missing: Sequence[MissingKey]) -> str:
    names = ", ".join(fingerprint(each.key) for each in missing)
    return (
        f"{_entry(link)}: its key vouches for all entries before it, because keys that signed them are lost ({names});"
        " they were not changed since this entry, and whether they were before it the keys folder cannot show"
    )


def _signature_faults(link: ChainLink, key: bytes | None, fits: FitsKey) -> Iterator[str]:
    begins = link.act == AdministrationAct.SIGNING_KEY
    if link.signing_key is None or link.signature is None:
        yield f"{_entry(link)}: is not signed"
    elif link.signing_key != key and not (begins and link.signing_key == link.evidence):
        yield f"{_entry(link)}: is signed with another key than the one in force ({fingerprint(link.signing_key)})"
    elif not fits(link.signing_key, link.signed, link.signature):
        yield f"{_entry(link)}: its signature does not fit"


def _check_words(links: Sequence[ChainLink], words: Mapping[int, bytes], found: _Found) -> None:
    entries = {link.id: link for link in links}
    for number, digest in words.items():
        link = entries.get(number)
        if link is None:
            found.faults.append(f"there are words of an entry that is not there: {number}")
        elif link.digest != digest:
            found.faults.append(f"{_entry(link)}: its words were changed")
    bare = entries.keys() - words.keys()
    found.faults += [
        f"{_entry(entries[number])}: its words are gone, and nobody's name was in them"
        for number in sorted(bare)
        if entries[number].act in NAMES_NOBODY
    ]
    if erased := len(bare):
        found.remarks.append(f"the words of {erased} entries were erased")


def _check_revisions(log: LogRecord, found: _Found) -> None:
    covered: dict[int, ChainLink] = {}
    kept = {each.number: each for each in log.revisions}
    hashes = {each.number: each.hashed() for each in log.revisions}
    spoilt: set[int] = set()
    for link in log.links:
        if link.revision is None or link.covers is None:
            continue
        covered[link.revision] = link
        if link.covers != hashes.get(link.revision) and link.revision not in spoilt:
            spoilt.add(link.revision)
            what = "was changed" if link.revision in kept else "is missing"
            found.faults.append(f"revision {link.revision} {what}: it is not what {_entry(link)} covers")
    found.faults += [f"revision {number}: no entry covers it" for number in kept if number not in covered]
    for number, digest in log.programmes.items():
        if number not in kept or kept[number].digest != digest:
            found.faults.append(f"revision {number}: the programme that is kept of it was changed")
    changed = {(each.number, about): digest for each in log.revisions for about, digest in each.people}
    for (number, about), digest in log.rows.items():
        if changed.get((number, about)) != digest:
            found.faults.append(f"revision {number}: what is kept of person {about} was changed")
    for number, about in log.people:
        if number not in kept:
            found.faults.append(f"revision {number} is missing, but it changed person {about}")


def _check_names(names: Sequence[NameRecord], found: _Found) -> None:
    older = 0
    for each in names:
        if each.salt is None and len(each.number) == OLD_NUMBER_LENGTH:
            older += 1
        elif each.salt is None or each.number != number_of_name(each.salt, each.kind, each.name):
            found.faults.append(f"person {each.number}: the name that is kept for this number was changed")
    if older:
        found.remarks.append(f"{older} names are older than the chain; that they were not changed cannot be shown")


def _check_head(links: Sequence[ChainLink], noted: NotedHead | None, *, is_backup: bool, found: _Found) -> None:
    if noted is None:
        if links and not is_backup:
            found.remarks.append("no head is kept beside the keys yet")
        return
    heads = [noted.head, *(noted.left if is_backup else ())]
    hashes, end = {link.id: link.hash for link in links}, links[-1].id if links else 0
    if any(hashes.get(head.number) == head.hash for head in heads):
        return
    if is_backup and any(head.number > end for head in heads):
        found.remarks.append(f"the backup ends with entry {end}, before the head kept beside the keys ({noted.head})")
    else:
        found.faults.append(head_fault(noted.head, there=hashes.get(noted.head.number), end=end))


def _missing(first: int, last: int) -> str:
    if last < first:
        return f"entry {last + 1} does not follow in number on the one before it"
    return f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"


def _entry(link: ChainLink) -> str:
    return f"entry {link.id} ({link.at[:10]} {link.at[11:16]} UTC, {link.act})"
