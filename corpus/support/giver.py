"""Who gives (给予者), where a sentence names them before anything else: 国家对…, 县级以上人民政府应当对…, 中央财政应当安排专项资金，对….

A law says first who is bound and then for whom; a set of measures says only for whom. The giver taken away, both are worded alike,
and one grammar reads them. Tasks without a gift (各级人民政府应当加强…) keep their subject, which tells that they are tasks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.support.flat import Flat

# 国家, 本市, 县级以上人民政府 as who acts, and not as a description (国家级, 本市注册的, 国家规定的).
_SETS = r"(?:建立|健全|完善|设立|实行|实施|加强|加大|采取|通过|运用|综合|营造|培育|发展|扩大|坚持|保护|推动|推进|依法(?![^，]{0,6}(?:设立|登记|注册)的)|树立|深化|优化|提高|制定|安排|统筹|组织|根据|按照|依照|对|将|在(?![^，]{0,12}(?:注册|登记|纳税|设立|经营|落户))|长期|大力|积极|逐步|培养|改善|创造|构建|搭建|遵循|出台|支持|鼓励|引导|扶持|应当?|可以|可(?=对|按|根据|结合|采取|给予|以))"
STATE = re.compile(rf"(?:(?:有条件的|具备条件的)(?:地方|地区|[省市县区州])(?={_SETS})|各(?:地|[省市县区州]|县（市、区）|区（市）县|区县|县区|市县|县市区|市县区)(?={_SETS})|国家(?=$|给予|予以|{_SETS})|[本我][市省区县州](?=$|给予|予以|{_SETS})|全[市省](?={_SETS})|(?:[省市县区州]、)+(?:[省市县区州乡镇]|区（市）|县（市、区）)(?={_SETS}|制定)|[^，。；对的]{{0,40}}(?:人民政府|部门|委员会|管委会)(?:及其?(?:有关|相关|工作|所属)*(?:主管)?部门|和有关部门|等(?:有关)?部门)?(?=$|{_SETS}|给予|予以))")
# 国家建立健全激励机制，…: what the administration itself sets up before it promises anything.
STATE_ACTS = re.compile(rf"{STATE.pattern}(?=.)(?!(?:应当?|可以|要)?对)")

_MAY = r"(?:应当?|可以?|要|须)?(?:分别|根据[^，。；对]{0,10}|按照?[^，。；对]{0,10}|依法)?"
_FUND = r"(?:安排|设立|统筹)[^，。；]{0,10}(?:资金|经费|基金)，"
_GIFT = (
    r"对[^。；]{2,60}?(?:(?:给予|予以|提供|发放|实行|实施|免除|免收|免征|减免|减征|缓征)[^。；]{0,30}?(?:补贴|补助|补偿|奖励|贴息|资助|救助|抚恤|津贴|免费|减免|免征|减征|优惠|税|费|贷款|扶持|免除|生活费|支持|照顾|援助|帮扶|倾斜)|(?:免除|免收|免征|减免|减征|缓征)|优先(?:予以|给予)?(?:安排|支持|保障|办理)|(?:予以|给予)(?:优先|重点)(?:安排|支持|保障))"
)
_GIVER = re.compile(
    rf"(?:(?:国家|[本我][市省区县州]){_MAY}(?:采取(?:有效|各种|多种)?措施，)?(?=鼓励|支持|扶持|允许|优先|引导(?:和|、|并)(?:支持|鼓励)|(?:按照?|依照)(?:国家)?(?:和本[市省])?(?:有关)?规定(?:给予|减免|免除|免收|发放)|{_GIFT})|"
    rf"(?:[^，。；对]{{0,10}}人民政府|[^，。；对]{{0,8}}财政)(?:及其?(?:有关|所属|工作)*部门|和有关部门|、[^，。；对]{{2,8}}财政)*{_MAY}(?:{_FUND})?(?={_GIFT})|"
    rf"(?!鼓励|支持|引导|推动|要求|督促|由|研究|探索)[^，。；对为向的]{{0,40}}(?:部门|主管机关|行政机关|有关机关|(?<![政当结格布全务])局|委员会|管委会)(?:等[^，。；对]{{0,6}})?{_MAY}(?={_GIFT})|"
    rf"(?:(?!鼓励|支持|引导|推动|要求|督促|由|研究|探索)[^，。；对为向的]{{0,30}}(?:人民政府|部门|委员会|管委会|局))(?:及其?(?:有关|相关|工作|所属)*部门)?{_MAY}(?=(?:支持|鼓励|扶持)[^，。；]{{2,60}}，[^。；]*(?:给予|予以)[^，。；]{{0,12}}(?:补贴|补助|奖励|资助|资金)))"
)
_TWICE = re.compile(r"引导(?:和|、|并)(?=支持|鼓励)|鼓励(?:和|、|并)?(?=支持)|支持(?:和|、|并)(?=鼓励)|(?<=鼓励|支持)和?引导(?=[^，。；]*(?:企业|个人|农民|组织|者|户|机构|社会资本|人员))|(?<=鼓励|支持)、扶持")


def without_giver(sentence: Flat) -> Flat:
    """The sentence without the giver that stands before its gift, and with one verb of backing for two (鼓励和支持)."""
    given = _GIVER.match(sentence.text)
    kept = list(range(given.end() if given else 0, len(sentence.text)))
    for double in _TWICE.finditer(sentence.text, kept[0] if kept else 0):
        kept = [at for at in kept if not double.start() <= at < double.end()]
    if len(kept) == len(sentence.text):
        return sentence
    return replace(sentence, text="".join(sentence.text[at] for at in kept), places=tuple(sentence.places[at] for at in kept))
