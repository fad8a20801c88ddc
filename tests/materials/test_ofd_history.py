"""What was done to an OFD after it was first written."""

import pytest
from PIL import Image

from mingjian.materials.examiners import ofd_history
from tests.materials.papers import png, seen
from tests.reading.ofd_files import CERTIFICATE, ofd, part, seal, text

SUM = text("金额：8642.15", 20, 80)
WHITE = (
    '<ofd:PathObject ID="20" Boundary="15 78 100 10" Fill="true" Stroke="false"><ofd:FillColor Value="{}"/>'
    "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
)
PICTURE = '<ofd:ImageObject ID="9" Boundary="15 78 100 10" ResourceID="9" CTM="100 0 0 10 0 0"/>'
FONTS = {
    "Doc_0/DocumentRes.xml": part(
        "Res",
        '<ofd:Fonts><ofd:Font ID="3" FontName="SimSun"/><ofd:Font ID="4" FontName="Arial"/>'
        '<ofd:Font ID="6" FontName="SimSun"/></ofd:Fonts>',
    )
}


def digits(words: str, x: float, *, font: int = 3) -> str:
    """Digits half as wide as they are high."""
    return (
        f'<ofd:TextObject ID="7" Boundary="{x} 100 150 5" Font="{font}" Size="5">'
        f'<ofd:TextCode X="0" Y="4.4" DeltaX="g {max(1, len(words) - 1)} 2.5">{words}</ofd:TextCode></ofd:TextObject>'
    )


@pytest.mark.parametrize(
    ("content", "picture", "covered"),
    [
        (SUM, None, []),
        (SUM + WHITE.format("255 255 255") + text("金额：642.15", 20, 80), None, ["金额：8642.15"]),
        (WHITE.format("255 255 255") + SUM, None, []),  # a form's own box
        (SUM + WHITE.format("255 255 255") + SUM, None, []),  # drawn again on top
        (SUM + WHITE.format("0 0 0"), None, []),  # blacked out for all to see
        (SUM + PICTURE, Image.new("RGB", (200, 20), "white"), ["金额：8642.15"]),
        (SUM + PICTURE, Image.new("RGBA", (200, 20), (255, 255, 255, 0)), []),  # clear
        (SUM + PICTURE, seal(), []),
    ],
)
def test_text_under_a_white_shape_or_picture_is_named(
    content: str, picture: Image.Image | None, covered: list[str]
) -> None:
    found = seen(ofd_history, ofd(CERTIFICATE + content, picture=picture))
    assert [one.values.get("text") for one in found if one.check == "ofd_text_covered"] == covered
    assert {one.check for one in found} == ({"ofd_text_covered"} if covered else {"ofd_history_clean"})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (digits("8642.15", 20), []),
        (digits("8", 20, font=4) + digits("642.15", 22.5), [("8642.15", "Arial", "SimSun")]),
        (digits("8", 20, font=6) + digits("642.15", 22.5), []),  # another subset of one font
        (digits("2026", 20, font=4) + digits("642.15", 60), []),  # two numbers
    ],
)
def test_a_number_some_digits_of_which_came_from_another_font_is_named(
    content: str, told: list[tuple[str, str, str]]
) -> None:
    found = seen(ofd_history, ofd(CERTIFICATE + content, parts=FONTS))
    mixed = [one.values for one in found if one.check == "ofd_number_in_two_fonts"]
    assert [(one["number"], one["font"], one["others"]) for one in mixed] == told


@pytest.mark.parametrize(
    ("now", "check"), [(SUM, "ofd_history_clean"), (text("金额：42.15", 20, 80), "ofd_page_rewritten")]
)
def test_a_page_that_a_later_version_wrote_anew_is_named(now: str, check: str) -> None:
    pages = '<ofd:Pages><ofd:Page ID="10" BaseLoc="Pages/Page_{}/Content.xml"/></ofd:Pages>'
    common = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    data = ofd(
        now,
        template=False,
        parts={
            "OFD.xml": part(
                "OFD",
                "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                "<ofd:Versions>Doc_0/Versions.xml</ofd:Versions></ofd:DocBody>",
            ),
            "Doc_0/Versions.xml": part(
                "Versions",
                '<ofd:Version ID="2" Index="2" Current="true" BaseLoc="V2.xml"/>'
                '<ofd:Version ID="1" Index="1" BaseLoc="V1.xml"/>',
            ),
            "Doc_0/V1.xml": part("DocVersion", "<ofd:DocRoot>First.xml</ofd:DocRoot>"),
            "Doc_0/V2.xml": part("DocVersion", "<ofd:DocRoot>Document.xml</ofd:DocRoot>"),
            "Doc_0/First.xml": part("Document", common + pages.format("first")),
            "Doc_0/Pages/Page_first/Content.xml": part(
                "Page", f"<ofd:Content><ofd:Layer>{SUM}</ofd:Layer></ofd:Content>"
            ),
        },
    )
    assert [one.check for one in seen(ofd_history, data)] == [check]


def test_nothing_is_said_of_other_files_and_of_versions_that_are_gone() -> None:
    assert [one.check for one in seen(ofd_history, png(Image.new("RGB", (64, 64), "white")))] == ["ofd_history_none"]
    body = (
        "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Versions>gone.xml</ofd:Versions></ofd:DocBody>"
    )
    gone = ofd(SUM, parts={"OFD.xml": part("OFD", body)})
    assert [one.check for one in seen(ofd_history, gone)] == ["ofd_history_clean"]
    assert {one.outcome.value for one in seen(ofd_history, ofd(SUM)[:400])} <= {"unreadable", "not_applicable"}
