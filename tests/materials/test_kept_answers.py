"""What was compared once is not compared again, unless the contents or the comparison changed."""

import gzip
from pathlib import Path

from mingjian.materials.kept_answers import KeptAnswers

SEAL = "ab" * 32 + ":1:40,60"


def test_a_pair_is_compared_once_and_again_only_when_it_or_the_comparison_changed(tmp_path: Path) -> None:
    asked: list[tuple[bytes, bytes]] = []

    def length(one: bytes, other: bytes) -> int:
        asked.append((one, other))
        return len(one) + len(other)

    def answers(*others: bytes, version: int = 1) -> list[int]:
        return list(KeptAnswers(tmp_path, version).of(SEAL, [(b"seal", other) for other in others], length))

    assert answers(b"a", b"bc", b"a") == answers(b"a", b"bc", b"a") == [5, 6, 5]
    assert asked == [(b"seal", b"a"), (b"seal", b"bc")]
    assert answers(b"bc", b"d") == [6, 5]  # one more, and one that nobody asks any longer
    assert asked[2:] == [(b"seal", b"d")]
    assert answers(b"a", b"bc") == [5, 6]
    assert asked[3:] == [(b"seal", b"a")]
    assert answers(b"bc", version=2) == [6]
    assert asked[4:] == [(b"seal", b"bc")]


def test_what_was_kept_and_damaged_is_asked_again_and_bears_the_digest_of_its_file(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def ask(one: bytes, _other: bytes) -> str:
        asked.append(one)
        return "alike"

    def answers() -> list[str]:
        return list(KeptAnswers(tmp_path, 1).of(SEAL, [(b"1", b"2")], ask))

    assert answers() == answers() == ["alike"]
    (kept,) = tmp_path.rglob("*.json.gz")
    assert kept.name.startswith("ab" * 32)
    whole = kept.read_bytes()
    flipped = bytes(byte ^ 0xFF if 10 <= place < 20 else byte for place, byte in enumerate(whole))
    others = [
        gzip.compress(text) for text in (b"", b"[]", b"null", b"{}", b'{"version": 1}', b'{"version": 1, "answers": 2}')
    ]
    damaged = [b"", whole[:9], whole[:-12], flipped, bytes(len(whole)), *others]
    for content in damaged:
        kept.write_bytes(content)
        assert answers() == answers() == ["alike"]
    assert len(asked) == 1 + len(damaged)


def test_without_a_folder_nothing_is_kept() -> None:
    asked: list[bytes] = []
    for _ in range(2):
        list(KeptAnswers(None, 1).of(SEAL, [(b"1", b"2")], lambda one, _: asked.append(one)))
    assert asked == [b"1", b"1"]
