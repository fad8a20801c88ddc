"""Changes to a package, each with the names one of which a verifier must give as its place."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from mingjian.casework.clues.verifier import verify

END = "the end of the package"


@dataclass(frozen=True)
class Damage:
    """A changed package; ``places`` are names of files or parts, any of which tells where."""

    kind: str
    content: bytes
    places: frozenset[str]


@dataclass(frozen=True)
class Stretch:
    """Bytes of a package that belong to one file or part."""

    start: int
    end: int
    name: str


def stretches(package: bytes) -> tuple[Stretch, ...]:
    """What each byte of an intact package belongs to."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        found = [
            Stretch(one.header_offset, one.header_offset + 30 + len(one.filename) + one.file_size, one.filename)
            for one in archive.infolist()
        ]
        at = archive.start_dir
        for one in archive.infolist():
            found.append(Stretch(at, at + 46 + len(one.filename), one.filename))
            at = found[-1].end
    return (*found, Stretch(at, len(package), END))


def touched(package: bytes, start: int, end: int) -> frozenset[str]:
    """The names that the bytes from ``start`` to before ``end`` belong to, or lie between."""
    return frozenset(one.name for one in stretches(package) if one.start <= end and one.end >= start)


def rewritten(package: bytes, change: Callable[[list[tuple[zipfile.ZipInfo, bytes]]], None]) -> bytes:
    """The package unpacked, changed and packed again by another program, as somebody would who knows nothing of us."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = [(_plain(one), archive.read(one)) for one in archive.infolist()]
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info, content in files:
            archive.writestr(info, content)
    return target.getvalue()


def repacked(package: bytes, change: Callable[[list[tuple[str, bytes]]], None]) -> bytes:
    """The package changed by somebody who writes the very form that we write."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = [(one.filename, archive.read(one)) for one in archive.infolist()]
    change(files)
    body, records = b"", b""
    for name, content in files:
        checksum = zipfile.crc32(content)  # type: ignore[attr-defined]
        records += verify.central_record(name, len(content), checksum, len(body))
        body += verify.local_header(name, len(content), checksum) + content
    return body + records + verify.end_record(len(files), len(records), len(body))


def _plain(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
    fresh.create_system, fresh.external_attr = 0, 0
    return fresh


def damaged(package: bytes, chance: random.Random) -> Damage:
    """One change by chance."""
    kind = chance.choice(tuple(KINDS))
    content, places = KINDS[kind](package, chance)
    return Damage(kind, content, places)


Change = tuple[bytes, frozenset[str]]


def flip(package: bytes, chance: random.Random) -> Change:
    at = chance.randrange(len(package))
    changed = bytearray(package)
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed), touched(package, at, at)


def flip_structure(package: bytes, chance: random.Random) -> Change:
    """A bit of a header, the directory or the end: what file checksums do not cover."""
    one = chance.choice(stretches(package))
    at = chance.randrange(one.start, min(one.end, one.start + 30))
    changed = bytearray(package)
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed), touched(package, at, at)


def overwrite(package: bytes, chance: random.Random) -> Change:
    at = chance.randrange(len(package) - 64)
    return package[:at] + chance.randbytes(64) + package[at + 64 :], touched(package, at, at + 64)


def insert(package: bytes, chance: random.Random) -> Change:
    at = chance.randrange(1, len(package))
    return package[:at] + chance.randbytes(chance.randrange(1, 200)) + package[at:], touched(package, at, at)


def cut_out(package: bytes, chance: random.Random) -> Change:
    at, length = chance.randrange(len(package) - 200), chance.randrange(1, 200)
    return package[:at] + package[at + length :], touched(package, at, at + length)


def truncate(package: bytes, chance: random.Random) -> Change:
    at = chance.randrange(100, len(package))
    return package[:at], touched(package, at, len(package))


def append(package: bytes, chance: random.Random) -> Change:
    return package + chance.randbytes(chance.randrange(1, 500)), frozenset({END, "the package"})


def prepend(package: bytes, chance: random.Random) -> Change:
    return chance.randbytes(chance.randrange(1, 500)) + package, frozenset({"before the first file"})


def comment(package: bytes, chance: random.Random) -> Change:
    text = chance.randbytes(chance.randrange(1, 60))
    return package[:-2] + len(text).to_bytes(2, "little") + text, frozenset({END})


def remove(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        names.append(files.pop(chance.randrange(len(files)))[0])

    return repacked(package, change), frozenset(names)


def add(package: bytes, chance: random.Random) -> Change:
    name = f"evidence/X{chance.randrange(10**6)}.pdf"

    def change(files: list[tuple[str, bytes]]) -> None:
        files.insert(chance.randrange(len(files) + 1), (name, chance.randbytes(300)))

    return repacked(package, change), frozenset({name})


def rename(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        at = chance.randrange(len(files))
        names.append(files[at][0])
        files[at] = (f"{files[at][0]}.bak", files[at][1])

    return repacked(package, change), frozenset(names)


def reorder(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        left, right = chance.sample(range(len(files)), 2)
        names.extend((files[left][0], files[right][0]))
        files[left], files[right] = files[right], files[left]

    changed = repacked(package, change)
    return changed, frozenset(f"{one} stands where {other} was" for one in names for other in _names(package))


def twice(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        name, content = chance.choice(files)
        names.append(name)
        files.append((name, chance.choice((content, b"something else"))))

    return repacked(package, change), frozenset(names)


def replace(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        at = chance.randrange(len(files))
        name, content = files[at]
        names.append(name)
        files[at] = (name, chance.choice((chance.randbytes(len(content) or 1), b"", content + b"\n")))

    return repacked(package, change), frozenset(names)


def exchange(package: bytes, chance: random.Random) -> Change:
    """Two files take each other's content."""
    names: list[str] = []

    def change(files: list[tuple[str, bytes]]) -> None:
        left, right = chance.sample([at for at, one in enumerate(files) if one[0].startswith("evidence/")], 2)
        names.extend((files[left][0], files[right][0]))
        files[left], files[right] = (files[left][0], files[right][1]), (files[right][0], files[left][1])

    return repacked(package, change), frozenset(names)


def forge(package: bytes, chance: random.Random) -> Change:
    """The manifest says something else and fits its list again, but nobody could sign it."""

    def change(files: list[tuple[str, bytes]]) -> None:
        at = next(at for at, one in enumerate(files) if one[0] == verify.MANIFEST)
        manifest = json.loads(files[at][1])
        manifest["prepared"]["purpose"] = f"another purpose {chance.random()}"
        files[at] = (verify.MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())

    return repacked(package, change), frozenset({verify.MANIFEST})


def redate(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
        info = chance.choice(files)[0]
        info.date_time = (2026, 1 + chance.randrange(12), 1, 0, 0, 0)
        names.append(info.filename)

    return rewritten(package, change), frozenset(names) | _first_difference(package)


def annotate(package: bytes, chance: random.Random) -> Change:
    names: list[str] = []

    def change(files: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
        info = chance.choice(files)[0]
        if chance.random() < 0.5:
            info.comment = b"a remark"
        else:
            info.extra = b"\x99\x99\x04\x00abcd"
        names.append(info.filename)

    return rewritten(package, change), frozenset(names) | _first_difference(package)


def _names(package: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.namelist()


def _first_difference(package: bytes) -> frozenset[str]:
    # Another program also writes other flags, at the very first header.
    return frozenset({_names(package)[0]})


KINDS: dict[str, Callable[[bytes, random.Random], Change]] = {
    one.__name__: one
    for one in (
        flip,
        flip_structure,
        overwrite,
        insert,
        cut_out,
        truncate,
        append,
        prepend,
        comment,
        remove,
        add,
        rename,
        reorder,
        twice,
        replace,
        exchange,
        forge,
        redate,
        annotate,
    )
}
