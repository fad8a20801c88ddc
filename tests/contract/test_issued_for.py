import pytest

from mingjian.contract.issued_for import named, says_so_of


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("系我院为刘建国出具", ("刘建国",)),
        ("给患者刘建国本人开具，并非为李秀英出具", ("刘建国", "李秀英")),
        ("经核实为我院出具，编号属实", ()),
        ("Issued by our hospital on 3 May 2026 to John Smith.", ("John Smith",)),
        ("The certificate was issued for the patient 刘建国", ("刘建国",)),
        ("We issued it to the patient who asked", ()),
    ],
)
def test_whom_an_answer_names_is_found_to_be_hidden_from_others(said: str, names: tuple[str, ...]) -> None:
    assert named(said) == names


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("Issued to John Smith", True),
        ("Certificate No. 12 was issued by us to Mr. John  Smith on 3 May", True),
        ("made out in the name of john smith", True),
        ("系我院为 John Smith 出具", True),
        ("Not issued to John Smith", False),
        ("Issued to John Smith; the date was altered", False),
        ("Issued to John Smithson", False),
        ("Issued to John Smith Miller", False),
        ("Issued to somebody other than John Smith", False),
        ("John Smith", False),
    ],
)
def test_english_words_say_it_of_the_whole_name_and_of_nobody_where_they_deny_anything(said: str, so: bool) -> None:
    assert says_so_of("JOHNSMITH", said) is so
