import json
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from mingjian.materials.examiners import metadata
from tests.materials.papers import jpeg, seen
from tests.reading.samples import SAMPLES

PAGE = Image.new("RGB", (64, 64), "white")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/">%s</rdf:Description></rdf:RDF></x:xmpmeta>'
)


def labelled(label: str, form: bytes = b"<TC260:AIGC>%s</TC260:AIGC>") -> bytes:
    content = json.dumps({"Label": label, "ContentProducer": "001191310000MA1FL0XXXX", "ProduceID": "1"}).encode()
    return jpeg(PAGE, 90, xmp=XMP % (form % content.replace(b'"', b"&quot;")))


def sourced(kind: str, *, resource: bool = False) -> bytes:
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}".encode()
    name = b"Iptc4xmpExt:DigitalSourceType"
    form = b'<%s rdf:resource="%s"/>' % (name, address) if resource else b"<%s>%s</%s>" % (name, address, name)
    described = b'<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">%s</rdf:Description>'
    return jpeg(PAGE, 90, xmp=XMP % (described % form))


def chunk(name: str, text: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text(name, text)
    file = BytesIO()
    PAGE.save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def software(name: str) -> bytes:
    exif = Image.Exif()
    exif[0x0131] = name
    return jpeg(PAGE, 90, exif=exif)


@pytest.mark.parametrize(
    ("data", "check", "outcome"),
    [
        (labelled("1"), "generation_label", "suspect"),
        (labelled("3"), "generation_label_possible", "suspect"),
        (labelled("9"), "generation_unmarked", "not_applicable"),
        (chunk("AIGC", '{"Label": "1", "ContentProducer": "x"}'), "generation_label", "suspect"),
        (chunk("parameters", "a hospital certificate, Steps: 20, Sampler: Euler a"), "generation_settings", "suspect"),
        (software("Midjourney v7"), "generation_settings", "suspect"),
        (software("Canon iR-ADV C3520"), "generation_unmarked", "not_applicable"),
        (sourced("trainedAlgorithmicMedia"), "generation_source", "suspect"),
        (sourced("trainedAlgorithmicMedia", resource=True), "generation_source", "suspect"),
        (sourced("compositeWithTrainedAlgorithmicMedia"), "generation_of_part", "suspect"),
        (sourced("digitalCapture"), "generation_unmarked", "not_applicable"),
        (SAMPLES["png"], "generation_unmarked", "not_applicable"),
        (SAMPLES["jpeg"][:200], "generation_unknown", "unreadable"),
    ],
)
def test_what_says_of_itself_that_a_machine_made_it(data: bytes, check: str, outcome: str) -> None:
    found = seen(metadata, data)[1]
    assert (found.check, found.outcome.value) == (check, outcome)


@pytest.mark.parametrize(
    ("program", "check"),
    [
        ("Adobe Photoshop 25.0 (Windows)", "editor_named"),
        ("Meitu 9.9.5", "editor_named"),
        ("Canon iR-ADV C3520", "editor_none"),
        ("PFU ScanSnap Manager 6.5", "editor_none"),
    ],
)
def test_an_editors_name_is_noted_and_asks_for_nobodys_look(program: str, check: str) -> None:
    found = seen(metadata, software(program))[0]
    assert found.check == check
    assert found.outcome.value in ("clear", "not_applicable")
    assert found.values["program"] == program


@pytest.mark.parametrize(
    ("program", "check"),
    [
        ("福昕版式办公套件 8.7.1", "editor_named"),
        ("福昕高级PDF编辑器", "editor_named"),
        # These write, read and stamp what issuers hand out.
        ("Foxit OFD Creator 8.2.0", "editor_none"),
        ("数科阅读器 专业版", "editor_none"),
    ],
)
def test_an_editors_chinese_name_is_known_and_an_offices_writer_is_no_editor(program: str, check: str) -> None:
    found = seen(metadata, chunk("Software", program))[0]
    assert (found.check, found.values["program"]) == (check, program)
    assert found.outcome.value in ("clear", "not_applicable")


def test_a_packet_that_is_no_xml_or_holds_entities_says_nothing() -> None:
    bomb = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">&lol;</x:xmpmeta>'
    found = seen(metadata, jpeg(PAGE, 90, xmp=bomb))
    assert [one.check for one in found] == ["editor_unknown", "generation_unmarked"]
