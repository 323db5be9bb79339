"""Page furniture (网页附加文字): what the page, the print or the site put around a document's own lines.

What alone could be the document's own (a label, a number on a line) goes only where its place or its repetition
shows that it is the page's.
"""

from __future__ import annotations

import itertools
import re

from corpus.repair.records import Certainty, Edit

_PRINTED_AT = re.compile(r"\d{4}/\d{1,2}/\d{1,2},?\s?(?:[上下]午\s?)?\d{1,2}:\d{2}(?::\d{2})?")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]{4,300}(?:\s+\d{1,3}/\d{1,3})?")
_PAGE_OF = re.compile(r"\s+\d{1,3}/\d{1,3}$|\d{4}/\d{1,2}/\d{1,2}.*$")
_LONGEST_FURNITURE = 40  # characters; longer lines may be the document's
# Controls and labels of a page; none can be a line of a policy. Spaces are taken out before.
_CONTROL = (
    r"[【\[（(]?(?:打\s*印|关闭|收藏|下载文字版|下载图片版|纠错)(?:本页|此页|窗口|页面|正文|本文)?[】\]）)]?|返回(?:顶部|首页|列表|上一页)|回到顶部|返回頂部|"
    r"[上下]一[篇条页](?:[:：].*)?|[【\[](?:上一篇|下一篇|返回)[】\]]|首页(?:Home)?|网站首页|设为首页|加入收藏|收藏本页|高级搜索|站内搜索|全站搜索|"
    r"无障碍(?:阅读|浏览|模式)?|长者(?:模式|助手|版)|适老化|(?:进入)?关怀版|繁體版|繁体版?|繁體|简体版?|手机版|移动版|手机端|登录|注册|退出登录|"
    r"网站(?:声明|地图|导航|纠错)|站点地图|联系我们|联系方式|关于我们|(?:隐私|法律|免责|版权)声明|使用帮助|友情链接[:：]?|微信公众号|官方微博|官方微信|"
    r"政务微博|政务微信|手机客户端|我要纠错|内容纠错|(?:政府网站|党政机关)找错|语音播报|听全文|RSS订阅|一键分享|分享|查看更多|点击查看|加载更多|更多[>+»＞…]+|展开|收起"
)
_FURNITURE = re.compile(
    rf"(?:(?:{_CONTROL})[|｜·/]?)+|"
    r".{0,6}扫一扫.{0,30}|扫描二维码.{0,20}|掃描二維碼.{0,20}|扫码(?:关注|下载|分享|浏览|登录|查看).{0,12}|打开微信.{0,36}|"
    r"(?:一键)?分享[到至]?[:：]?(?:微信|朋友圈|微博|新浪微博|QQ|QQ空间|好友|人人网|[、|])*|"
    r"[【\[]?字[体體号號](?:大小)?[:：]?[【\[]?[大中小默认\]\[【】|]{2,14}[】\]]?(?:打印|关闭)?|[【\[]?(?:[TA][大中小+＋\-－]?){2,4}[】\]]?|"
    r"(?:文章)?(?:浏览|点击|阅读|访问|浏览量|点击量|阅读量|访问量)(?:次数|量|数)?[:：][\[【]?\d*[\]】]?次?|"
    r"相关(?:文章|链接|阅读|新闻|文档|稿件|推荐|报道)[:：]?|责任编辑[:：].{0,12}|(?:编辑|审核|校对|责编)[:：].{1,4}(?:(?:编辑|审核|校对|责编|终审)[:：].{1,4})*|"
    r"[您你](?:当前|现在|目前)?所?在?的?位置[:：].{0,60}|当前位置[:：].{0,60}|首页(?:[>＞›»]+|[-－]).{1,40}|"
    r"(?:©|\(c\)|Copyright|版权所有|著作权所有).{0,50}|.{0,24}ICP备(?:案号[:：])?.{0,2}\d{5,10}号?(?:-\d+)?号?.{0,6}|ICP备案号[:：].{5,20}|.{0,12}公网安备\d{8,16}号?.{0,4}|"
    r"(?:政府)?网站标识码[:：]?\d+.{0,12}|(?:本|该)?网站(?:已)?支持IPv6.{0,6}|建议使用.{0,30}(?:浏览器|分辨率).{0,12}|"
    r"您是第.{0,12}位(?:访问者|访客|来访者)|您访问的链接即将离开.{0,20}|继续访问放弃|确定取消|"
    r"\{\"(?:code|status|msg|message|success|errcode)\":.{1,80}\}|null|undefined|function\(\)\{.{0,40}\}|var_?\w+=.{0,40};?|document\.write\(.{0,40}|//<!\[CDATA\[|//\]\]>",
    re.IGNORECASE,
)
# Names of a portal's departments: a policy may have such a line, so they go at the page's edges only, or
# where one line holds several.
_SECTION = (
    r"政务公开|政务服务|互动交流|数据开放|新闻中心|政策文件|解读回应|专题(?:专栏)?|專題|部门街道|市民网页|要闻动态|办事服务|办事大厅|通知公告|政策发布|政策解读|图解政策|"
    r"附件下载|相关附件|相关文件|相关解读|走进.{2,3}|魅力.{2,3}|机构(?:职能|设置)?|公开|服务|互动|信息公开(?:目录)?|政府信息公开|领导之窗|政民互动|"
    r"中国政府网|省政府网站|市州政府网站|县区政府网站|国务院部门网站|地方政府网站|驻外机构网站|意见征集|网上调查|在线咨询|智能问答|搜索|退出|English|索引号[:：]|请输入关键[字词]"
)
_SECTIONS = re.compile(rf"(?:(?:{_SECTION}|{_CONTROL})[|｜·/]?)+", re.IGNORECASE)
_SPONSOR = re.compile(r"(?:主办|承办|协办|技术支持|运行维护|运维|联系电话|地址)(?:单位)?[:：].{2,36}")  # beside furniture only
_LEAST_LINES = 5  # of a text whose edges can be told
_PAGE_NUMBER = re.compile(
    r"^[ \t\u3000]*(?:[-—－–─一]{1,2}[ \t]*(?P<dashed>\d{1,4})[ \t]*[-—－–─一]{1,2}|第[ \t]*(?P<named>\d{1,4})[ \t]*页(?:[ \t，,/]*共[ \t]*\d{1,4}[ \t]*页)?|(?P<plain>\d{1,3})(?:[ \t]*/[ \t]*\d{1,4})?)[ \t\u3000]*$",
    re.MULTILINE,
)
_OWN_LINE = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第.{1,5}[编章节条]|附[件表]|.*序\s*号|领域|[①-⑳]")
_ANY_PAGE_NUMBER = re.compile(r"\n[ \t\u3000]*(?:[-—－–─一]{1,2}[ \t]*\d|第[ \t]*\d{1,4}[ \t]*页|\d{1,3}[ \t]*(?:\n|/|$))")
_PAGE_LINES = 12  # fewer lines between two numbers are no page
_SITE_TAIL = re.compile(r"[-_|－—–\s]+[^。，]{0,20}(?:网|网站|门户|门户网站)$")
_RUNS_ON = ("。", "；", "，", "、", "！")  # no furniture ends so
_STOPPED = (*_RUNS_ON, "：", "？", "…")
_SOURCE = re.compile("(?:信息|文章|稿件)?(?:来源|作者)[:：]|发布(?:时间|日期)[:：]")  # stays, and hides nothing behind it


def drop_furniture(text: str) -> list[Edit]:
    """Remove the lines of the page around the document (网页附加文字).

    Cause: menus, share bars, font controls, breadcrumbs, neighbours, footers, page numbers, the title
    again, answers of interfaces, all scraped along.
    Evidence: whole lines that are nothing but such; names of departments only at the page's edges;
    page numbers decorated or in sequence; the title where it stands again at once.
    Left alone: anything of more than 40 characters, dates, sources, document numbers, lists.
    """
    lines = text.split("\n")
    drop: dict[int, str] = {}
    doubtful: set[int] = set()
    for i, line in enumerate(lines):
        if len(line) < 2 or len(line) > 120 or line.endswith(_RUNS_ON):
            continue
        stripped = line.strip()
        if not 1 < len(stripped) <= _LONGEST_FURNITURE and not stripped.startswith("{"):
            continue
        bare = "".join(stripped.split())
        if _FURNITURE.fullmatch(bare):
            drop[i] = "网页附加文字，不属于文件"
        elif _SECTIONS.fullmatch(bare):
            if len(stripped.split()) + stripped.count("|") > 2:
                drop[i] = "网页栏目"
            else:
                doubtful.add(i)
        elif _SPONSOR.fullmatch(bare):
            doubtful.add(i)
    if doubtful:
        _add_edges(lines, drop, doubtful)
    _add_titles(lines, drop)
    if "http" in text:
        _add_print_edges(lines, drop)
    if _ANY_PAGE_NUMBER.search(text):
        _add_page_numbers(lines, drop)
    return _line_edits(lines, drop, len(text))


def _add_edges(lines: list[str], drop: dict[int, str], doubtful: set[int]) -> None:
    """Doubtful lines with nothing but furniture between them and an edge of the page."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    if len(filled) < _LEAST_LINES:
        return
    for order in (filled, filled[::-1]):
        peeled: list[int] = []
        for i in order:
            if i not in drop and i not in doubtful:
                if _SOURCE.match(lines[i].strip()) and len(lines[i]) <= _LONGEST_FURNITURE:
                    continue
                break
            peeled.append(i)
        sure = any(i in drop for i in peeled)
        for i in peeled:
            if i in doubtful and (sure or not _SPONSOR.fullmatch("".join(lines[i].split()))):
                drop.setdefault(i, "网页栏目")
    for before, i, after in zip(filled, filled[1:], filled[2:], strict=False):
        if i in doubtful and before in drop and after in drop:
            drop.setdefault(i, "网页栏目")


def _add_titles(lines: list[str], drop: dict[int, str]) -> None:
    """The title where it stands again at once, as <title> and breadcrumb give it."""
    head = [i for i, line in enumerate(lines[:40]) if line.strip() and i not in drop][:10]
    for i, following in itertools.pairwise(head):
        line, title = lines[i].strip(), lines[following].strip()
        if title.endswith(_STOPPED):
            break
        if len(title) >= 6 and len(line) <= _LONGEST_FURNITURE and line.startswith(title):
            tail = line[len(title) :]
            if not tail or _SITE_TAIL.fullmatch(tail):
                drop[i] = "标题重复"


def _add_print_edges(lines: list[str], drop: dict[int, str]) -> None:
    """What a browser prints on every page: the time, the page's title, its address; each as often as there are pages."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        bare = line.strip()
        if _PRINTED_AT.fullmatch(bare) or _ADDRESS.fullmatch(bare):
            places.setdefault(_PAGE_OF.sub("", bare), []).append(i)
    edges = {i for where in places.values() if len(where) > 1 for i in where}
    beside: dict[str, list[int]] = {}
    for i in edges:
        for j in (i - 1, i + 1):
            if 0 <= j < len(lines) and j not in edges and lines[j].strip():
                beside.setdefault(lines[j].strip(), []).append(j)
    titles = {j for where in beside.values() if len(set(where)) > 1 for j in where}
    for i in edges | titles:
        drop.setdefault(i, "浏览器打印的页眉页脚")


def _add_page_numbers(lines: list[str], drop: dict[int, str]) -> None:
    """Page numbers alone on a line: decorated ones, and plain ones that count pages."""
    plain: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if len(line) > 24 or not (match := _PAGE_NUMBER.match(line)):
            continue
        if match.group("plain"):
            plain.append((i, int(match.group("plain"))))
        else:
            drop.setdefault(i, "页码")
    in_sequence = all(
        b[1] == a[1] + 1 and b[0] - a[0] >= _PAGE_LINES for a, b in itertools.pairwise(plain)
    )
    if plain and in_sequence and (len(plain) > 1 or (plain[0][1] == 1 and plain[0][0] >= _PAGE_LINES)):
        for i, _ in plain:
            drop.setdefault(i, "页码")
    _add_running_heads(lines, drop)


def _add_running_heads(lines: list[str], drop: dict[int, str]) -> None:
    """What a print sets beside every page number: the same short line beside a third of them, two at least, or an address of the web beside
    one. What is numbered or heads a table is the document's own."""
    beside: dict[str, set[int]] = {}
    numbers = [i for i, why in drop.items() if why == "页码"]
    for i in numbers:
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(lines) and not lines[j].strip():
                j += step
            bare = " ".join(lines[j].split()) if 0 <= j < len(lines) else ""
            if 1 < len(bare) <= _LONGEST_FURNITURE and not bare.endswith(_RUNS_ON) and not _PAGE_NUMBER.match(bare) and not _OWN_LINE.match(bare):
                beside.setdefault(bare, set()).add(j)
    for bare, places in beside.items():
        if (len(places) > 1 and 3 * len(places) >= len(numbers)) or "www." in bare.lower():
            for j in places:
                drop.setdefault(j, "页眉页脚")


def _line_edits(lines: list[str], drop: dict[int, str], length: int) -> list[Edit]:
    if not drop:
        return []
    edits: list[Edit] = []
    at = 0
    tail = len(lines)  # the lines from here to the end all go
    while tail and tail - 1 in drop:
        tail -= 1
    for i, line in enumerate(lines):
        end = min(at + len(line) + 1, length)
        if i == tail and i and tail < len(lines):
            edits.append(Edit(at - 1, at, "", Certainty.LIKELY, "网页附加文字前的换行"))
        if i in drop:
            edits.append(Edit(at, end, "", Certainty.LIKELY, drop[i]))
        at = end
    return edits
