"""Seals drawn for tests and benchmarks: engraved once, stamped many times, scanned. Shares no code with the checks."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Ink = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

FINE = 24
"""Pixels a millimetre at which a seal is engraved: 610 dpi."""

_NOTO = Path("/usr/share/fonts/opentype/noto")
_DEBIAN = Path("/usr/share/fonts/truetype")
KNOWN_FONTS = (
    (_NOTO / "NotoSerifCJK-Bold.ttc", 2),
    (_NOTO / "NotoSerifCJK-Regular.ttc", 2),
    (_NOTO / "NotoSansCJK-Regular.ttc", 2),
    (_NOTO / "NotoSansCJK-Bold.ttc", 2),
)
"""Debian's fonts-noto-cjk; seen while the checks were written."""
UNSEEN_FONTS = (
    (_DEBIAN / "arphic-gbsn00lp/gbsn00lp.ttf", 0),
    (_DEBIAN / "arphic-gkai00mp/gkai00mp.ttf", 0),
    (_DEBIAN / "lxgw-wenkai/LXGWWenKai-Bold.ttf", 0),
    (_DEBIAN / "wqy/wqy-zenhei.ttc", 0),
)
"""Debian's fonts-arphic-gbsn00lp and -gkai00mp, fonts-lxgw-wenkai, fonts-wqy-zenhei: for the figures alone."""


@dataclass(frozen=True)
class Font:
    """A font file and the face in it."""

    path: Path
    index: int

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self.path), size, index=self.index)


def fonts(*, unseen: bool, folder: Path | None = None) -> tuple[Font, ...]:
    """The fonts of a split that are installed, or stand below ``folder``."""
    wanted = UNSEEN_FONTS if unseen else KNOWN_FONTS
    found = []
    for path, index in wanted:
        other = next(folder.rglob(path.name), path) if folder else path
        if other.is_file():
            found.append(Font(other, index))
    if not found:
        names = ", ".join(path.name for path, _ in wanted)
        raise FileNotFoundError(f"none of these fonts is installed: {names}")
    return tuple(found)


def unseen_fonts(folder: Path | None = None) -> tuple[Font, ...]:
    """Fonts that no check has seen, or else the known ones, which is said."""
    try:
        return fonts(unseen=True, folder=folder)
    except FileNotFoundError:
        warnings.warn(
            "fonts-arphic-gbsn00lp, fonts-arphic-gkai00mp, fonts-lxgw-wenkai and fonts-wqy-zenhei are missing: the "
            "figures are of fonts that were seen",
            stacklevel=2,
        )
        return fonts(unseen=False, folder=folder)


@dataclass(frozen=True)
class Design:
    """What is engraved."""

    name: str
    font: Font
    centre: str = ""
    code: str = ""
    width_mm: float = 42.0
    height_mm: float = 42.0
    span: float = 260.0
    """Degrees that the name takes."""
    letter_mm: float = 5.0
    """Height of the name's characters."""
    narrow: float = 0.75
    """Their width over their height, before what little room there is narrows them more."""
    ring_mm: float = 1.2
    star_mm: float = 7.0
    """Radius of the star; 0 for none."""
    second_ring: bool = False


PLACES = (
    *("重庆市渝中区", "成都市武侯区", "贵州省遵义市", "杭州市西湖区", "长沙市岳麓区", "山东省济南市历下区"),
    *("武汉市江岸区", "广西壮族自治区柳州市", "西安市雁塔区", "沈阳市和平区", "福建省厦门市思明区", "昆明市官渡区"),
    *("郑州市金水区", "南京市鼓楼区", "黑龙江省齐齐哈尔市", "内蒙古自治区包头市", "海口市龙华区", "深圳市宝安区"),
    *("巴中市恩阳区", "兰州市城关区"),
)
BODIES = (
    *("人民医院", "第三人民医院", "中医院", "妇幼保健院", "中心医院", "疾病预防控制中心", "民政局", "残疾人联合会"),
    *("公安局朝阳派出所", "人力资源和社会保障局", "殡仪馆", "光明街道办事处", "桥东社区居民委员会", "精神卫生中心"),
    *("华康医院有限公司", "恒远商贸有限公司", "鑫达建筑工程有限公司", "众诚信息技术有限责任公司", "卫生健康委员会"),
    *("宏图物流股份有限公司", "社区卫生服务中心", "医疗保险事务管理服务中心"),
)
WORDS = "嘉瑞腾晟博远新捷康泰和顺宇航天泽凯盛普惠欣荣广润德昌隆祥福明辉宝丰利达通运兴业安邦华夏龙湖锦绣金桥银杏青松白鹤"
CENTRES = ("", "诊断证明专用章", "发票专用章", "合同专用章", "财务专用章", "业务专用章", "病案专用章", "")


def design(random: np.random.Generator, *, font: Font, oval: bool = False) -> Design:
    """A seal as an engraver might make it."""
    place = PLACES[random.integers(len(PLACES))]
    body = BODIES[random.integers(len(BODIES))]
    if "公司" in body:
        body = "".join(random.choice(list(WORDS), 2)) + body[2:]
    name = place + body
    code = "".join(map(str, random.integers(0, 10, 13))) if random.random() < 0.6 else ""
    room = 250.0 if code else 290.0
    letter = float(random.uniform(4.2, 5.6))
    size = float(random.choice([38.0, 40.0, 42.0]))
    wanted = len(name) * random.uniform(15.0, 22.0)
    centre = CENTRES[random.integers(len(CENTRES))]
    if oval:
        return Design(
            name, font, centre or "发票专用章", "", 40.0, 30.0, min(230.0, wanted), 4.0,
            float(random.uniform(0.6, 0.85)), float(random.uniform(0.6, 1.2)), 0.0,
        )  # fmt: skip
    return Design(
        name, font, centre, code, size, size, min(room, wanted), letter, float(random.uniform(0.6, 0.9)),
        float(random.uniform(0.8, 1.4)), float(random.uniform(5.5, 7.5)), bool(random.random() < 0.15),
    )  # fmt: skip


def engrave(seal: Design) -> Ink:
    """The die: ink coverage in [0, 1], at ``FINE`` pixels a millimetre."""
    wide, high = round((seal.width_mm + 2) * FINE), round((seal.height_mm + 2) * FINE)
    canvas = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(canvas)
    middle = (wide / 2, high / 2)
    across, down = seal.width_mm / 2 * FINE, seal.height_mm / 2 * FINE
    ring = max(2, round(seal.ring_mm * FINE))
    draw.ellipse((middle[0] - across, middle[1] - down, middle[0] + across, middle[1] + down), outline=255, width=ring)
    gap = (seal.ring_mm + 0.9) * FINE
    if seal.second_ring:
        inset = ring + 0.5 * FINE
        half = (across - inset, down - inset)
        box = (middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])
        draw.ellipse(box, outline=255, width=max(2, round(0.25 * FINE)))
        gap += 0.8 * FINE
    height = seal.letter_mm * FINE
    radius = (across - gap - height / 2, down - gap - height / 2)
    angles = np.linspace(-seal.span / 2, seal.span / 2, len(seal.name))
    room = math.radians(seal.span / max(1, len(seal.name) - 1)) * min(radius) * 0.94
    width = min(seal.narrow * height, room)
    for angle, letter in zip(angles, seal.name, strict=True):
        _letter(canvas, letter, seal.font, (width, height), middle, radius, angle, upside_down=False)
    if seal.code:
        small = 1.7 * FINE
        inner = (across - gap - small / 2 + 0.3 * FINE, down - gap - small / 2 + 0.3 * FINE)
        step = math.degrees(1.55 * FINE / inner[0])
        for index, digit in enumerate(seal.code):
            angle = 180 - (index - (len(seal.code) - 1) / 2) * step
            _letter(canvas, digit, seal.font, (small * 0.62, small), middle, inner, angle, upside_down=True)
    if seal.star_mm:
        points = []
        for corner in range(10):
            reach = seal.star_mm * FINE * (1.0 if corner % 2 == 0 else 0.382)
            turn = math.radians(36 * corner)
            points.append((middle[0] + reach * math.sin(turn), middle[1] - reach * math.cos(turn)))
        draw.polygon(points, fill=255)
    if seal.centre:
        _level(canvas, seal, middle)
    return np.asarray(np.asarray(canvas, np.float32) / 255, np.float32)


def engrave_square(name: str, font: Font, *, side_mm: float = 18.0, high_mm: float | None = None) -> Ink:
    """A name of four in two columns from the right, or of any length in one row where it is not as high as wide."""
    wide, high = side_mm, high_mm or side_mm
    canvas = Image.new("L", (round((wide + 2) * FINE), round((high + 2) * FINE)), 0)
    right, bottom = canvas.width - FINE, canvas.height - FINE
    ImageDraw.Draw(canvas).rectangle((FINE, FINE, right, bottom), outline=255, width=round(0.9 * FINE))
    if high_mm is not None:
        size = (round((wide - 4) * FINE), round((high - 3.5) * FINE))
        canvas.paste(255, (3 * FINE, round(2.75 * FINE)), _glyphs(name, font, 5 * FINE).resize(size))
        return np.asarray(np.asarray(canvas, np.float32) / 255, np.float32)
    first = 1 if len(name) == 3 else math.ceil(len(name) / 2)
    across = (wide - 3) / 2
    for place, column in enumerate((name[:first], name[first:])):
        down = (high - 3) / len(column)
        for row, letter in enumerate(column):
            size = (round(across * FINE * 0.92), round(down * FINE * 0.9))
            left = canvas.width - FINE * (2.5 + across * (place + 1))
            picture = _glyphs(letter, font, round(across * FINE)).resize(size)
            canvas.paste(255, (round(left), round(FINE * (2.5 + down * row))), picture)
    return np.asarray(np.asarray(canvas, np.float32) / 255, np.float32)


def _level(canvas: Image.Image, seal: Design, middle: tuple[float, float]) -> None:
    height = 3.2 * FINE
    width = min(len(seal.centre) * height * 0.95, 0.66 * seal.width_mm * FINE)
    picture = _glyphs(seal.centre, seal.font, round(height))
    picture = picture.resize((round(width), round(height)), Image.Resampling.LANCZOS)
    below = 0.23 * seal.height_mm * FINE if seal.star_mm else 0.12 * seal.height_mm * FINE
    canvas.paste(255, (round(middle[0] - width / 2), round(middle[1] + below)), picture)


def _glyphs(text: str, font: Font, height: int) -> Image.Image:
    drawn = font.at(height)
    box = drawn.getbbox(text)
    picture = Image.new("L", (round(box[2] - box[0]), round(box[3] - box[1])), 0)
    ImageDraw.Draw(picture).text((-box[0], -box[1]), text, fill=255, font=drawn)
    return picture


def _letter(
    canvas: Image.Image, letter: str, font: Font, size: tuple[float, float], middle: tuple[float, float],
    radius: tuple[float, float], angle: float, *, upside_down: bool,
) -> None:  # fmt: skip
    turn = math.radians(angle)
    # On an oval the letters stand across its rim.
    across = middle[0] + radius[0] * math.sin(turn)
    down = middle[1] - radius[1] * math.cos(turn)
    lean = math.degrees(math.atan2(math.sin(turn) / radius[0], math.cos(turn) / radius[1]))
    drawn = font.at(round(size[1]))
    square = round(size[1] * 1.3)
    picture = Image.new("L", (square, square), 0)
    ImageDraw.Draw(picture).text((square / 2, square / 2), letter, fill=255, font=drawn, anchor="mm")
    picture = picture.resize((max(2, round(square * size[0] / size[1])), square), Image.Resampling.LANCZOS)
    picture = picture.rotate(-lean + (180 if upside_down else 0), expand=True, resample=Image.Resampling.BICUBIC)
    canvas.paste(255, (round(across - picture.width / 2), round(down - picture.height / 2)), picture)


@dataclass(frozen=True)
class Pressing:
    """How one stamping goes: each is another."""

    turn: float = 0.0
    """Degrees clockwise."""
    strength: float = 0.85
    worn: float = 0.0
    """From 0 (even ink) to 1 (a third is missing)."""
    spread_mm: float = 0.05
    """By which wet ink widens the strokes."""
    lean: float = 0.0
    """How much weaker one side is."""


def stamp(die: Ink, pressing: Pressing, *, dpi: float, random: np.random.Generator) -> Ink:
    """One impression at a scanner's resolution: ink density in [0, 1]."""
    spread = pressing.spread_mm * FINE
    wet = cv2.GaussianBlur(die, (0, 0), max(0.6, 0.1 * FINE)) if spread > 0 else die
    wet = np.clip((wet - 0.5) * 3 + 0.5 + spread * 0.15, 0, 1)
    high, wide = wet.shape
    field = _clouds(random, (high, wide), 2.5 * FINE) * 0.6 + _clouds(random, (high, wide), 0.35 * FINE) * 0.4
    # Where the cloud falls below the threshold, the die did not touch or had no ink.
    lack = float(np.quantile(field, 0.33 * pressing.worn))
    ink = wet * (1 / (1 + np.exp(-(field - lack) * (14 if pressing.worn else 40)))) if pressing.worn else wet
    ink = ink * (1 - 0.22 * _clouds(random, (high, wide), 0.8 * FINE))
    if pressing.lean:
        slope = np.linspace(0, 1, wide, dtype=np.float32)[None, :]
        ink = ink * (1 - pressing.lean * slope)
    around = math.hypot(wide, high)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -pressing.turn, 1.0)
    turn[:, 2] += ((around - wide) / 2, (around - high) / 2)
    turned = cv2.warpAffine(ink.astype(np.float32), turn, (round(around), round(around)), flags=cv2.INTER_LINEAR)
    scale = dpi / 25.4 / FINE
    small = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * pressing.strength, 0, 1), np.float32)


def _clouds(random: np.random.Generator, size: tuple[int, int], grain: float) -> Ink:
    """A smooth random field in [0, 1]."""
    coarse = random.normal(size=(max(2, round(size[0] / grain)) + 2, max(2, round(size[1] / grain)) + 2))
    field = cv2.resize(coarse.astype(np.float32), (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    low, high = float(field.min()), float(field.max())
    return np.asarray((field - low) / (high - low), np.float32)


RED = (200, 28, 38)


def press(page: Pixels, ink: Ink, *, at: tuple[int, int], colour: Sequence[int] = RED) -> None:
    """Puts an impression on a page, its upper left corner at ``at`` (across, down); what lies below shows through."""
    left, top = at
    high, wide = ink.shape
    place = page[top : top + high, left : left + wide].astype(np.float32)
    through = 1 - ink[: place.shape[0], : place.shape[1], None] * (1 - np.asarray(colour, np.float32) / 255)
    page[top : top + high, left : left + wide] = (place * through).astype(np.uint8)


SENTENCES = (
    "兹证明患者因突发疾病于我院住院治疗，目前病情尚未稳定，需长期休养并继续随访观察。",
    "建议休息三个月，避免劳累，定期复查，不适随诊。",
    "该同志家庭经济困难，无固定收入来源，情况属实，特此证明。",
    "经核实，以上情况与档案记载一致，供有关单位参考使用。",
    "本证明一式两份，涂改无效，未加盖公章无效。",
    "诊断：慢性肾功能不全（尿毒症期）；高血压病三级，极高危。",
)


def page(random: np.random.Generator, *, font: Font, dpi: float, size_mm: tuple[float, float] = (120, 90)) -> Pixels:
    """Part of a sheet of printed text."""
    wide, high = round(size_mm[0] / 25.4 * dpi), round(size_mm[1] / 25.4 * dpi)
    fine = 3
    picture = Image.new("L", (wide * fine, high * fine), 255)
    draw = ImageDraw.Draw(picture)
    size = round(dpi / 25.4 * 4.2 * fine)
    drawn = font.at(size)
    down = round(random.uniform(0, size))
    while down < high * fine:
        text = "".join(SENTENCES[index] for index in random.integers(len(SENTENCES), size=3))
        draw.text((size, down), text, fill=int(random.integers(10, 60)), font=drawn)
        down += round(size * 1.7)
    sheet = np.asarray(picture.resize((wide, high), Image.Resampling.LANCZOS), np.float32)
    paper = np.array([random.uniform(236, 255), random.uniform(236, 253), random.uniform(228, 250)], np.float32)
    return (sheet[:, :, None] / 255 * paper).astype(np.uint8)


def scan(
    sheet: Pixels, random: np.random.Generator, *, blur: float = 0.5, noise: float = 3.0, quality: int = 80,
    grey: bool = False, skew: float = 0.0,
) -> Pixels:  # fmt: skip
    """What a scanner or copier makes of it."""
    high, wide = sheet.shape[:2]
    seen = sheet
    if skew:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
        turned = cv2.warpAffine(seen, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        seen = np.asarray(turned, np.uint8)
    if grey:
        seen = np.repeat(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    soft = cv2.GaussianBlur(seen, (0, 0), blur).astype(np.float32) if blur else seen.astype(np.float32)
    grain = random.normal(0, noise, seen.shape[:2] + ((1,) if grey else (3,)))
    noisy = np.clip(soft + grain, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])
