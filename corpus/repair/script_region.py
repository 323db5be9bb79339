"""Where a text in Traditional characters was written: the mainland (then it was converted) or not.

No single word decides: a Taiwan statute names Shanghai, a mainland notice quotes the Basic Law. Each sign
has a weight, and a sign seen often counts little more than one seen twice (the logarithm of its count).
Signs are looked for in Simplified characters, so that one list serves every conversion; what a converter
leaves behind (爲 where people write 為, 體製, 隻有) is looked for in the text as it stands.
"""

from __future__ import annotations

import re
from math import log2

_SAMPLE = 30_000  # characters that are looked at: a document says early where it is from

_MAINLAND: tuple[tuple[float, str], ...] = (
    (2.0, "国务院|人民政府|党中央|党委|中共|党组|各级党|发展改革|发改委|社会主义|习近平|中国特色"),
    (2.0, "〔(?:19|20)[0-9]{2}〕|[国市省区县]办?发[\\[【(（](?:19|20)[0-9]{2}"),
    (2.0, "(?:责任|牵头|配合|主办)(?:单位|部门)|县级以上|依法追究刑事责任|居民委员会|村民委员会|自治[区州县旗]"),
    (2.0, "[省市区县镇州]委|街道办|乡镇|行政主管部门|人民法院|人民检察院|公安[机局部厅]|企业?事业单位"),
    (1.5, "全国人民代表大会|全国人大|人大常委会|国家工作人员|行政区域|主管部门|有关部门|住建|人社|工信|卫健|财政[局厅部]"),
    (1.5, "工商行政管理|人力资源社会保障|人力资源和社会保障|生态环境[局厅部]|市场监管|银保监|税务总局|海关总署|中国人民|中央军事委员会|中央人民政府|解放军|驻军|民兵"),
    (1.0, "中华人民共和国|群众|干部|城镇|农村|人民币|落实|工作日|处[一二三四五六七八九十百千万零〇0-9]+(?:年|元)以[上下]|的罚款"),
    (1.0, "北京|上海|天津|重庆|成都|广州|深圳|杭州|南京|武汉|西安|长沙|郑州|济南|合肥|沈阳|哈尔滨|昆明|福州|厦门"),
    (1.0, "四川|广东|浙江|江苏|山东|河[南北]|湖[南北]|福建|云南|贵州|陕西|甘肃|青海|辽宁|吉林|黑龙江|安徽|江西|海南|新疆|西藏|内蒙古"),
)  # fmt: skip
_ELSEWHERE: tuple[tuple[float, str], ...] = (
    (4.0, "中华民国|民国[一二三四五六七八九十百0-9]+年|行政院|立法院|司法院|考试院|监察院|总统令|总统府|华总"),
    (4.0, "直辖市、县[（(]市[）)]|县[（(]市[）)](?:政府|主管机关)|乡[（(]镇、市|罚锾|罚鍰|宪报|印务局|[0-9]+/(?:19|20)[0-9]{2}号(?:法律|行政法规|行政长官)"),
    (3.0, "新台币|台币|陆委会|海基会|律政司|海关关长|裁判法院|原讼法庭|立法会|行政会议|(?:法例)?第[0-9]+[A-Z]*章|法令第|行政长官批示"),
    (2.5, "左列|订定|卫生福利部|卫福部|劳动部|经济部|内政部|教育部函|县[（(]市[）)]|户政|里长|身心障碍|劳工保险局|国科会"),
    (2.0, "行政长官|特别行政区|澳门元|澳门币|葡币|港币|港元|批示|局长可|署长|司长|关长|发牌|雇员|申领人|政务司"),
    (4.0, "(?:卫生|环境保护|环境卫生|护理|文化事务|福利|劳工|房屋|税务|运输|民政事务|邮政|渔农|推广|科技|市政|消防|惩教)署|入境(?:事务)?处|劳工处|贸易发展局|"
          "特区政府|港府|北部都会区|劳工事务局|社会工作局|治安警察局|行政公职局|经济及科技发展局"),
    (3.0, "国发会|金管会|环境部|数位发展部|立院|乡公所|区公所|县市|统一编号|统编|健保|新住民|市府|县府|直辖市及"),
    (1.5, "台湾|台北|台中|台南|高雄|新北|桃园|香港|澳门|九龙|新界|议员|立委|外劳|劳工|本港|本澳|两岸|大陆|内地|港人|台商"),
    (1.5, "第 [0-9]+(?:-[0-9]+)? 条|主管机关(?:定之|得|应)|(?:规定|定|为|之|处罚)之。|者，(?:得|应|不在此限)"),
)  # fmt: skip
_MACHINE: tuple[tuple[float, str], ...] = (
    # Naive converters give every character one form; nobody who writes Traditional writes these.
    (4.0, "[體機控限編強]製(?!造)|製(?:度|定)|[方全表界]麵|麵(?:積|向|臨|對)|隻(?:有|能|要|是|需|限)|[體關聯]繫統|係統|體係|皇後|[公鄰]裡|"
          "乾部|[颱檯]灣|批準|準予|核準|復雜|反複|幹[燥淨]|鬆[江山]|[爲為]瞭|瞭(?:[。，；]|一)|衕(?:時|意|級)|"
          "齣(?:臺|具|現|資)|閤(?:作|同|理|法)|曏(?:社|[市各])|錶(?:示|現|明)|韆|[同]誌|佈(?:局)(?=衕)|徵(?:服)|傢(?:庭|級)|國傢"),
)  # fmt: skip
_TAIWAN_WRITES = re.compile("計畫|身分|規画")
_STANDARD_FORMS = re.compile("[爲羣衆僞]")  # of OpenCC's own standard; people write 為, 群, 眾, 偽
_PEOPLES_FORMS = re.compile("[為群眾偽]")


def _compiled(signs: tuple[tuple[float, str], ...]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((weight, re.compile(pattern)) for weight, pattern in signs)


_MAINLAND_SIGNS, _ELSEWHERE_SIGNS, _MACHINE_SIGNS = map(_compiled, (_MAINLAND, _ELSEWHERE, _MACHINE))


def _weigh(signs: tuple[tuple[float, re.Pattern[str]], ...], text: str) -> float:
    return sum(weight * log2(1 + len(pattern.findall(text))) for weight, pattern in signs)


def mainland_signs(text: str, simplified: str) -> float:
    """How much more speaks for the mainland than against it; 0 where nothing speaks either way.

    ``simplified`` is ``text`` in Simplified characters, of the same length.

    >>> mainland_signs("各縣人民政府", "各县人民政府") > 0 > mainland_signs("新臺幣", "新台币")
    True
    """
    text, simplified = text[:_SAMPLE], simplified[:_SAMPLE]
    score = _weigh(_MAINLAND_SIGNS, simplified) - _weigh(_ELSEWHERE_SIGNS, simplified)
    score += _weigh(_MACHINE_SIGNS, text) - 1.5 * log2(1 + len(_TAIWAN_WRITES.findall(text)))
    if not _PEOPLES_FORMS.search(text):
        score += min(14.0, 4.0 * log2(1 + len(_STANDARD_FORMS.findall(text))))
    if "「" in text:
        score -= 2.0
    elif "“" in text:
        score += 1.0
    of, its = simplified.count("的"), simplified.count("之") - simplified.count("之一") - simplified.count("之日")
    if its > of + 2:  # the statutes of Taiwan say 之 where the mainland says 的
        score -= 1.5 * log2((1 + its) / (1 + of))
    return score
