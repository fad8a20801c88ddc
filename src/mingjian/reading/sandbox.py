"""Decoding a file's bytes outside this process, so that a hostile file can harm nothing but its own reading."""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from select import select
from typing import IO, Any

from mingjian.reading.record import Content, FileKind, Limits, Problem

_PATIENCE_S = 15.0
"""Beyond a file's own time: the sandbox itself kills a slow file, and is killed here where even that fails."""
_ANSWER_LIMIT = 128 * 2**20


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
        if not data:
            return Content(FileKind.UNKNOWN, problem=Problem.EMPTY)
        if len(data) > self.limits.bytes:
            return Content(FileKind.UNKNOWN, problem=Problem.TOO_LARGE)
        with self._lock:
            try:
                process = self._running()
                _write(process, struct.pack(">Q", len(data)) + data)
                return _content(_receive(process, self.limits.seconds + _PATIENCE_S))
            except (OSError, EOFError, ValueError, KeyError, TypeError):
                self._stop()
                return Content(FileKind.UNKNOWN, problem=Problem.CRASHED)

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
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, and limits that we wrote
                [sys.executable, "-m", "mingjian.reading.zygote", json.dumps(asdict(self.limits))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                cwd="/",
            )
            self._owner = os.getpid()
            self._network = bool(_receive(self._process, 60.0)["network"])
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
    pipe.write(message)
    pipe.flush()


def _receive(process: "subprocess.Popen[bytes]", seconds: float) -> dict[str, Any]:
    pipe = _pipe(process.stdout)
    if not select([pipe], [], [], seconds)[0]:
        raise EOFError("the sandbox did not answer")
    (length,) = struct.unpack(">I", _exactly(pipe, 4))
    if length > _ANSWER_LIMIT:
        raise ValueError("the sandbox's answer is too long")
    answer: dict[str, Any] = json.loads(_exactly(pipe, length))
    return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # pragma: no cover - both pipes are asked for above
        raise EOFError("the sandbox has no pipe")
    return pipe


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError("the sandbox ended")
    return data


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
        text=None if answer["text"] is None else str(answer["text"]).encode("utf-8", "replace").decode("utf-8"),
        problem=None if problem is None else Problem(problem),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
