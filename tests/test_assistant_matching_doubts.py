"""What another did, what is over, under way or not known never makes a condition hold."""

from datetime import date

import pytest

from assistant.matching import read_text
from assistant.matching.asked import asked_of_claimants
from assistant.matching.truth import Setting, judge
from corpus.policy import AnyOf, Condition, Span
from corpus.support.areas import Area
from corpus.support.kinds import kind_of
from tests.test_assistant_matching import make_policy

DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("种植水稻", "我表哥家种了80亩水稻。"),
        ("种植水稻", "以前种过水稻，现在改养虾了。"),
        ("持有居住证", "居住证去年到期了，还没续。"),
        ("参加基本养老保险", "我爸参加了基本养老保险。"),
        ("取得发明专利", "我们有实用新型，发明专利在实审。"),
        ("从事网络货运", "我们给一家网络货运公司做软件。"),
        ("开展职业技能培训", "我们员工去外面参加过职业技能培训。"),
        ("招用登记失业人员", "劳务公司替我们招了登记失业人员。"),
        ("获得省级科技奖励", "我们参评了省级科技奖励，初评入围。"),
        ("参加境外重点展会", "我们参加了境外一场展会，是不是重点展会不清楚。"),
    ],
)
def test_a_lookalike_leaves_it_open(condition: str, told: str) -> None:
    assert _judged(condition, told) is not True


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("种植水稻", "家里120亩田，种的全是水稻。"),
        ("改造后容积率不低于1.5", "改造后容积率做到了1.8。"),
        ("机架规模不少于1000架", "我们数据中心一共2400个机架。"),
        ("与企业共建实训基地", "我们学院跟三家企业在校内建了个实训基地。"),
    ],
)
def test_said_in_other_words_it_holds(condition: str, told: str) -> None:
    assert _judged(condition, told) is True


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("年累计接待游客500人次以上", "我们今年接待游客到了360人次，暑假还有一批。"),
        ("改造后电能利用效率（PUE）低于1.2", "去年的平均PUE是1.3，改造后的数没测。"),
        ("客房数量5间以上", "我家原来4间房，打算加盖到8间，工程在做。"),
        ("上年度经营收入80万元以上", "去年我们社总资产85万，收入没算。"),
        ("人力资源服务机构", "我们公司是做人力资源软件的，卖系统给企业用。"),
        ("经行业主管部门确认", "商务局那边还没来确认过什么。"),
        ("提供基本医疗卫生服务的非公立医疗机构", "我们是民营医院，平常看的都是普通老百姓的基本病。"),
        ("新增流动资金贷款1000万元以上", "我们有一笔300万元的贷款。"),
        ("通过国际途径申请的发明专利", "去年有一件发明走国际途径出去的，还有一件没走国际途径。"),
        ("2024年1月1日以后", "我的乡村医生证是2009年发的。"),
    ],
)
def test_what_is_not_settled_speaks_neither_for_nor_against(condition: str, told: str) -> None:
    """A running total, an earlier state, a thing not counted, an office's silence or something merely akin is no fact against."""
    assert _judged(condition, told) is None


@pytest.mark.parametrize(
    ("condition", "told", "expected"),
    [
        ("项目设备购置在50万元以上至100万元以下、100万元以上至200万元以下、200万元以上", "今年一个项目购置设备花了260万元。", True),
        ("在岗人数达到30人以上（粤东粤西粤北地区为20人以上）", "公司在粤西地区，在岗人数26人。", True),
        ("在岗人数达到30人以上（粤东粤西粤北地区为20人以上）", "公司在岗人数26人。", None),
        ("（不包括重新认定）高新技术企业", "我们是高新技术企业，不是重新认定的。", True),
        ("相关防疫药品和医疗器械", "我们要注册的是牙科种植体，跟防疫没关系。", False),
        ("开展科技成果转化", "我们从来没做过科技成果转化。", False),
        ("当年首次纳入规模以上统计", "2月统计那边通知我们头一回进规上。", True),
        ("上年首次纳入规模以上统计", "2月统计那边通知我们头一回进规上。", False),
    ],
)
def test_bounds_regions_and_firsts_are_read(condition: str, told: str, expected: bool | None) -> None:
    assert _judged(condition, told) is expected


def test_what_is_left_to_the_office_is_not_asked() -> None:
    """Its discretion, its own doings and the offer's words are no conditions of the claimant; a decision on him is."""
    asked = [AnyOf((Condition(words, Span(0, len(words)), kind_of(words), negated=words.startswith("经审议")),)) for words in ("新建冷库", "经审议其他不予支持的", "租金", "经市农业农村局认定", "按国家有关规定")]
    policy = make_policy("对新建冷库的企业，给予10万元奖励。")
    assert [group.options[0].text for group in asked_of_claimants(asked, (), policy)] == ["新建冷库", "经市农业农村局认定"]


def _judged(condition: str, told: str) -> bool | None:
    return judge(Condition(condition, Span(0, len(condition)), kind_of(condition)), read_text(told, DAY), Setting(Area(), None, DAY))
