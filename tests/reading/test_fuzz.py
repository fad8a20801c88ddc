"""Broken and hostile files never crash or hang the process that asks for them."""

import random
from collections.abc import Callable

import pytest

from mingjian.reading.record import Content, Limits
from mingjian.reading.sandbox import Sandbox
from tests.reading.samples import SAMPLES


def mutated(data: bytes, dice: random.Random) -> bytes:
    body = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 64))):
        place = dice.randrange(len(body))
        change = dice.randrange(5)
        if change == 0:
            body[place] = dice.randrange(256)
        elif change == 1:
            body[place : place + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif change == 2:
            del body[place : place + dice.randrange(1, 200)]
        elif change == 3:
            body[place:place] = dice.randbytes(dice.randrange(1, 50))
        else:
            body[place:place] = body[place // 2 : place]
        if not body:
            break
    return bytes(body)


@pytest.mark.soak
def test_mutated_files_end_in_a_reading_or_a_problem(repetitions: Callable[[int], int]) -> None:
    dice = random.Random(20_261_122)
    sandbox = Sandbox(Limits(seconds=5, cpu_seconds=4))
    kinds = sorted(SAMPLES)
    for number in range(repetitions(2_000)):
        content = sandbox.read(mutated(SAMPLES[kinds[number % len(kinds)]], dice))
        assert isinstance(content, Content)
    for name, data in SAMPLES.items():
        assert sandbox.read(data).problem is None, name
    sandbox.close()
