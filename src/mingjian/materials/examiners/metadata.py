"""What the file's own notes say of how it was made: an editor's name, and marks that a machine generated it.

Marks of generation are content credentials (C2PA), the implicit label of GB 45438-2025, the digital source type of the
IPTC, and what generators write of their settings. That a part of a picture was generated is said of many honest photos
too, whose camera took a passer-by or a shadow out: a possible mark. Their absence proves nothing: a messenger strips
them all. An editor's name proves little: people crop and turn their photos with the same programs, so it weighs a
little and asks for nobody's look by itself.
"""

import json
import re
from collections.abc import Iterator

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.specimen import Examination, Observation, Specimen
from mingjian.reading.anatomy import Anatomy, Credential, Entry
from mingjian.reading.dissection import dissect

NAME = "metadata"
VERSION = 6

_WRITERS = (
    "exif:Software",
    "exif:ProcessingSoftware",
    "xmp:CreatorTool",
    "stEvt:softwareAgent",
    "pdf:Producer",
    "pdf:Creator",
    "ofd:Creator",
    "png:Software",
)
_EDITORS = re.compile(
    r"photoshop|illustrator|\bgimp\b|paint\.net|pixelmator|affinity|coreldraw|snapseed|picsart|canva|meitu|美图|醒图|"
    r"photoscape|acdsee|pdfescape|sejda|ilovepdf|smallpdf|foxit (phantom|editor|pdf editor)|acrobat pro|infix|"
    r"inkscape|ps express|pdf-xchange editor|pdfelement|福昕(高级)?pdf编辑器|福昕版式办公套件|万兴pdf|迅捷pdf编辑器",
    re.IGNORECASE,
)
"""Programs that change what a page says; those that only scan, print or sign are none of them."""
_GENERATED_SOURCES = frozenset({"trainedAlgorithmicMedia", "algorithmicMedia"})
"""IPTC digital source types of pictures that no camera took."""
_COMPOSED_SOURCES = frozenset({"compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"})
"""Those of pictures of which a part was generated."""
_SOURCE_TYPE = "iptcExt:DigitalSourceType"
_GENERATORS = re.compile(
    r"stable diffusion|midjourney|dall.?e|comfyui|novelai|automatic1111|invokeai|firefly|imagen|gpt-image|"
    r"通义|文心一格|即梦|可灵",
    re.IGNORECASE,
)
_SETTINGS = frozenset({"png:parameters", "png:prompt", "png:workflow", "png:invokeai_metadata", "png:sd-metadata"})
_LABELS = frozenset({"1", "2", "3"})
"""Generated, possibly generated, suspected to be."""


def examine(specimen: Specimen) -> Examination:
    """One observation about editors and one about generation."""
    anatomy = dissect(specimen.data)
    if anatomy.problem is not None:
        unread = CheckOutcome.UNREADABLE
        return Examination((Observation("editor_unknown", unread), Observation("generation_unknown", unread)))
    return Examination((_editor(anatomy), _generation(anatomy)))


def _editor(anatomy: Anatomy) -> Observation:
    named = [entry for name in _WRITERS for entry in anatomy.entries if entry.name == name]
    editors = [entry for entry in named if _EDITORS.search(entry.value)]
    if editors:
        return Observation("editor_named", CheckOutcome.NOT_APPLICABLE, 0.3, values={"program": editors[0].value[:80]})
    if named:
        return Observation("editor_none", CheckOutcome.CLEAR, 0.0, values={"program": named[0].value[:80]})
    return Observation("editor_unknown", CheckOutcome.NOT_APPLICABLE)


def _generation(anatomy: Anatomy) -> Observation:
    """The plainest mark of generation in the file."""
    for credential in anatomy.credentials:
        if _GENERATED_SOURCES & set(credential.source_types):
            return _marked("generation_credential", 1.0, _said(credential))
        if _COMPOSED_SOURCES & set(credential.source_types):
            return _marked("generation_of_part", 0.5, _said(credential))
    for entry in anatomy.entries:
        source = entry.value.rsplit("/", 1)[-1] if entry.name == _SOURCE_TYPE else ""
        if source in _GENERATED_SOURCES:
            return _marked("generation_source", 1.0, source)
        if source in _COMPOSED_SOURCES:
            return _marked("generation_of_part", 0.5, source)
    label = next(_labels(anatomy.entries), None)
    if label is not None:
        value, producer = label
        check = "generation_label" if value == "1" else "generation_label_possible"
        return _marked(check, 1.0 if value == "1" else 0.5, producer)
    for entry in anatomy.entries:
        if entry.name in _SETTINGS or (entry.name in _WRITERS and _GENERATORS.search(entry.value)):
            return _marked("generation_settings", 0.9, entry.value[:80])
    return Observation("generation_unmarked", CheckOutcome.NOT_APPLICABLE)


def _marked(check: str, score: float, said: str) -> Observation:
    return Observation(check, CheckOutcome.SUSPECT, score, values={"said": said})


def _said(credential: Credential) -> str:
    return (credential.generator or credential.issuer)[:80]


def _labels(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Labels of GB 45438-2025 with who produced the content: JSON in an XMP property or a text chunk named AIGC."""
    for entry in entries:
        space, _, name = entry.name.partition(":")
        if name != "AIGC" or space == "exif":
            continue
        try:
            content = json.loads(entry.value)
        except ValueError:
            continue
        if isinstance(content, dict) and str(content.get("Label")) in _LABELS:
            yield str(content["Label"]), str(content.get("ContentProducer", ""))[:80]
