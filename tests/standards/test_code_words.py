from mingjian.standards.code_words import CodeWordKind, code_words
from mingjian.standards.folding import fold_text


def test_each_word_stands_once_and_says_what_it_means() -> None:
    words = code_words().words
    assert len({entry.word for entry in words}) == len(words)
    assert all(entry.meaning for entry in words)


def test_no_spelling_of_an_ordinary_word_is_its_ordinary_writing() -> None:
    for entry in code_words().words:
        if entry.kind is CodeWordKind.EVASION:
            assert entry.word not in map(fold_text, entry.spellings)


def test_no_spelling_belongs_to_two_words() -> None:
    spellings = [fold_text(written) for entry in code_words().words for written in (*entry.spellings, *entry.names)]
    assert len(set(spellings)) == len(spellings)


def test_a_disguise_is_never_a_common_character() -> None:
    common = code_words().disguises.common
    assert {"的", "我", "其"} <= common
    assert not {"琪", "崔", "葆"} & common
