"""Epoch keys on disk: kept whole, kept private, created once, destroyed for good."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId

EPOCH = EpochId("2026-W10")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def keys_in(folder: Path) -> FileKeys:
    return FileKeys(folder, entropy=SystemEntropy())


def test_a_key_is_there_again_after_a_restart(folder: Path) -> None:
    key = keys_in(folder).create(EPOCH)
    assert key.derivation is KeyDerivation.HKDF_EXPAND
    assert keys_in(folder).load(EPOCH) == key
    assert keys_in(folder).create(EPOCH) == key


def test_only_the_owner_may_read_folder_and_file(folder: Path) -> None:
    keys_in(folder).create(EPOCH)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o770])
def test_a_folder_open_to_others_is_refused_with_the_mend(folder: Path, mode: int) -> None:
    keys = keys_in(folder)
    keys.create(EPOCH)
    folder.chmod(mode)
    with pytest.raises(KeyUnavailable, match="chmod 700"):
        keys.load(EPOCH)
    with pytest.raises(KeyUnavailable, match="chmod 700"):
        keys.create(EpochId("2026-W23"))


def test_of_many_creators_all_get_the_same_key(folder: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: keys_in(folder).create(EPOCH), range(64)))
    assert len(keys) == 1
    assert [path.name for path in folder.iterdir()] == ["2026-W10.key"]


def test_a_destroyed_key_is_gone_and_may_be_destroyed_again(folder: Path) -> None:
    keys = keys_in(folder)
    key = keys.create(EPOCH)
    other_name = folder / "kept-open"
    other_name.hardlink_to(folder / "2026-W10.key")
    keys.destroy(EPOCH)
    keys.destroy(EPOCH)
    assert keys.load(EPOCH) is None
    assert key.secret not in other_name.read_bytes()


def test_a_missing_folder_or_key_is_none(folder: Path) -> None:
    keys = keys_in(folder)
    assert keys.load(EPOCH) is None
    keys.create(EPOCH)
    assert keys.load(EpochId("2026-W23")) is None


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(33), bytes([1]) * 33, bytes([2]) * 34])
def test_a_damaged_key_is_an_error(folder: Path, damaged: bytes) -> None:
    keys = keys_in(folder)
    keys.create(EPOCH)
    (folder / "2026-W10.key").write_bytes(damaged)
    with pytest.raises(KeyUnavailable, match=r"2026-W10\.key is not a key"):
        keys.load(EPOCH)


def test_a_file_that_is_the_secret_alone_is_of_an_epoch_from_before_hkdf(folder: Path) -> None:
    keys_in(folder).create(EpochId("2026-W23"))
    (folder / "2026-W10.key").write_bytes(bytes(range(32)))
    old = EpochKey(secret=bytes(range(32)), derivation=KeyDerivation.LABELLED_HMAC)
    assert keys_in(folder).load(EPOCH) == keys_in(folder).create(EPOCH) == old
    assert (folder / "2026-W10.key").read_bytes() == old.secret


def test_a_disk_that_refuses_is_a_key_that_cannot_be_had(tmp_path: Path) -> None:
    in_the_way = tmp_path / "keys"
    in_the_way.write_text("not a folder")
    with pytest.raises(KeyUnavailable, match="cannot be used"):
        keys_in(in_the_way).create(EPOCH)


def test_a_key_has_no_other_name_than_an_epoch(folder: Path) -> None:
    with pytest.raises(ValueError, match="not named"):
        keys_in(folder).create(EpochId("../../etc/passwd"))
