"""Recordings: what the header says. The sound itself is the calls room's."""

import wave
from io import BytesIO

from mingjian.reading.record import Content, FileKind, Limits, Problem

VERSION = 1


def decode(data: bytes, media: str, _limits: Limits) -> Content:
    """The content of an audio file; its length where the header states it outright (WAV, FLAC)."""
    if media == "audio/wav":
        return _wave(data, media)
    if media == "audio/flac":
        return _flac(data, media)
    return Content(FileKind.AUDIO, media)


def _wave(data: bytes, media: str) -> Content:
    try:
        with wave.open(BytesIO(data)) as sound:
            return Content(FileKind.AUDIO, media, duration_s=sound.getnframes() / sound.getframerate())
    except wave.Error as error:
        # The standard library reads linear PCM alone; telephone recordings in A-law or mu-law are whole all the same.
        unknown_format = str(error).startswith("unknown format")
        return Content(FileKind.AUDIO, media, problem=None if unknown_format else Problem.DAMAGED)
    except (EOFError, ZeroDivisionError):
        return Content(FileKind.AUDIO, media, problem=Problem.DAMAGED)


def _flac(data: bytes, media: str) -> Content:
    """STREAMINFO, the first block (RFC 9639, 8.2): 20 bits of sampling rate, and 36 bits of samples at byte 13."""
    block = data[8:42]
    if len(block) < 34 or data[4] & 0x7F != 0:
        return Content(FileKind.AUDIO, media, problem=Problem.DAMAGED)
    bits = int.from_bytes(block[10:18], "big")
    rate, samples = bits >> 44, bits & (1 << 36) - 1
    return Content(FileKind.AUDIO, media, duration_s=samples / rate if rate and samples else None)
