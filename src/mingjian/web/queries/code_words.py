"""Words that context proposes as code words, for a person to judge."""

from dataclasses import dataclass

from mingjian.web.queries.rows import each, json_list
from mingjian.web.runs import Run


@dataclass(frozen=True)
class Candidate:
    """One word with the texts that it stands in."""

    word: str
    standard: str | None
    score: float | None
    occurrences: int | None
    examples: str | None

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts with the word."""
        return tuple(str(text) for text in json_list(self.examples))


def candidates(run: Run, *, limit: int = 200) -> tuple[Candidate, ...]:
    """The candidates, surest first."""
    return each(
        Candidate,
        run.query(
            "SELECT word, nullif(standard, '') AS standard, score, occurrences, examples FROM code_word_candidates "
            f"ORDER BY score DESC NULLS LAST, occurrences DESC, word LIMIT {limit:d}"
        ),
    )


def count(run: Run) -> int:
    """How many candidates there are."""
    total: int = run.query("SELECT count(*) AS total FROM code_word_candidates")[0]["total"]
    return total


def texts_with(run: Run, word: str, *, limit: int) -> tuple[str, ...]:
    """Pieces of complaints that hold a word, the newest first, with what stands around it."""
    rows = run.query(
        "SELECT substr(text, greatest(1, strpos(lower(text), $word) - 40), 80 + length($word)) AS piece "
        f"FROM complaints WHERE contains(lower(text), $word) ORDER BY received_at DESC, complaint_id LIMIT {limit:d}",
        {"word": word},
    )
    return tuple(row["piece"] for row in rows)
