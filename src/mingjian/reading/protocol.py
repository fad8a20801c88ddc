"""What the sandbox and its zygote say to each other.

They talk over standard input and output. A request is a letter (what is asked for), the file's length (8 bytes,
big-endian) and its bytes. An answer is parts, each a length (4 bytes) and so many bytes; then a length of zero; then
one more part that says in JSON whether the fork ended well, and why not. The parts together are JSON where the content
or the anatomy is asked for; where the pages are asked for they are records, each a length (4 bytes), JSON and the
pixels of which it tells.
"""

from mingjian.reading.record import Limits

READ, DRAW, DISSECT = b"r", b"d", b"a"
"""What may be asked for: the content, the pages, or what the file is made of."""


def answer_limit(limits: Limits) -> int:
    """The longest answer that a file within the limits can have: its pixels, and its text in escaped JSON."""
    return 3 * limits.drawn_pixels + 64 * limits.characters + (1 << 20)
