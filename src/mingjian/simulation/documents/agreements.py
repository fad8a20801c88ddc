"""Service agreements as clients and the police hand them in: a text, a PDF, or a sheet on a table."""

import random
from collections.abc import Sequence
from datetime import datetime

from mingjian.contract.truth import Capture
from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents import electronic
from mingjian.simulation.documents.capture import captured
from mingjian.simulation.documents.files import Written, file_of
from mingjian.simulation.documents.fonts import Face
from mingjian.simulation.documents.paper import Composer, Paper
from mingjian.simulation.documents.sheet import drawn
from mingjian.simulation.story import Provision

CAPTURES = (Capture.TYPED, Capture.ELECTRONIC, Capture.PHOTO)
"""As a text sent in a chat, as the agency's PDF, and as a photo of the signed sheet: one after another."""
_DOTS_PER_INCH = 150


def agreement_file(
    provisions: Sequence[Provision], signature: str, capture: Capture, at: datetime, throw: random.Random
) -> Written:
    """The agreement as a file of its kind; ``signature`` is the client's, and stands on paper alone."""
    if capture is Capture.TYPED:
        text = "\n".join(one.text for one in provisions)
        return Written(text.encode(), ".txt", f"合同{at:%Y%m%d}.txt")
    if capture is Capture.ELECTRONIC:
        return Written(electronic.pdf_of(_page(provisions, "", throw), at, throw), ".pdf", "服务协议.pdf")
    page = _page(provisions, signature, throw)
    return file_of(captured(drawn(page, _DOTS_PER_INCH, throw), capture, throw), capture, None, at, throw)


def _page(provisions: Sequence[Provision], signature: str, throw: random.Random) -> Paper:
    page = Composer(
        MaterialKind.SERVICE_AGREEMENT,
        face=throw.choice((Face.SERIF, Face.SANS)),
        size=throw.choice((10.5, 11.0, 12.0)),
        leading=throw.choice((1.5, 1.6)),
        top=throw.uniform(16, 22),
    )
    title, *items = provisions
    page.centre(title.text, size=16)
    page.skip(4)
    for item in items:
        page.paragraph(item.text, indent=throw.random() < 0.5)
    if signature:
        page.skip(6)
        page.text(page.width - page.margin - 40, page.top, signature, size=16, by_hand=True, name="signature")
    return page.paper()
