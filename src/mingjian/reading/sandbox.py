"""Decoding a file's bytes outside this process, so that a hostile file can harm nothing but its own reading."""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from select import select
from typing import IO, Any

from mingjian.reading.protocol import DISSECT, DRAW, READ, answer_limit
from mingjian.reading.record import Box, Content, DrawnLine, DrawnPage, FileKind, Limits, PageOrigin, Problem

_PATIENCE_S = 15.0
"""Beyond a file's own time: the sandbox itself kills a slow file, and is killed here where even that fails."""
_SLACK = 2 * 2**20
"""Bytes beyond the zygote's own limit: it stops one part late at most."""


@dataclass(frozen=True)
class Drawing:
    """What came out of the sandbox: pages with their pixels, row by row in red, green, blue."""

    kind: FileKind
    media_type: str
    pages: tuple[tuple[DrawnPage, memoryview], ...]
    problem: Problem | None


class Sandbox:
    """A process with the decoders loaded, started when first needed and again after it was lost. Thread-safe."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._network = True

    def read(self, data: bytes) -> Content:
        """The content of a file of these bytes; whatever goes wrong comes back as its ``problem``."""
        refusal = self._refusal(data)
        if refusal is not None:
            return Content(FileKind.UNKNOWN, problem=refusal)
        try:
            body, problem = self._ask(READ, data)
            return _content(json.loads(bytes(body))) if problem is None else Content(FileKind.UNKNOWN, problem=problem)
        except (ValueError, KeyError, TypeError):
            return Content(FileKind.UNKNOWN, problem=Problem.CRASHED)

    def draw(self, data: bytes) -> Drawing:
        """The pages of a file of these bytes as far as they could be drawn, and what went wrong if anything did."""
        refusal = self._refusal(data)
        if refusal is not None:
            return Drawing(FileKind.UNKNOWN, "", (), refusal)
        body, problem = self._ask(DRAW, data)
        return _drawing(memoryview(body), problem, self.limits)

    def dissect(self, data: bytes) -> tuple[Any, Problem | None]:
        """What a file of these bytes is made of, as JSON values, or why it could not be taken apart."""
        refusal = self._refusal(data)
        if refusal is not None:
            return None, refusal
        body, problem = self._ask(DISSECT, data)
        try:
            return (json.loads(bytes(body)), None) if problem is None else (None, problem)
        except ValueError:
            return None, Problem.CRASHED

    def _refusal(self, data: bytes) -> Problem | None:
        if not data:
            return Problem.EMPTY
        return Problem.TOO_LARGE if len(data) > self.limits.bytes else None

    def _ask(self, wanted: bytes, data: bytes) -> tuple[bytearray, Problem | None]:
        """What the fork wrote, and why it did not end well."""
        body = bytearray()
        with self._lock:
            try:
                process = self._running()
                _write(process, struct.pack(">cQ", wanted, len(data)) + data)
                patience = self.limits.seconds + _PATIENCE_S
                while part := _receive(process, patience):
                    body += part
                    if len(body) > answer_limit(self.limits) + _SLACK:
                        self._stop()
                        return body, Problem.CRASHED
                problem = json.loads(_receive(process, patience))["problem"]
                return body, None if problem is None else Problem(problem)
            except (OSError, EOFError, ValueError, KeyError, TypeError):
                self._stop()
                return body, Problem.CRASHED

    @property
    def has_network(self) -> bool:
        """Whether the sandbox could reach a network: some kernels let no ordinary user leave it."""
        with self._lock:
            self._running()
            return self._network

    @property
    def process_id(self) -> int:
        """The sandbox's process."""
        with self._lock:
            return self._running().pid

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._owner != os.getpid():
            self._process = None  # inherited through a fork: it answers to our parent
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, and limits that we wrote
                [sys.executable, "-m", "mingjian.reading.zygote", json.dumps(asdict(self.limits))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                cwd="/",
                bufsize=0,
            )
            self._owner = os.getpid()
            self._network = bool(json.loads(_receive(self._process, 60.0))["network"])
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _write(process: "subprocess.Popen[bytes]", message: bytes) -> None:
    pipe = _pipe(process.stdin)
    left = memoryview(message)
    while left:
        left = left[pipe.write(left) :]


def _receive(process: "subprocess.Popen[bytes]", seconds: float) -> bytes:
    """One part of an answer."""
    pipe = _pipe(process.stdout)
    # The pipe is not buffered: what stands in a buffer is nothing that select sees.
    if not select([pipe], [], [], seconds)[0]:
        raise EOFError("the sandbox did not answer")
    (length,) = struct.unpack(">I", _exactly(pipe, 4))
    if length > _SLACK:
        raise ValueError("a part of the sandbox's answer is too long")
    return _exactly(pipe, length)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # pragma: no cover - both pipes are asked for above
        raise EOFError("the sandbox has no pipe")
    return pipe


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        part = pipe.read(length - len(data))
        if not part:
            raise EOFError("the sandbox ended")
        data += part
    return bytes(data)


def _drawing(body: memoryview, problem: Problem | None, limits: Limits) -> Drawing:
    """Takes an answer apart, believing nothing: a hostile file may have taken over the fork that wrote it."""
    kind, media = FileKind.UNKNOWN, ""
    pages: list[tuple[DrawnPage, memoryview]] = []
    try:
        first, rest = _record(body)
        kind, media = FileKind(first["kind"]), str(first["media_type"])
        while rest:
            record, rest = _record(rest)
            if "number" not in record:
                stated = record["problem"]
                return Drawing(kind, media, tuple(pages), problem or (None if stated is None else Problem(stated)))
            page = _page(record)
            size = 3 * page.width * page.height
            if not 0 < size <= 3 * limits.drawn_pixels or len(rest) < size:
                break
            pages.append((page, rest[:size]))
            rest = rest[size:]
    except (ValueError, KeyError, TypeError, struct.error):
        pass
    return Drawing(kind, media, tuple(pages), problem or Problem.CRASHED)


def _record(body: memoryview) -> tuple[dict[str, Any], memoryview]:
    (length,) = struct.unpack(">I", body[:4])
    record: dict[str, Any] = json.loads(bytes(body[4 : 4 + length]))
    return record, body[4 + length :]


def _page(record: dict[str, Any]) -> DrawnPage:
    return DrawnPage(
        int(record["number"]),
        int(record["width"]),
        int(record["height"]),
        PageOrigin(record["origin"]),
        _number(record["dots_per_inch"]),
        tuple(DrawnLine(_valid(line["text"]), _box(line["box"])) for line in record["lines"]),
        bool(record["shrunk"]),
    )


def _box(edges: Any) -> Box:
    left, top, right, bottom = (int(edge) for edge in edges)
    return left, top, right, bottom


def _valid(text: Any) -> str:
    return str(text).encode("utf-8", "replace").decode("utf-8")


def _content(answer: dict[str, Any]) -> Content:
    problem = answer["problem"]
    return Content(
        FileKind(answer["kind"]),
        media_type=str(answer["media_type"]),
        pages=_whole(answer["pages"]),
        width=_whole(answer["width"]),
        height=_whole(answer["height"]),
        dots_per_inch=_number(answer["dots_per_inch"]),
        duration_s=_number(answer["duration_s"]),
        text=None if answer["text"] is None else _valid(answer["text"]),
        problem=None if problem is None else Problem(problem),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
