"""OFD packages as offices' software writes them (GB/T 33190-2016), made here."""

import zipfile
from io import BytesIO

from PIL import Image, ImageDraw

from tests.reading.documents import encoded

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def part(name: str, body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {_NAMESPACE}>{body}</ofd:{name}>'.encode()


def seal() -> Image.Image:
    picture = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(picture).ellipse((8, 8, 192, 192), outline=(200, 20, 20), width=10)
    return picture


def text(words: str, x: float, y: float, *, size: float = 5.0, matrix: str = "") -> str:
    turned = f' CTM="{matrix}"' if matrix else ""
    return (
        f'<ofd:TextObject ID="7" Boundary="{x} {y} 150 {size}" Font="3" Size="{size}"{turned}>'
        f'<ofd:TextCode X="0" Y="{0.88 * size}" DeltaX="g {max(1, len(words) - 1)} {size}">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def ofd(
    *pages: str,
    picture: Image.Image | None = None,
    stamped: bool = False,
    template: bool = True,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A package with a page for each content; ``picture`` is resource 9; ``stamped`` puts a seal on the first page."""
    numbered = list(enumerate(pages))
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in numbered)
    signatures = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>" if stamped else ""
    files = {
        "OFD.xml": part("OFD", f"<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody>"),
        "Doc_0/Document.xml": part(
            "Document",
            "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>"
            '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/>'
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>",
        ),
        "Doc_0/Tpls/T.xml": part(
            "Page", f"<ofd:Content><ofd:Layer>{text('票据监制', 20, 12)}</ofd:Layer></ofd:Content>"
        ),
        "Doc_0/DocumentRes.xml": part("Res", ""),
    }
    if picture is not None:
        files["Doc_0/DocumentRes.xml"] = (
            f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image">'
            "<ofd:MediaFile>one.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
        ).encode()
        files["Doc_0/Res/one.png"] = encoded(picture)
    behind = '<ofd:Template TemplateID="5"/>' if template else ""
    for number, content in numbered:
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = part(
            "Page", f"{behind}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content>"
        )
    if stamped:
        files["Doc_0/Signs/Signatures.xml"] = part(
            "Signatures", '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>'
        )
        files["Doc_0/Signs/Sign_0/Signature.xml"] = part(
            "Signature",
            '<ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="10" Boundary="120 60 40 40"/></ofd:SignedInfo>'
            "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue>",
        )
        files["Doc_0/Signs/Sign_0/SignedValue.dat"] = b"\x30\x82\x04\x00\x16\x03png\x04\x82\x02\x00" + encoded(seal())
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**files, **(parts or {})}.items():
            package.writestr(name, data)
    return file.getvalue()


FRAME = (
    '<ofd:PathObject ID="8" Boundary="10 10 190 120" LineWidth="0.5"><ofd:StrokeColor Value="0 0 255"/>'
    "<ofd:AbbreviatedData>M 0 0 L 190 0 L 190 120 L 0 120 C</ofd:AbbreviatedData></ofd:PathObject>"
)
CERTIFICATE = (
    FRAME + text("身份证号：", 20, 60) + text("姓名：陈建国", 20, 40, size=6) + text("510212198503072731", 60, 60)
)
