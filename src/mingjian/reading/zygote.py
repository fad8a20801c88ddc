"""The sandboxed side: a small process that has the decoders loaded and forks once a file.

Protocol on standard input and output: a request is the file's length (8 bytes, big-endian) and its bytes; an answer is
a length (4 bytes) and JSON. Only a fork ever looks at the bytes. It has no network, may open nothing new for writing,
and ends with the file, so one file leaves nothing behind for the next. Its limits are the kernel's.
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

from mingjian.reading.decoders import decode, warm_up
from mingjian.reading.record import Content, FileKind, Limits, Problem

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_OUT_OF_MEMORY = 3
_ANSWER_LIMIT = 64 * 2**20
_END = b"\n"
"""Stands after a whole answer; JSON as we write it has no line break."""


def main() -> None:
    """Serves requests until standard input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    warm_up()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a fork that tries to write a file gets an error, not its death
    _answer(answers, json.dumps({"network": not _leave_the_network()}).encode())
    while header := requests.read(8):
        (length,) = struct.unpack(">Q", header)
        _answer(answers, _read_in_fork(requests.read(length), limits))


def _answer(answers: BinaryIO, body: bytes) -> None:
    answers.write(struct.pack(">I", len(body)) + body)
    answers.flush()


def _leave_the_network() -> bool:
    """Moves into an empty network namespace; False where the kernel does not allow it to this user."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(library.unshare(_NEW_NETWORK) == 0 or library.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def _read_in_fork(data: bytes, limits: Limits) -> bytes:
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _decode_and_leave(data, limits, sending)
    os.close(sending)
    body, in_time = _receive(receiving, limits.seconds)
    os.close(receiving)
    whole = body.endswith(_END)
    if not whole and in_time:
        _let_end(child)  # it closed the pipe without an answer: it is dying, and how tells why
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return body if whole else _encode(Content(FileKind.UNKNOWN, problem=_cause(status, in_time=in_time)))


def _decode_and_leave(data: bytes, limits: Limits, sending: int) -> None:
    """The life of a fork; it never returns."""
    status = 1
    try:
        _limit(limits)
        body = _encode(decode(data, limits))
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(body + _END)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _own_size() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _own_size() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - pathlib is not loaded here
        return int(pages.read().split()[0]) * resource.getpagesize()


def _receive(pipe: int, seconds: float) -> tuple[bytes, bool]:
    """What the fork wrote until it closed its end, and whether it did so in time."""
    parts: list[bytes] = []
    size = 0
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and size <= _ANSWER_LIMIT:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, 65_536)
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
    return b"", False


def _let_end(child: int) -> None:
    for _ in range(1_000):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
            return
        time.sleep(0.001)


def _cause(status: int, *, in_time: bool) -> Problem:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return Problem.TOO_SLOW
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _OUT_OF_MEMORY:
        return Problem.TOO_MUCH_MEMORY
    return Problem.CRASHED if in_time else Problem.TOO_SLOW


def _encode(content: Content) -> bytes:
    # A lone surrogate, which a broken text layer may hold, has no UTF-8 form.
    return json.dumps(asdict(content)).encode("utf-8", "replace")


if __name__ == "__main__":
    main()
