"""Characters as people hear them: without tones; 平翘舌, 前后鼻音 and n/l are one, as half the country speaks."""

from functools import cache

_ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def sounds(text: str) -> tuple[str, ...]:
    """The syllables of a text; whatever is no Chinese character stands for itself."""
    return tuple(map(_sound, text))


@cache
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # its dictionary takes longer to load than a page may

    return heard(str(lazy_pinyin(character, style=Style.NORMAL)[0]))


def heard(syllable: str) -> str:
    """A syllable in pinyin as it is heard."""
    for careful, sloppy in _ACCENTS:
        syllable = syllable.replace(careful, sloppy, 1) if syllable.startswith(careful) else syllable
    if len(syllable) > 1 and syllable[0] == "n":
        syllable = f"l{syllable[1:]}"
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable
