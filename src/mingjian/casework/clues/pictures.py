"""Pages of documents in the report: drawn in the sandbox, reduced, with the places of findings numbered."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from mingjian.casework.clues.evidence import Item
from mingjian.errors import NotFoundError
from mingjian.reading.files import sandbox
from mingjian.reading.rendering import render
from mingjian.store.vault import DamagedFileError, Vault

LONGEST_SIDE = 900
QUALITY = 80
_MARK = (196, 30, 58)


def picture_of(item: Item, vault: Vault) -> bytes | None:
    """The page that most findings speak of, as JPEG; None where nothing of the file can be drawn."""
    data = bytearray()
    try:
        for chunk in vault.chunks(item.document.sha256):
            data += chunk
            if len(data) > sandbox().limits.bytes:
                return None
    except (NotFoundError, DamagedFileError):
        return None
    pages = render(bytes(data)).pages
    if not pages:
        return None
    signs = item.document.signs
    placed = [one.page for one in signs if one.page is not None and one.region is not None]
    wanted = max(sorted(set(placed)), key=placed.count, default=1)
    page = next((one for one in pages if one.number == wanted), pages[0])
    image = Image.fromarray(page.pixels)
    share = min(1.0, LONGEST_SIDE / max(image.size))
    image = image.resize((max(1, round(image.width * share)), max(1, round(image.height * share))))
    pen = ImageDraw.Draw(image)
    for number, sign in enumerate(signs, start=1):
        if sign.page == page.number and sign.region is not None:
            left, top, right, bottom = (edge * share for edge in sign.region)
            if right <= left or bottom <= top:
                continue
            pen.rectangle((left, top, right, bottom), outline=_MARK, width=3)
            pen.text((left + 4, max(0, top - 22)), str(number), fill=_MARK, font=ImageFont.load_default(20))
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
