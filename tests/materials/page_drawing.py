"""Forms drawn for tests and benchmarks: a blank, filled in, photographed. Shares no code with the checks."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tests.materials.seal_drawing import Font

Pixels = npt.NDArray[np.uint8]

WIDE, HIGH = 1240, 1754
"""A4 at 150 dots per inch."""
_TITLES = (
    "诊断证明书",
    "出院记录",
    "收入证明",
    "失业登记证明",
    "困难情况证明",
    "病假证明单",
    "居民死亡医学证明",
    "在职证明",
)
_LABELS = (
    *(
        "姓名",
        "性别",
        "年龄",
        "科室",
        "病案号",
        "住院日期",
        "出院日期",
        "诊断",
        "处理意见",
        "家庭住址",
        "联系电话",
        "身份证号",
    ),
    *(
        "单位",
        "职务",
        "月收入",
        "登记号",
        "经办人",
        "审核人",
        "出具日期",
        "有效期至",
        "备注",
        "民族",
        "婚姻状况",
        "籍贯",
    ),
)
_NOTES = (
    "本证明仅供参考，涂改无效，复印件与原件具有同等效力须加盖公章。",
    "兹证明以上情况属实，如有虚假由出具单位承担相应责任，特此证明。",
    "请妥善保管，遗失不补；如需复核请于三十日内向本单位提出申请。",
    "依据有关规定出具，有效期自签发之日起三个月，逾期须重新开具。",
)
_WORDS = "张王李赵陈杨黄周吴徐孙马朱胡林郭何高罗郑文华明建国志强丽娟敏静伟芳洋勇艳杰涛超平刚桂英辉玲丹萍红玉兰鑫波斌"


@dataclass(frozen=True)
class Blank:
    """Where everything stands on a form."""

    title: str
    labels: tuple[tuple[str, int, int], ...]
    notes: tuple[tuple[str, int, int], ...]
    frames: tuple[tuple[int, int, int, int], ...]
    size: int
    font: Font


def blank(random: np.random.Generator, font: Font) -> Blank:
    """A form as an office might have it printed."""
    columns = int(random.integers(1, 4))
    size = int(random.integers(26, 36))
    left, top = int(random.integers(90, 200)), int(random.integers(260, 420))
    step = int(random.integers(62, 110))
    chosen = random.choice(len(_LABELS), size=int(random.integers(8, 16)), replace=False)
    width = (WIDE - 2 * left) // columns
    labels = [
        (_LABELS[index], left + (number % columns) * width, top + (number // columns) * step)
        for number, index in enumerate(chosen)
    ]
    bottom = labels[-1][2] + step
    frames = [(left - 20, top - 24, WIDE - left + 20, bottom)] if random.random() < 0.6 else []
    if frames and random.random() < 0.6:
        frames += [
            (left - 20, top - 24 + row * step, WIDE - left + 20, bottom) for row in range(1, len(labels) // columns)
        ]
    notes = []
    down = bottom + int(random.integers(60, 300))
    for index in random.permutation(len(_NOTES))[: int(random.integers(1, 4))]:
        notes.append((_NOTES[index], left, down))
        down += int(random.integers(50, 90))
    title = _TITLES[random.integers(len(_TITLES))]
    return Blank(title, tuple(labels), tuple(notes), tuple(frames), size, font)


def fill(form: Blank, random: np.random.Generator) -> Pixels:
    """One paper: the form with somebody's particulars."""
    sheet = Image.new("RGB", (WIDE, HIGH), (252, 252, 250))
    draw = ImageDraw.Draw(sheet)
    draw.text((WIDE / 2, 150), form.title, fill=(15, 15, 15), font=form.font.at(58), anchor="mm")
    drawn = form.font.at(form.size)
    for label, across, down in form.labels:
        draw.text((across, down), f"{label}：", fill=(20, 20, 20), font=drawn)
        value = "".join(random.choice(list(_WORDS), size=int(random.integers(2, 7))))
        if random.random() < 0.4:
            value = "".join(map(str, random.integers(0, 10, int(random.integers(4, 12)))))
        draw.text((across + form.size * (len(label) + 1), down), value, fill=(30, 30, 60), font=drawn)
    for note, across, down in form.notes:
        draw.text((across, down), note, fill=(20, 20, 20), font=form.font.at(round(form.size * 0.8)))
    for frame in form.frames:
        draw.rectangle(frame, outline=(30, 30, 30), width=2)
    return np.asarray(sheet, np.uint8)


def photograph(sheet: Pixels, random: np.random.Generator) -> Pixels:
    """On a table, from a hand-held telephone: leaning, shaded, soft, compressed."""
    high, wide = sheet.shape[:2]
    around = 160
    canvas = (wide + 2 * around, high + 2 * around)
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    target = corners + around + random.uniform(-70, 70, (4, 2)).astype(np.float32)
    table = np.array(random.uniform(40, 120, 3), np.float32)
    seen = np.ones((canvas[1], canvas[0], 3), np.float32) * table + random.normal(0, 4, (canvas[1], canvas[0], 1))
    lean = cv2.getPerspectiveTransform(corners, target)
    laid = cv2.warpPerspective(sheet.astype(np.float32), lean, canvas)
    there = cv2.warpPerspective(np.ones((high, wide), np.float32), lean, canvas)[:, :, None]
    mixed = laid * (there > 0.5) + seen * (there <= 0.5)
    slope = random.uniform(-0.18, 0.18, 2)
    shade = 0.9 + slope[0] * np.linspace(-1, 1, canvas[0])[None, :] + slope[1] * np.linspace(-1, 1, canvas[1])[:, None]
    soft = cv2.GaussianBlur((mixed * shade[:, :, None]).astype(np.float32), (0, 0), float(random.uniform(0.5, 1.2)))
    noisy = np.clip(soft + random.normal(0, 4, soft.shape), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(50, 90))])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])
