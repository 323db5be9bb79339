"""A model's sentence against its quote: what says the same passes, what says anything else does not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification import Ground, problems
from corpus import Policy
from corpus.parsing import parse_policy
from corpus.reading import read_document

ROOT = Path(__file__).resolve().parent.parent
QUOTE = (
    "对符合条件的企业融资担保费率降至1%以下，再担保费率减半收取；鼓励企业开展研发，本科生补贴1万元，硕士生补贴2万元。"
    "不得重复享受，可以申请不超过50万元补助，贷款期限不超过3年；自2023年2月9日起施行，有效期至2025年12月31日。"
    "甲类、乙类项目分别补助10万元、20万元。不收取押金，收取租金。轨道交通站点覆盖面超过65%。"
)
LEAD, SUPPORTING = ("市财政局", "市发改委"), ("市国资委", "各重点片区牵头部门")


def make_ground(quote: str = QUOTE, mark: int = 1) -> Ground:
    return Ground(mark, quote, "《若干措施》四、强化财金联动", "四", LEAD, SUPPORTING, LEAD + SUPPORTING)


@pytest.mark.parametrize(
    "sentence",
    [
        # figures in any writing
        "符合条件的企业融资担保费率降至1%以下[1]。", "企业融资担保费率降至百分之一以下[1]。", "可以申请不超过500000元补助[1]。",
        "可以申请最高五十万元补助[1]。", "硕士生补贴20000元[1]。", "轨道交通站点覆盖面超过百分之六十五[1]。",
        # dates
        "自2023年2月9日起施行[1]。", "自二〇二三年二月九日起施行，有效期至2025年12月31日[1]。",
        # roles, by any name of the body
        "牵头单位：市财政局、市发改委；配合单位：市国资委、各重点片区牵头部门[1]。", "由市财政局、市发展和改革委员会牵头，市国资委配合[1]。",
        "市财政局牵头[1]。",
        # what it may be called by, and the order of whole parts
        "根据《若干措施》第四条，再担保费率减半收取[1]。", "再担保费率减半收取，企业融资担保费率降至1%以下[1]。",
        "文件写明“不得重复享受”[1]。", "鼓励企业开展研发[1]。", "甲类、乙类项目分别补助10万元、20万元[1]。",
    ],
)  # fmt: skip
def test_a_sentence_that_says_what_its_quote_says_passes(sentence: str) -> None:
    """Other numerals, another unit of money, an alias of a body, another order of parts: all the same."""
    assert problems(sentence, (make_ground(),)) == ()


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("企业融资担保费率降至10%以下[1]。", "another figure"),
        ("轨道交通站点覆盖面超过6%[1]。", "a figure within a figure: 6 is not in 65"),
        ("企业融资担保费率降至1%[1]。", "a limit read as an amount"),
        ("可以申请不低于50万元补助[1]。", "an upper limit read as a lower one"),
        ("可以申请最高超过50万元补助[1]。", "two bounds that contradict each other"),
        ("可以申请不超过50元补助[1]。", "a magnitude lost"),
        ("可以申请不超过50万补助[1]。", "a unit lost"),
        ("贷款期限不超过三十年[1]。", "another figure in Chinese numerals"),
        ("贷款期限不超过3个月[1]。", "another unit of time"),
        ("硕士生补贴1万元[1]。", "a figure that belongs to somebody else"),
        ("本科生补贴2万元，硕士生补贴1万元[1]。", "two figures swapped"),
        ("甲类项目补助20万元[1]。", "分别 read out of order"),
        ("自2024年2月9日起施行[1]。", "another year"),
        ("自2025年12月31日起施行[1]。", "the end of a term given as its beginning"),
        ("根据第五条，再担保费率减半收取[1]。", "another clause"),
        ("牵头单位：市国资委；配合单位：市财政局、市发改委[1]。", "roles swapped"),
        ("市国资委牵头[1]。", "a supporting unit made the lead"),
        ("牵头单位是市财政局[1]。", "a list of leads that leaves one out"),
        ("省财政局牵头[1]。", "the same body of another rank"),
        ("市科技局配合[1]。", "a body that is not there"),
        ("由市财政局会同市国资委负责[1]。", "a way of sharing work that the document does not state"),
        ("文件写明“不得申请”[1]。", "a quote that is none"),
        ("《办法》规定，不得重复享受[1]。", "another document"),
        ("《若干措施第四条[1]。", "a title without end"),
        ("不得重复享受吗？[1]", "a question"),
        ("重复享受[1]。", "a negation lost"),
        ("收取押金，不收取租金[1]。", "a negation moved to the other part"),
        ("应当申请不超过50万元补助[1]。", "可以made应当"),
        ("申请不超过50万元补助[1]。", "可以lost"),
        ("企业开展研发[1]。", "鼓励 lost"),
        ("给予企业开展研发[1]。", "鼓励 made 给予"),
        ("企业可免费乘坐飞机[1]。", "words from nowhere"),
        ("文件没有规定期限[1]。", "a claim about what is not said"),
        ("The rate is 1% [1].", "a language the quote is not in"),
        ("不得重复享受。", "no mark"),
        ("不得重复享受[2]。", "a mark of nothing"),
        ("不得重复享受[1][9]。", "a mark of nothing beside a right one"),
        ("不得重复享受，详见https://a.cn[1]。", "an address"),
        ("<b>不得重复享受</b>[1]。", "markup"),
        ("不得重复\u202e享受[1]。", "an invisible character"),
        ("✅不得重复享受[1]。", "a tick of the model's own"),
        ("不得重复享受[1]。" + "对" * 500, "a sentence without end"),
    ],
)  # fmt: skip
def test_a_sentence_that_says_anything_else_does_not_pass(sentence: str, why: str) -> None:
    """Whatever is changed, the sentence is not shown."""
    assert problems(sentence, (make_ground(),)) != (), why


def test_only_the_cited_quote_counts() -> None:
    """A figure of quote 2 does not stand in quote 1; citing both is right."""
    grounds = (make_ground("补贴标准为30万元。", 1), make_ground("贷款期限为2年。", 2))
    assert problems("贷款期限为2年[2]。", grounds) == ()
    assert problems("贷款期限为2年[1]。", grounds) != ()
    assert problems("补贴标准为30万元，贷款期限为2年[1][2]。", grounds) == ()


def test_a_role_must_hold_in_every_cited_clause() -> None:
    """市财政局 leads clause 四 and supports clause 五: 第四条、第五条由市财政局牵头 is half a lie."""
    other = Ground(2, "推动站点建设。", "五、交通", "五", ("市住建局",), ("市财政局",), ("市住建局", "市财政局"))
    assert problems("第四条由市财政局牵头[1]。", (make_ground(), other)) == ()
    assert problems("第四条、第五条由市财政局牵头[1][2]。", (make_ground(), other)) != ()


def test_roles_need_a_clause_that_tells_them_apart() -> None:
    """Where the document lists units without roles, a sentence cannot give them any."""
    ground = Ground(1, "责任单位：市财政局、市国资委", listed=("市财政局", "市国资委"))
    assert problems("市财政局牵头[1]。", (ground,)) != ()
    assert problems("责任单位：市财政局、市国资委[1]。", (ground,)) == ()


@settings(deadline=None)  # the first example loads the word list
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("第五条万元1０%年月日市局委牵头配合不应[1]“”《》，。：")), max_size=80))
def test_any_text_gets_a_verdict(text: str) -> None:
    """Whatever a model writes, the check ends with a verdict; text with a mark of nothing never passes."""
    assert isinstance(problems(f"{text}[1]", (make_ground(text or "甲"), make_ground())), tuple)
    assert problems(f"{text}[77]", (make_ground(),)) != ()


# --- the shipped policy, sentence by sentence ---------------------------------------------------------------


@pytest.fixture(scope="module")
def policy() -> Policy:
    (file,) = (ROOT / "corpus" / "documents").iterdir()
    return parse_policy(read_document(file))[0]


def sentences(policy: Policy) -> list[tuple[str, Ground]]:
    return [
        (text, Ground(1, text, clause.label, clause.number, clause.units.lead, clause.units.supporting, clause.units.listed))
        for clause in policy.clauses for measure in clause.measures
        if len(text := measure.text.strip("。； \n")) >= 8 and "\n" not in text
    ]


def test_every_measure_passes_in_its_own_words(policy: Policy) -> None:
    """The checks refuse no sentence that is the quote itself."""
    found = sentences(policy)
    assert len(found) > 50
    assert [text for text, ground in found if problems(f"{text}[1]。", (ground,))] == []


def _other_figure(text: str) -> str:
    numbers = list(re.finditer(r"\d+", text))
    if not numbers:
        return text
    number = random.Random(text).choice(numbers)
    return f"{text[: number.start()]}{int(number.group()) + 1}{text[number.end() :]}"


@pytest.mark.parametrize(
    "change",
    [
        _other_figure,
        lambda text: re.sub(r"不|未|无", "", text, count=1),
        lambda text: re.sub(r"给予|支持|允许|开展|推动|加强", lambda m: "不" + m.group(), text, count=1),
        lambda text: re.sub(r"鼓励|支持|探索|优先", "", text, count=1),
        lambda text: re.sub(r"鼓励|支持|探索", "给予", text, count=1),
        lambda text: re.sub(r"可以|可", "应当", text, count=1),
        lambda text: re.sub(r"以上|以下|超过|不低于", "", text, count=1),
    ],
    ids=["figure", "negation lost", "negation added", "encouragement lost", "promise made", "permission made duty", "bound lost"],
)  # fmt: skip
def test_no_measure_passes_with_one_thing_changed(policy: Policy, change: Callable[[str], str]) -> None:
    """One figure, one 不, one 鼓励: whichever is changed, in whichever measure, it is noticed."""
    changed = [(new, ground) for text, ground in sentences(policy) if (new := change(text)) != text]
    assert changed
    assert [text for text, ground in changed if not problems(f"{text}[1]。", (ground,))] == []
