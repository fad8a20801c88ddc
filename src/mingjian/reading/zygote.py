"""The sandboxed side: a small process that has the decoders loaded and forks once a file, after ``protocol``.

Only a fork ever looks at the bytes. It has no network, may open nothing new for writing, and
ends with the file, so one file leaves nothing behind for the next. Its limits are the kernel's.
"""

import ctypes
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from dataclasses import asdict
from typing import BinaryIO

from mingjian.reading import decoders, dissectors, renderers
from mingjian.reading.protocol import DISSECT, DRAW, READ, answer_limit
from mingjian.reading.record import Limits, Problem

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_OUT_OF_MEMORY = 3
_PART = 1 << 20
_BAND = 256
"""Rows of a picture that are sent at once."""


def main() -> None:
    """Serves requests until standard input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    decoders.warm_up()
    renderers.warm_up()
    dissectors.warm_up()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a fork that tries to write a file gets an error, not its death
    _send(answers, json.dumps({"network": not _leave_the_network()}).encode())
    answers.flush()
    while header := requests.read(9):
        wanted, length = struct.unpack(">cQ", header)
        _answer(wanted, requests.read(length), limits, answers)


def _send(answers: BinaryIO, part: bytes) -> None:
    answers.write(struct.pack(">I", len(part)) + part)


def _leave_the_network() -> bool:
    """Moves into an empty network namespace; False where the kernel does not allow it to this user."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(library.unshare(_NEW_NETWORK) == 0 or library.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def _answer(wanted: bytes, data: bytes, limits: Limits, answers: BinaryIO) -> None:
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _work_and_leave(wanted, data, limits, sending)
    os.close(sending)
    in_time = _pass_on(receiving, answers, limits)
    os.close(receiving)
    if in_time:
        _let_end(child)  # it closed its end: it is leaving or dying, and how tells why
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    _send(answers, b"")
    problem = _cause(status, in_time=in_time)
    _send(answers, json.dumps({"problem": problem}).encode())
    answers.flush()


def _work_and_leave(wanted: bytes, data: bytes, limits: Limits, sending: int) -> None:
    """The life of a fork; it never returns."""
    status = 1
    try:
        _limit(limits)
        with os.fdopen(sending, "wb") as pipe:
            if wanted == READ:
                pipe.write(_encode(asdict(decoders.decode(data, limits))))
            elif wanted == DRAW:
                _draw(data, limits, pipe)
            elif wanted == DISSECT:
                pipe.write(_encode(asdict(dissectors.dissect(data, limits))))
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)


def _draw(data: bytes, limits: Limits, pipe: BinaryIO) -> None:
    """Writes what the file is, its pages one by one as they are drawn, and what was wrong with it."""
    kind, media, drawing = renderers.draw(data, limits)
    _record(pipe, {"kind": kind, "media_type": media})
    while True:
        try:
            page, picture = next(drawing)
        except StopIteration as end:
            _record(pipe, {"problem": end.value})
            return
        _record(pipe, asdict(page))
        bands = ((0, top, page.width, min(top + _BAND, page.height)) for top in range(0, page.height, _BAND))
        pipe.writelines(picture.crop(band).tobytes() for band in bands)
        pipe.flush()


def _record(pipe: BinaryIO, record: dict[str, object]) -> None:
    body = _encode(record)
    pipe.write(struct.pack(">I", len(body)) + body)


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _own_size() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _own_size() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - pathlib is not loaded here
        return int(pages.read().split()[0]) * resource.getpagesize()


def _pass_on(pipe: int, answers: BinaryIO, limits: Limits) -> bool:
    """Hands on what the fork writes until it closes its end; False where it did not do so in time."""
    left_bytes = answer_limit(limits)
    deadline = time.monotonic() + limits.seconds
    while (left := deadline - time.monotonic()) > 0 and left_bytes > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, _PART)
        if not part:
            return True
        _send(answers, part)
        left_bytes -= len(part)
    return False


def _let_end(child: int) -> None:
    for _ in range(5_000):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
            return
        time.sleep(0.001)


def _cause(status: int, *, in_time: bool) -> Problem | None:
    if in_time and os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return None
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return Problem.TOO_SLOW
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _OUT_OF_MEMORY:
        return Problem.TOO_MUCH_MEMORY
    return Problem.CRASHED if in_time else Problem.TOO_SLOW


def _encode(record: dict[str, object]) -> bytes:
    # A lone surrogate, which a broken text layer may hold, has no UTF-8 form.
    return json.dumps(record).encode("utf-8", "replace")


if __name__ == "__main__":
    main()
