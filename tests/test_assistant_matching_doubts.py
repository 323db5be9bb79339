"""What another did, what is over, under way or not known never makes a condition hold."""

from datetime import date

import pytest

from assistant.matching import read_text
from assistant.matching.truth import Setting, judge
from corpus.policy import Condition, Span
from corpus.support.areas import Area
from corpus.support.kinds import kind_of

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


def _judged(condition: str, told: str) -> bool | None:
    return judge(Condition(condition, Span(0, len(condition)), kind_of(condition)), read_text(told, DAY), Setting(Area(), None, DAY))
