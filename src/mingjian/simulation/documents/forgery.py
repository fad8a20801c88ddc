"""How forgers work, step by step up the ladder: what they make up, what they paste, what they change."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mingjian.contract.truth import Capture, ForgeryMethod
from mingjian.simulation.documents.capture import captured, recompressed
from mingjian.simulation.documents.fonts import Face, font, width
from mingjian.simulation.documents.paper import Paper, Text
from mingjian.simulation.documents.sheet import Place, Sheet, corners, drawn

Method = ForgeryMethod

LADDER: tuple[tuple[float, tuple[tuple[Method, float], ...]], ...] = (
    (0.15, ((Method.PASTED_SEAL, 0.7), (Method.GENERATED, 0.1), (Method.RETYPED_FIELD, 0.2))),
    (0.40, ((Method.RETYPED_FIELD, 0.5), (Method.COPIED_DIGITS, 0.25), (Method.PASTED_SEAL, 0.25))),
    (0.65, ((Method.PRINTED, 0.5), (Method.MATCHED_FIELD, 0.35), (Method.COPIED_DIGITS, 0.15))),
    (0.90, ((Method.REDRAWN_SEAL, 0.65), (Method.MATCHED_FIELD, 0.35))),
    (1.01, ((Method.ENGRAVED_SEAL, 1.0),)),
)
"""Up to which step, and what is done there by which share."""

EDITS = frozenset({Method.RETYPED_FIELD, Method.COPIED_DIGITS, Method.MATCHED_FIELD})
"""Methods that begin with a genuine document of somebody else."""

ELECTRONIC_EDITS = frozenset({Method.EDITED_PDF, Method.EDITED_OFD})
"""Methods that change a file that an issuer's system wrote."""

OWN_BLANK = frozenset({Method.PASTED_SEAL, Method.GENERATED, Method.PRINTED, Method.REDRAWN_SEAL})
"""Methods that use the den's own form instead of the issuer's."""


PUT_INTO_PDF = frozenset({Method.PASTED_SEAL, Method.RETYPED_FIELD, Method.COPIED_DIGITS, Method.MATCHED_FIELD})
"""Methods whose product leaves an editor, and so may leave it as a PDF."""


def method_at(step: float, throw: random.Random) -> Method:
    """What a gang on that step of the ladder has done for it."""
    for reach, choices in LADDER:
        if step < reach:
            return throw.choices([method for method, _ in choices], [share for _, share in choices])[0]
    return Method.ENGRAVED_SEAL


ENGRAVED = 0.9
"""From this step on everything is stamped by an engraved copy."""


@dataclass(frozen=True)
class Forged:
    """A forged page, ready to be put into a file."""

    sheet: Sheet
    capture: Capture


def made_up(paper: Paper, method: Method, dots_per_inch: int, throw: random.Random) -> Forged:
    """A paper that nobody issued."""
    if method in (Method.PASTED_SEAL, Method.GENERATED):
        return Forged(drawn(paper, dots_per_inch, throw, real_stamp=False), Capture.EXPORT)
    if method is Method.PRINTED:
        sheet = drawn(paper, dots_per_inch, throw, real_stamp=False)
        return Forged(captured(sheet, Capture.PRINTED_PHOTO, throw), Capture.PRINTED_PHOTO)
    if method is Method.REDRAWN_SEAL:
        # Uneven ink drawn on a screen; the print of the whole then goes through a scanner.
        sheet = drawn(paper, dots_per_inch, throw, real_stamp=True, wear=0.35)
        return Forged(captured(sheet, Capture.RESCAN, throw), Capture.RESCAN)
    sheet = drawn(paper, dots_per_inch, throw, real_stamp=True, wear=throw.uniform(0.3, 0.8))
    capture = throw.choice((Capture.SCAN, Capture.RESCAN, Capture.PHOTO))
    return Forged(captured(sheet, capture, throw), capture)


def edited(genuine: Paper, wanted: Paper, method: Method, dots_per_inch: int, throw: random.Random) -> Forged | None:
    """A genuine page, scanned, in which every fact that is not as wanted is changed; None where the two do not fit."""
    changes = differences(genuine, wanted)
    if not changes:
        return None
    printed = drawn(genuine, dots_per_inch, throw, wear=throw.uniform(0.3, 0.7))
    sheet = captured(printed, Capture.SCAN, throw)
    sheet = sheet.with_image(recompressed(sheet.image, throw.choice((75, 80, 85))))
    image = sheet.image.copy()
    scale = dots_per_inch / 25.4
    places = list(sheet.places)
    texts = [element for element in genuine.elements if isinstance(element, Text)]
    edits: list[Place] = []
    done: list[tuple[str, str, str]] = []
    for old, new in changes:
        index = texts.index(old)
        place = places[index] if places[index].text == old.text else _place_of(places, old)
        if method is Method.COPIED_DIGITS:
            copied = _copy_digits(image, sheet, texts, places, old, new, scale)
            if not copied:
                return None
            edits += copied
        else:
            box = _retype(image, place, old, new, scale, throw, matched=method is Method.MATCHED_FIELD)
            edits.append(Place("edit", old.field, new.text, box))
        done.append((old.field, old.text, new.text))
    renamed = [_renamed(place, done) for place in places]
    return Forged(Sheet(image, (*renamed, *edits), dots_per_inch), Capture.SCAN)


def differences(genuine: Paper, wanted: Paper) -> list[tuple[Text, Text]]:
    """What is stated otherwise, run by run; nothing where the two pages are not set alike."""
    old = [element for element in genuine.elements if isinstance(element, Text)]
    new = [element for element in wanted.elements if isinstance(element, Text)]
    if len(old) != len(new) or any(one.field != other.field for one, other in zip(old, new, strict=True)):
        return []
    if any(one.text != other.text and not one.field for one, other in zip(old, new, strict=True)):
        return []
    return [(one, other) for one, other in zip(old, new, strict=True) if one.text != other.text]


def _place_of(places: Sequence[Place], run: Text) -> Place:
    return next(place for place in places if place.text == run.text and place.code == run.field)


def _renamed(place: Place, done: Sequence[tuple[str, str, str]]) -> Place:
    for field, before, after in done:
        if place.what == "field" and place.code == field and place.text == before:
            return Place("field", field, after, place.corners)
    return place


def _retype(
    image: Image.Image, place: Place, old: Text, new: Text, scale: float, throw: random.Random, *, matched: bool
) -> tuple[tuple[float, float], ...]:
    """Covers what stood there and writes anew; the corners of what was touched."""
    left, top, right, bottom = place.box
    pixels = old.size * 25.4 / 72 * scale
    face = old.face if matched else (Face.SANS if old.face is Face.SERIF else Face.SERIF)
    size = pixels * (1.0 if matched else throw.uniform(0.93, 1.05))
    across = width(new.text, face, size) * (old.stretch if matched else 1.0)
    right = max(right, round(left + across) + 2)
    pad = 2
    box = (left - pad, top - pad, min(image.width, right + pad), min(image.height, bottom + pad))
    under = np.asarray(image.crop(box), dtype=np.float32)
    bright = under.reshape(-1, 3)[under.reshape(-1, 3).sum(axis=1) > np.percentile(under.sum(axis=2), 60)]
    ground = bright.mean(axis=0)
    dark = under.reshape(-1, 3)[under.sum(axis=2).ravel() <= np.percentile(under.sum(axis=2), 4)].mean(axis=0)
    patch = np.broadcast_to(ground, under.shape).copy()
    chance = np.random.Generator(np.random.PCG64(throw.getrandbits(64)))
    ink = dark if matched else np.array([12.0, 12.0, 14.0])
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    tall = mask.height
    tile = Image.new("L", (round(across) + 8, tall))
    lift = pixels * 0.2
    ImageDraw.Draw(tile).text((2, pad - lift + (pixels - size) / 2), new.text, fill=255, font=font(face, size))
    if matched and old.stretch != 1.0:
        natural = Image.new("L", (round(width(new.text, face, size)) + 8, tall))
        ImageDraw.Draw(natural).text((2, pad - lift), new.text, fill=255, font=font(face, size))
        tile = natural.resize((max(1, round(natural.width * old.stretch)), tall), Image.Resampling.BICUBIC)
    mask.paste(tile, (pad - 2, 0))
    if matched:
        mask = mask.filter(ImageFilter.GaussianBlur(0.6))
    cover = np.asarray(mask, dtype=np.float32)[:, :, None] / 255
    patch = patch * (1 - cover) + ink * cover
    if matched:
        patch += chance.normal(0, max(0.6, float(bright.std())), (*patch.shape[:2], 1))
    image.paste(Image.fromarray(np.clip(patch + 0.5, 0, 255).astype(np.uint8)), box[:2])
    return corners(*(float(edge) for edge in box))


def _copy_digits(
    image: Image.Image,
    sheet: Sheet,
    texts: Sequence[Text],
    places: Sequence[Place],
    old: Text,
    new: Text,
    scale: float,
) -> list[Place]:
    """Digits of the page itself over the wrong ones; nothing where a needed digit stands nowhere else."""
    if len(old.text) != len(new.text):
        return []
    moves = []
    target = _place_of(places, old)
    for index, (before, after) in enumerate(zip(old.text, new.text, strict=True)):
        if before == after:
            continue
        source = next(
            (
                _sign_box(_place_of(places, run), run, position, scale)
                for run in texts
                if run.size == old.size and run.face is old.face and run is not old and not run.by_hand
                for position, sign in enumerate(run.text)
                if sign == after
            ),
            None,
        )
        if source is None:
            return []
        moves.append((source, _sign_box(target, old, index, scale), after))
    result = []
    for source, goal, sign in moves:
        tile = sheet.image.crop(source)
        image.paste(tile, goal[:2])
        box = (goal[0], goal[1], goal[0] + tile.width, goal[1] + tile.height)
        result.append(Place("edit", old.field, sign, corners(*(float(edge) for edge in box))))
    return result


def _sign_box(place: Place, run: Text, index: int, scale: float) -> tuple[int, int, int, int]:
    """Where one character of a run lies; a scan is askew by so little that the box stays upright."""
    size = run.size * 25.4 / 72 * scale
    before = width(run.text[:index], run.face, size) * run.stretch
    across = width(run.text[index], run.face, size) * run.stretch
    whole = max(1e-6, width(run.text, run.face, size) * run.stretch)
    (x0, y0), (x1, y1) = place.corners[0], place.corners[1]
    share = before / whole
    left, top = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
    tall = place.corners[3][1] - place.corners[0][1]
    return round(left), round(top) - 1, round(left + across), round(top + tall) + 1
