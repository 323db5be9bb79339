"""What value a question asks for, and whether the evidence gives it of the thing asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.composing import Evidence, core_of, cut_to_figure
from assistant.judging.attachment import Said, attachment, share
from assistant.understanding.asked_value import Sort, wanted
from corpus import Span
from corpus.parsing import parse_policy
from corpus.reading import read_document


@pytest.mark.parametrize(
    ("question", "sorts"),
    [
        ("每户最多补多少", [Sort.MONEY]), ("财政总投资是多少", [Sort.MONEY]), ("按什么比例扣减", [Sort.RATIO]), ("要占几成才够格", [Sort.RATIO]),
        ("几个工作日办完", [Sort.TERM]), ("社会监督员 聘期", [Sort.TERM]), ("哪天截止", [Sort.DATE]), ("最晚几月底", [Sort.DATE]), ("最少配几名协管员", [Sort.COUNT]),
        ("专项债至少多少投到农村", [Sort.NUMBER]), ("监督电话号码是多少", [Sort.CONTACT]), ("要交哪些材料", [Sort.ITEMS, Sort.PAPERS]), ("为什么要取消这项补贴", [Sort.REASON]),
        ("我种了几百亩谷子，能不能申请", []), ("可以养狗吗", []),
        ("热线改革里逐个攻坚的机制是哪一个", []), ("名单里代表水利部的是谁", []), ("额度不得低于总额的多少", [Sort.RATIO]), ("几家单位能一起申报吗", []),
        ("基金要设第几期", []), ("厂房最多几层", [Sort.COUNT]), ("自何日起算", [Sort.DATE]), ("印发日期为何", [Sort.DATE]), ("工钱怎么算", [Sort.MONEY]),
        ("在几日内答复", [Sort.TERM]), ("文件要提前几天送到", [Sort.TERM]), ("承诺后几日内核查", [Sort.TERM]), ("前几天领的，能退吗", []), ("罚款多少", [Sort.MONEY]), ("这几年一直没领", []), ("材料交到几号楼几室", [Sort.PLACE]), ("能不能一个扣利息一个扣租金", []), ("补贴还有戏吗", []),
        ("政策期限是哪几年", [Sort.DATE]), ("哪些天要补班", [Sort.DATE]), ("那个机制叫什么名字", [Sort.NAME]), ("靠什么名录执业", []), ("拟支持名单由谁提出", []), ("入选名单有哪些人", [Sort.NAMES, Sort.ITEMS]),
        ("材料交上去最慢审几个月", [Sort.TERM]), ("村子有没有被撤并", []), ("和国有地同价吗", []), ("软件投资占比有什么要求", []), ("在北京,几家公司能不能共用一个地址", []), ("车间再加几层，要补钱吗", []),
        ("能享受什么贴息标准", []), ("有例外吗", []), ("两份文件有何不同", []), ("what is due when an exception applies", []),
    ],
)  # fmt: skip
def test_the_interrogative_and_its_neighbours_tell_the_kind_of_value(question: str, sorts: list[Sort]) -> None:
    assert {value.sort for value in wanted(question)} == set(sorts)


@pytest.mark.parametrize(
    ("question", "gives", "gives_not"),
    [
        ("一共补多少钱", "一次性补助五万元", "在5个工作日内办结"), ("期限多长", "贷款期限不超过3年", "给予3万元奖励"), ("设几所分院", "建设3所分院", "在3年内建成"),
        ("占百分之几", "不低于全市总额的50%", "不少于50家"), ("共有多少个站点", "设12个站点", "12个工作日"), ("要交什么材料", "提交营业执照复印件", "按规定受理"),
        ("要交什么材料", "《简易办法征收备案表》2份", "按规定受理"), ("多长时间召开一次", "一般每月召开一次", "由市长召集"), ("什么时候付钱", "竣工验收合格后，予以拨付", "由财政局拨付"), ("哪天付钱", "9月1日付", "竣工验收合格后，予以拨付"),
        ("要到哪里备案", "向市人大常务委员会备案", "实行备案制度"), ("算几级应急状态", "国家级(ii级)", "由市政府认定"), ("按什么价供应", "一律按统购价供应", "由粮站供应"), ("凭啥来换", "根据评估结果调整", "实行动态调整"),
        ("每年收多少使用费", "不向企业和群众收取使用费", "平台免于登记"),
    ],
)  # fmt: skip
def test_a_value_counts_only_if_it_is_of_the_kind_asked(question: str, gives: str, gives_not: str) -> None:
    [value] = [one for one in wanted(question) if one.sort is not Sort.ITEMS]
    assert value.value.search(gives) and not value.value.search(gives_not)


def test_a_value_said_of_something_else_leaves_a_gap() -> None:
    """The thing asked about stands in one sentence, the amount in another: unlike where one sentence holds both."""
    words = [(("体育",), 5.0), (("场馆",), 5.0)]
    apart = [Said("支持建设体育场馆。", "公共服务"), Said("对新开首店给予50万元奖励。", "公共服务")]
    together = [Said("对体育场馆给予50万元补助。", "公共服务")]
    asked = wanted("建体育场馆补多少钱")
    assert attachment(asked, apart, words).gap > 0.5 > attachment(asked, together, words).gap
    assert attachment(asked, together, words).anywhere == 1.0


def test_a_lay_word_is_held_where_one_of_its_official_words_is() -> None:
    assert share([(("地铁", "轨道交通"), 4.0), (("站点",), 4.0)], "轨道交通换乘") == 0.5


def _evidence(sentence: str, folder: Path) -> Evidence:
    (folder / "a.txt").write_text(f"某市若干措施\n一、支持企业。{sentence}\n二、本措施自2023年1月1日起施行。\n", encoding="utf-8")
    policy = parse_policy(read_document(folder / "a.txt"))[0]
    clause = next(clause for clause in policy.clauses if clause.number == "一")
    at = policy.text.index(sentence)
    return Evidence(policy, clause, Span(at, at + len(sentence)))


_SENTENCE = (
    "鼓励企业加大研发投入，完善技术中心、工程中心、重点实验室等平台建设，推动产学研用协同创新，引导高校和院所的成果在本地转化，"
    "对首次认定的高新技术企业，一次性给予30万元奖励，同时在用地、用能、人才、融资和政府采购等方面依法依规予以倾斜，并做好跟踪服务。"
)


def test_a_long_sentence_is_cut_to_the_phrases_that_give_the_figure(tmp_path: Path) -> None:
    [value] = wanted("首次认定高新技术企业奖励多少万元")
    evidence = _evidence(_SENTENCE, tmp_path)
    cut = cut_to_figure(evidence, [(("首次认定",), 5.0), (("高新技术企业",), 5.0)], value)
    assert cut.span.of(evidence.policy.text) == "对首次认定的高新技术企业，一次性给予30万元奖励"


def test_what_a_refusal_quotes_is_verbatim_and_short(tmp_path: Path) -> None:
    said = core_of(_evidence(_SENTENCE, tmp_path), [(("成果",), 5.0), (("转化",), 5.0)])
    assert said in _SENTENCE and "成果在本地转化" in said and len(said) <= 90
