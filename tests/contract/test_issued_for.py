import pytest

from mingjian.contract.issued_for import named, names_in_field, says_so_of


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


@pytest.mark.parametrize(
    "said",
    [
        "编号属实，但查无为李秀英出具的记录",
        "未查到我院为李秀英出具",
        "不系我院为李秀英出具",
        "无法确认系为李秀英出具",
        "不能证明是为李秀英开具",
        "拒绝为李秀英出具",
        "如系我院为李秀英出具，应有存根",
        "We cannot confirm it was issued to 李秀英",
        "We could find nothing issued to 李秀英",
        "We are unable to say whether it was issued to 李秀英",
        "A fake copy of one issued to 李秀英",
    ],
)
def test_an_answer_that_found_nothing_says_it_of_nobody(said: str) -> None:
    assert not says_so_of("李秀英", said)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("刘 建国（身份证尾号1234）", ("刘 建国",)),
        ("刘建国、李秀英", ("刘建国", "李秀英")),
        ("患者姓名：刘建国 男 45岁", ("刘建国",)),
        ("刘建国先生", ("刘建国",)),
        ("Mr. John Smith", ("Mr. John Smith",)),
        ("本人", ()),
        ("", ()),
    ],
)
def test_the_field_has_names_with_or_without_titles(value: str, names: tuple[str, ...]) -> None:
    assert names_in_field(value) == names
