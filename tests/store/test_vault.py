import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.errors import InputError, NotFoundError
from mingjian.store import vault as vault_module
from mingjian.store.vault import CHUNK, DamagedFileError, Vault

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def _only_file(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "vault").glob("*/*")
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_put_comes_back(vault: Vault, tmp_path: Path, size: int) -> None:
    source = tmp_path / "paper.pdf"
    source.write_bytes(b"x" * size)
    digest = vault.put(source)
    assert vault.read(digest) == source.read_bytes()
    vault.copy_to(digest, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == source.read_bytes()


@given(content=st.binary(max_size=300))
def test_any_content_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    vault = Vault(tmp_path_factory.mktemp("v"), KEY)
    assert vault.read(vault.put_bytes(content)) == content


def test_nothing_readable_is_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    vault.put_bytes("王小明 500112199003072734".encode() * 50)
    assert "王小明".encode() not in _only_file(tmp_path).read_bytes()


def test_the_same_content_is_kept_once(vault: Vault, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(vault.put_bytes, [b"seal" * 1000] * 40))
    assert list(vault.digests()) == list(digests)
    assert len(list((tmp_path / "vault").glob("*/*"))) == 1


@pytest.mark.parametrize("place", [0, 10, 40, -1])
def test_a_changed_byte_is_found(vault: Vault, tmp_path: Path, place: int) -> None:
    digest = vault.put_bytes(b"diagnosis" * 100)
    path = _only_file(tmp_path)
    sealed = bytearray(path.read_bytes())
    sealed[place] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(DamagedFileError):
        vault.read(digest)


def test_a_file_cut_at_a_chunk_is_found(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "CHUNK", 16)
    digest = vault.put_bytes(b"0123456789abcdef" * 3)
    path = _only_file(tmp_path)
    path.write_bytes(path.read_bytes()[: -(16 + 16)])
    with pytest.raises(DamagedFileError):
        vault.read(digest)


def test_one_file_cannot_stand_in_for_another(vault: Vault, tmp_path: Path) -> None:
    first, second = vault.put_bytes(b"genuine"), vault.put_bytes(b"forged!")
    folder = tmp_path / "vault"
    (folder / first[:2] / first).write_bytes((folder / second[:2] / second).read_bytes())
    with pytest.raises(DamagedFileError):
        vault.read(first)


def test_a_damaged_file_never_appears_at_its_target(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put_bytes(b"x" * (2 * CHUNK))
    path = _only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFileError):
        vault.copy_to(digest, tmp_path / "out")
    assert not list(tmp_path.glob("*out*"))


def test_another_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put_bytes(b"x")
    with pytest.raises(DamagedFileError):
        Vault(tmp_path / "vault", bytes(32)).read(digest)


def test_a_deleted_file_is_gone(vault: Vault) -> None:
    digest = vault.put_bytes(b"x")
    vault.delete(digest)
    with pytest.raises(NotFoundError):
        vault.read(digest)


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    digest = Vault.open(tmp_path).put_bytes(b"x")
    assert stat.S_IMODE((tmp_path / "vault.key").stat().st_mode) == 0o600
    assert Vault.open(tmp_path).read(digest) == b"x"


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    Vault.open(tmp_path)
    (tmp_path / "vault.key").chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        Vault.open(tmp_path)


@pytest.mark.parametrize("key", ["not base64!", "c2hvcnQ="])
def test_a_wrong_key_says_what_a_right_one_is(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError, match="32"):
        Vault.open(tmp_path, key=key)


def test_a_name_that_is_no_digest_reaches_no_file(vault: Vault) -> None:
    with pytest.raises(NotFoundError):
        vault.read("../" * 21 + "x")


def test_a_new_key_takes_the_old_ones_place_and_every_file_stays(tmp_path: Path) -> None:
    running = Vault.open(tmp_path)  # a server that was started before
    contents = [b"", b"x", b"y" * (CHUNK + 1)]
    digests = [running.put_bytes(content) for content in contents]
    old = (tmp_path / "vault.key").read_bytes()
    Vault.open(tmp_path).replace_key()
    assert (tmp_path / "vault.key").read_bytes() != old
    assert [Vault.open(tmp_path).read(digest) for digest in digests] == contents
    assert [running.read(digest) for digest in digests] == contents
    assert Vault.open(tmp_path).read(running.put_bytes(b"put by the server that knows the old key")) != b""
    with pytest.raises(DamagedFileError):
        Vault.open(tmp_path, key=old.decode()).read(digests[1])


def test_a_key_that_was_half_replaced_is_replaced_by_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.open(tmp_path)
    digests = [vault.put_bytes(bytes([number])) for number in range(4)]
    with monkeypatch.context() as patch:
        seal, tries = Vault._write, iter(range(100))

        def killed(self: Vault, *arguments: object) -> None:
            if next(tries) == 2:
                raise KeyboardInterrupt
            seal(self, *arguments)  # type: ignore[arg-type]

        patch.setattr(Vault, "_write", killed)
        with pytest.raises(KeyboardInterrupt):
            vault.replace_key()
    assert [Vault.open(tmp_path).read(digest) for digest in digests] == [bytes([number]) for number in range(4)]
    Vault.open(tmp_path).replace_key()
    assert len((tmp_path / "vault.key").read_text().split()) == 1
    assert [Vault.open(tmp_path).read(digest) for digest in digests] == [bytes([number]) for number in range(4)]


def test_keys_of_the_settings_are_replaced_by_naming_the_new_one_first(tmp_path: Path) -> None:
    old, new = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
    digest = Vault.open(tmp_path, key=old).put_bytes(b"x")
    both = Vault.open(tmp_path, key=f"{new},{old}")
    assert both.read(digest) == b"x"
    assert (both.reseal(), both.reseal()) == (1, 0)
    assert Vault.open(tmp_path, key=new).read(digest) == b"x"
    with pytest.raises(InputError, match="settings"):
        both.replace_key()
