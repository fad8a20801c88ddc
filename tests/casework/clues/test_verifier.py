"""What a package's own verifier finds, without anything of ours around it."""

import hashlib
import json
import random
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.casework.clues.package import Part, write_package
from mingjian.casework.clues.signing import Ed25519Signer, SM2Signer
from mingjian.casework.clues.verifier import verify
from mingjian.errors import InputError
from tests.casework.clues.damage import damaged
from tests.conftest import SOAK

CHANGES = 1_000 if SOAK else 100
ABOUT = {"prepared": {"organisation": "某某消费金融", "by": "李", "at": "2026-11-01T09:00+08:00", "purpose": "报案"}}
KEY, OTHER_KEY, SM2_KEY = Ed25519Signer(b"\1" * 32), Ed25519Signer(b"\2" * 32), SM2Signer(b"\3" * 32)


def parts() -> list[Part]:
    chance = random.Random(7)
    return [
        *(Part.of(f"evidence/E{number:04d}.jpg", chance.randbytes(400), "材料") for number in range(1, 9)),
        Part.of("tables/empty.csv", b"", "空表"),
        # A file that is itself a ZIP, whose marks must not be taken for the package's own.
        Part.of("evidence/E0009.docx", verify.local_header("x", 3, 0) + b"abc" + verify.end_record(1, 1, 1), "材料"),
    ]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("package") / "clue.zip", parts(), ABOUT, [KEY]).path


def test_a_package_as_it_was_made_is_intact(package: Path) -> None:
    found = verify.check_package(package)
    assert found.intact
    assert found.files == 10
    assert found.bytes_checked == package.stat().st_size


def test_any_zip_program_reads_it(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-3:] == ["manifest.json", "signatures/ed25519.pem", "signatures/ed25519.sig"]


def test_the_same_parts_make_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = write_package(tmp_path / "again.zip", parts(), ABOUT, [KEY])
    assert again.path.read_bytes() == package.read_bytes()
    assert again.sha256 == hashlib.sha256(package.read_bytes()).hexdigest()
    assert again.sm3 == hashlib.new("sm3", package.read_bytes()).hexdigest()


@pytest.mark.soak
def test_random_changes_are_found_with_their_place(package: Path, tmp_path: Path) -> None:
    original, target = package.read_bytes(), tmp_path / "changed.zip"
    missed: Counter[str] = Counter()
    for seed in range(CHANGES):
        change = damaged(original, random.Random(seed))
        if change.content == original:
            continue
        target.write_bytes(change.content)
        try:
            found = verify.check_package(target)
        except verify.NoPackageError:
            missed[f"{change.kind} {seed}: no package"] += 1
            continue
        if not any(name in one.place for one in found.breaches for name in change.places):
            missed[f"{change.kind} {seed}: {sorted(change.places)} {found.breaches}"] += 1
    assert missed == {}


def test_a_package_signed_anew_by_somebody_else_shows_by_its_fingerprint(tmp_path: Path) -> None:
    forged = write_package(tmp_path / "forged.zip", parts(), ABOUT, [OTHER_KEY]).path
    assert verify.check_package(forged).intact
    known = verify.fingerprint(KEY.public_key)
    assert [one.what for one in verify.check_package(forged, known).breaches] == ["signed by another key"]
    assert verify.check_package(forged, verify.fingerprint(OTHER_KEY.public_key).upper()).intact


def test_a_second_signature_by_sm2_is_checked_as_well(tmp_path: Path) -> None:
    both = write_package(tmp_path / "both.zip", parts(), ABOUT, [KEY, SM2_KEY]).path
    assert verify.check_package(both).intact
    original = both.read_bytes()
    signature = SM2_KEY.sign(b"another message")
    with zipfile.ZipFile(both) as archive:
        place = archive.getinfo("signatures/sm2.sig").header_offset + 30 + len("signatures/sm2.sig")
    both.write_bytes(original[:place] + signature + original[place + 64 :])
    assert any("signatures/sm2.sig" in one.place for one in verify.check_package(both).breaches)


def test_a_folder_is_checked_file_by_file(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    assert verify.check_folder(tmp_path).intact
    (tmp_path / "evidence/E0003.jpg").write_bytes(b"changed")
    (tmp_path / "evidence/E0004.jpg").unlink()
    (tmp_path / "evidence/more.txt").write_bytes(b"")
    found = {(one.what, one.place) for one in verify.check_folder(tmp_path).breaches}
    assert found == {
        ("content changed", "evidence/E0003.jpg"),
        ("missing", "evidence/E0004.jpg"),
        ("added", "evidence/more.txt"),
    }


def test_it_runs_on_a_bare_python_in_an_empty_environment(package: Path, tmp_path: Path) -> None:
    script = tmp_path / "verify.py"
    script.write_bytes(Path(verify.__file__).read_bytes())
    (tmp_path / "changed.zip").write_bytes(package.read_bytes() + b"more")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-I", "-S", str(script), *arguments]
        return subprocess.run(command, env={}, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    good = run(str(package))
    assert (good.returncode, good.stderr) == (0, "")
    assert "完好" in good.stdout
    assert verify.fingerprint(KEY.public_key) in good.stdout
    bad = run(str(tmp_path / "changed.zip"), "--json")
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["intact"] is False
    nothing = run(str(script))
    assert nothing.returncode == 2


@given(st.binary(max_size=300))
def test_sm3_in_python_alone_agrees_with_openssl(data: bytes) -> None:
    plain = verify.PlainSM3()
    plain.update(data[:100])
    plain.update(data[100:])
    assert plain.hexdigest() == hashlib.new("sm3", data).hexdigest()


@given(secret=st.binary(min_size=32, max_size=32), message=st.binary(max_size=100), at=st.integers(0, 511))
def test_ed25519_in_python_alone_agrees_with_cryptography(secret: bytes, message: bytes, at: int) -> None:
    signer = Ed25519Signer(secret)
    signature = signer.sign(message)
    assert verify.ed25519_fits(signer.public_key, message, signature)
    changed = bytearray(signature)
    changed[at // 8] ^= 1 << at % 8
    assert not verify.ed25519_fits(signer.public_key, message, bytes(changed))


def test_a_signature_whose_s_was_raised_by_the_order_is_refused() -> None:
    signature = KEY.sign(b"message")
    raised = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    assert not verify.ed25519_fits(KEY.public_key, b"message", signature[:32] + raised.to_bytes(32, "little"))


def test_sm2_agrees_with_the_published_example() -> None:
    # GB/T 32918.5-2017, annex A.2: key, message and signature on the recommended curve, identity 1234567812345678.
    key = bytes.fromhex(
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    signature = bytes.fromhex(
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
        "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
    )
    assert verify.sm2_fits(key, b"message digest", signature)
    assert not verify.sm2_fits(key, b"message digesT", signature)


def test_sm2_signs_the_same_message_alike_and_another_differently() -> None:
    assert SM2_KEY.sign(b"one") == SM2_KEY.sign(b"one")
    assert SM2_KEY.sign(b"one")[:32] != SM2_KEY.sign(b"two")[:32]
    assert verify.sm2_fits(SM2_KEY.public_key, b"one", SM2_KEY.sign(b"one"))


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "王小明.pdf", "a b", "evidence//x"])
def test_a_name_that_leads_elsewhere_or_tells_a_person_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_package(tmp_path / "x.zip", [Part.of(path, b"", "x")], ABOUT, [KEY])
    assert list(tmp_path.iterdir()) == []
