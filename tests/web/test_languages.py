import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from mingjian import casework
from mingjian.contract import Language
from mingjian.contract import vocabulary as v
from mingjian.contract.reasons import Reason
from mingjian.contract.sentences.risk import SENTENCES
from mingjian.letters.quoted_law import LawReason
from mingjian.network.evidence import TESTIMONY
from mingjian.web.entities import GANG, entity, kind_name
from mingjian.web.languages import LOCALE, Speech
from mingjian.web.offers import DRIVER, offers
from mingjian.web.work_words import WORDS
from mingjian.wording.judged_words import WORD

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (1,),
    "count": (1, 2),
    "message": (1,),
    "Place": (1,),
    **dict.fromkeys(("Column", "Choice", "Period", "Key", "Flag"), (2,)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (LOCALE / "zh" / "LC_MESSAGES" / "mingjian.po").open("rb") as source:
        return read_po(source, locale="zh")


@pytest.fixture(scope="module")
def said() -> dict[str, str | tuple[str, ...]]:
    """Every message that code and templates say, by its singular."""
    options = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    found = extract_from_dir(
        ROOT / "src" / "mingjian" / "web",
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": options},
        keywords=KEYWORDS,
    )
    return {message if isinstance(message, str) else message[0]: message for _, _, message, _, _ in found}


def test_everything_that_is_said_is_said_in_chinese(chinese: Catalog, said: dict[str, str | tuple[str, ...]]) -> None:
    assert len(said) > 300
    assert [text for text in said if chinese.get(text) is None or not chinese[text].string] == []


def test_the_catalogue_holds_nothing_that_nobody_says(chinese: Catalog, said: dict[str, str | tuple[str, ...]]) -> None:
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in chinese if message.id]
    assert [one for one in ids if one not in said] == []


def test_translations_keep_their_places(chinese: Catalog) -> None:
    for message in chinese:
        if not message.id:
            continue
        original = message.id if isinstance(message.id, str) else message.id[-1]
        text = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(original)), original


def test_every_event_that_casework_writes_has_its_words() -> None:
    written = {
        argument.value
        for path in Path(casework.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "ledger.write"
        for argument in ast.walk(call.args[2])
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value
    }
    assert len(written) > 30
    assert written - set(WORDS["event"]) - {"opinion_", "decide_"} == set()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0.72, "约十分之七", "about 7 in 10"),
        (0.001, "不到百分之一", "under 1 in 100"),
        (0.03, "不到二十分之一", "under 1 in 20"),
        (0.07, "约十分之一", "about 1 in 10"),
        (0.96, "超过二十分之十九", "over 19 in 20"),
        (0.999, "超过百分之九十九", "over 99 in 100"),
        (None, "未知", "unknown"),
    ],
)
def test_a_probability_is_said_as_people_say_it(
    language: Language, value: float | None, chinese: str, english: str
) -> None:
    assert Speech(language).probability(value) == (chinese if language is Language.ZH else english)


def test_an_interval_is_never_said_narrower_than_it_is() -> None:
    assert Speech(Language.EN).interval(0.58, 0.87) == "5 to 9 in 10"
    assert Speech(Language.EN).interval(0.58, 0.91) == "at least 5 in 10"
    assert Speech(Language.ZH).interval(0.58, 0.91) == "十分之五以上"
    assert Speech(Language.ZH).interval(0.02, 0.11) == "不超过十分之二"
    assert Speech(Language.ZH).interval(0.0, 1.0) == "十分之零至十"


def test_what_is_unknown_is_never_said_as_nought() -> None:
    speech = Speech(Language.EN)
    assert {speech.number(None), speech.money(None), speech.share(None), speech.day(None)} == {"unknown"}


def test_a_value_that_a_newer_delivery_brings_is_shown_as_it_is() -> None:
    assert Speech(Language.EN).label("carrier_pigeon", "ComplaintChannel") == "carrier_pigeon"
    assert Speech(Language.EN).label(v.ComplaintChannel.MAIL, "ComplaintChannel") == "Mail"


@pytest.mark.parametrize("kind", [*v.EntityType, TESTIMONY, GANG, WORD])
def test_whatever_has_a_thing_or_is_one_is_called_by_a_chinese_word(kind: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]|^IP", kind_name(Speech(Language.ZH), kind))
    assert kind_name(Speech(Language.EN), kind) not in (kind, "")


def test_a_report_that_nobody_signed_leads_to_its_page_wherever_it_is_named_as_a_holder() -> None:
    assert entity(Speech(Language.ZH), TESTIMONY, "Y/1").address == "/testimonies/Y%2F1"


def test_every_reason_why_a_law_applies_has_words() -> None:
    from mingjian.web.letter_view import _WHY

    assert set(_WHY) == set(LawReason)


@pytest.mark.parametrize(
    ("code", "offer"),
    [
        ("warning_outside_hours", "an apology, and an end to the conduct that our records bear out"),
        ("warning_broken_promise", "what was promised, kept now"),
        ("warning_charge_repeated", "a corrected account, and money back where too much was taken"),
        ("warning_chat", "a call back, or an answer where they wrote, by somebody who can decide"),
        ("warning_newly_overdue", "a plan by instalments, agreed with the customer in person"),
        (
            "warning_phone_change",
            "a question by a channel known before whether the new number is theirs; nothing waits for it",
        ),
        (
            "warning_gang",
            "a warning against agencies: what they take, what they do with papers, and that complaining is free",
        ),
    ],
)
def test_what_drives_a_warning_is_offered_before_anybody_complains(code: str, offer: str) -> None:
    speech = Speech(Language.EN)

    assert offer in offers(speech, "inform", [], [Reason(code, 1.2)])
    assert offer not in offers(speech, "inform", [], [Reason(code, -1.2)])
    assert offers(speech, None, [], [Reason(code, 1.2)], to_the_customer=True)


def test_every_reason_of_a_warning_that_an_offer_answers_is_one_that_is_given() -> None:
    given = {found.code for found in SENTENCES if found.code.startswith(DRIVER)}

    answered = {code for code in given if offers(Speech(Language.EN), None, [], [Reason(code, 1.0)])}

    assert given - answered == {"warning_contacts", "warning_documents", "warning_escalation_documents"}
