"""The pages of ``docs/`` that are generated from the contract: ``python -m mingjian.contract.pages docs``."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from mingjian.contract.describe import Format, describe
from mingjian.contract.reasons import SentenceKind
from mingjian.contract.sentences import ROOMS

_KINDS = {
    SentenceKind.REASON: "Reasons, which speak for what is assessed",
    SentenceKind.MERIT: "Merits, which speak for the consumer",
    SentenceKind.FINDING: "Findings, one for each answer that a check can give",
}


def contract_page() -> str:
    """``docs/contract.md``."""
    return describe(Format.MARKDOWN)


def sentences_page() -> str:
    """``docs/sentences.md``: every reason, merit and finding in both languages."""
    lines = [
        "# What the product says",
        "",
        "Every reason, merit and finding by its code, in Chinese and English; `{name}` stands for a value, `{name:# day|# days}` for "
        "“1 day” or “3 days”. Generated "
        "from `src/mingjian/contract/sentences/` by `python -m mingjian.contract.pages docs`; a test keeps it fresh.",
    ]
    for room, sentences in ROOMS.items():
        for kind, heading in _KINDS.items():
            of_kind = [sentence for sentence in sentences if sentence.kind is kind]
            if of_kind:
                lines += [
                    "",
                    f"## {room.capitalize()}: {heading}",
                    "",
                    "| code | 中文 | English |",
                    "| --- | --- | --- |",
                ]
                lines += [f"| `{one.code}` | {_cell(one.zh)} | {_cell(one.en)} |" for one in of_kind]
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {"contract.md": contract_page, "sentences.md": sentences_page}


def main() -> None:
    """Writes the pages into the folder that the command line names."""
    folder = Path(sys.argv[1])
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
