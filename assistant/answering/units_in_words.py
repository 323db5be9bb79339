"""Units named in the words of a clause, where it has no note (由市住建局会同市财政局制定；市人社局负责；牵头部门：组宣部).

Weaker than a note: only 牵头, 会同, 会商, 配合 and 统筹…等部门 tell a role, everything else only that a body is named.
"""

from __future__ import annotations

import re

from assistant.answer import UnitsView
from corpus.bodies import looks_like_body

_NAME = r"[\u4e00-\u9fff（）()]{2,16}?"
BODY = r"(?:局|委|办|厅|部|院|会|政府|机关|中心|部门|办公室|机构|公司|银行|小组|专班|主任|领导|秘书长|市长|县长|镇长)"
_LISTED = rf"{_NAME}(?:（[^（）]{{2,8}}）)?(?:、{_NAME}(?:（[^（）]{{2,8}}）)?)*(?:(?:和|与|及|以及){_NAME})?"
# 由市住建局负责, 市财政局审批: a body, and what bodies do.
_ACTS = re.compile(
    rf"{BODY}(?:[^，。；]{{0,12}}?)(?:牵头|负责|会同|会商|配合|受理|审批|审核|签发|承担|组织|担任|主管|认定|办理|提出|确定|制定|拨付|监督|评估|核定|协调|统筹|指导)|(?:由|经|报|向)[^，。；]{{2,24}}{BODY}|"
    r"(?:牵头|责任|配合|主管|实施|对接|联系)(?:部门|单位)[:：]"
)
_LABELLED = re.compile(r"(?P<role>牵头|主办|责任|配合|协办|参与)(?:部门|单位|科室)[:：]\s*(?P<names>[^；;。：:]+?)(?=\s*(?:[；;。）)\n]|(?:牵头|主办|责任|配合|协办|参与)(?:部门|单位|科室)[:：]|$))")
# What a lead body is followed by; 会同 and 商 say it of the body in front.
_LEAD = re.compile(
    rf"(?:由|^|[，。；、）\s])(?P<lead>{_LISTED})(?:等(?:单位|部门))?(?:要|应当?)?(?:发挥牵头作用|加强统筹协调，牵头|负责牵头|牵头|会同|会商|商(?={_NAME}{BODY}))"
)
_DOES = r"(?:负责|制定|研究|提出|拟定|编制|组织|开展|实施|推进|建立|做好|落实|确定|办理|审核|审批|共同|联合|按|依|另行|具体|予以|及时|等)"
_BESIDE = re.compile(rf"(?:会同|会商|商(?!务)|配合单位为|统筹(?!协调))(?P<with>{_LISTED})(?=(?:等)?(?:有关|相关)?(?:部门|单位)?(?:{_DOES}|帮扶|[，。；]|$))")
_SPLIT = re.compile(r"[、和及与\s]|以及")
_BETWEEN_CHARACTERS = re.compile(r"(?<=[\u4e00-\u9fff，、；。])\s*\n\s*(?=[\u4e00-\u9fff])")


# 找谁批, 由谁认定: an act, with how a clause says it; who leads, supports or answers for something is for the note.
_ACT_BY = re.compile(r"(?:谁|哪(?:个|些|家|级)?(?:部门|单位|机构|局|政府|里)?)(?:来|去)?(?P<verb>批|审|认定|核|备案|受理|验收|评|发证|拨|同意|考核|登记|监督)")
_ACTS_SAID = (
    (r"批|同意", "批准|审批|核准|同意"), (r"审", "审核|审批|审查|审定"), (r"认定", "认定|认证"), (r"核", "核定|核准|核实|核发|审核"), (r"备案", "备案"), (r"受理", "受理"),
    (r"验收", "验收"), (r"评", "评审|评定|评估|评选|评价"), (r"发证", "发证|核发|颁发"), (r"拨", "拨付|下达"), (r"考核", "考核"), (r"登记", "登记"), (r"监督", "监督"),
)


def act_said(folded: str) -> str:
    """How a clause says the act whose doer a folded question asks for, an alternation; "" where it asks for none.

    >>> act_said("空置办公楼找谁批"), act_said("第四条由谁牵头")
    ('批准|审批|核准|同意', '')
    """
    act = _ACT_BY.search(folded)
    return next((said for asks, said in _ACTS_SAID if act is not None and re.match(asks, act["verb"])), "")


def names_a_doer(text: str) -> bool:
    """True if a text says which body does something.

    >>> names_a_doer("由市住建局会同市财政局制定"), names_a_doer("给予一次性奖励")
    (True, False)
    """
    return bool(_ACTS.search(_BETWEEN_CHARACTERS.sub("", text)))


def units_in_words(text: str) -> UnitsView:
    """The lead and supporting units that the words of a text tell apart; empty where they do not.

    >>> units_in_words("具体方案由自治区发展改革委会商自治区财政厅提出")
    UnitsView(lead=('自治区发展改革委',), supporting=('自治区财政厅',))
    >>> units_in_words("管理办法由市财政局会同浦东新区、奉贤区和管委会制定")
    UnitsView(lead=('市财政局',), supporting=('浦东新区', '奉贤区', '管委会'))
    >>> units_in_words("（牵头部门：组宣部  配合部门：财政局）")
    UnitsView(lead=('组宣部',), supporting=('财政局',))
    >>> units_in_words("国家发展改革委加强统筹协\\n调，牵头建立健全评价体系")
    UnitsView(lead=('国家发展改革委',), supporting=())
    """
    text = _BETWEEN_CHARACTERS.sub("", text)
    lead: list[str] = []
    beside: list[str] = []
    for label in _LABELLED.finditer(text):
        names = [name for name in re.split(r"[、，,\s]+", label.group("names")) if name]
        (beside if label.group("role") in ("配合", "协办", "参与") else lead).extend(names)
    if lead or beside:
        return UnitsView(tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(beside)))
    for found in _LEAD.finditer(text):
        lead = _names(found.group("lead").rsplit("由", 1)[-1])
        if lead and all(map(looks_like_body, lead)):
            with_them = _BESIDE.search(text, found.end("lead"))
            return UnitsView(tuple(lead), tuple(_names(with_them.group("with"))) if with_them is not None else ())
    return UnitsView()


def _names(listed: str) -> list[str]:
    return [name for name in _SPLIT.split(listed) if len(name) > 1]
