"""What a page puts round its document: menus, titles again, bullets."""

from __future__ import annotations

from random import Random

from eval.damage.layout import CLOSING
from eval.damage.truth import Change, Damaged, lines_of, with_changes

_TOP = (
    "首页", "网站首页", "设为首页", "加入收藏", "设为首页 | 加入收藏", "无障碍阅读", "无障碍浏览", "长者模式", "适老化", "进入关怀版",
    "繁體版", "简体 | 繁体", "English", "移动版", "手机版", "登录 | 注册", "登录", "注册", "退出", "站内搜索", "高级搜索", "搜索", "请输入关键字",
    "政务公开", "政务服务", "互动交流", "数据开放", "走进成都", "新闻中心", "政策文件", "解读回应", "专题专栏", "部门街道", "市民网页",
    "首页 政务公开 政务服务 互动交流 走进我市", "首页 | 机构 | 公开 | 服务 | 互动 | 专题", "要闻动态 政务公开 办事服务 互动交流",
    "当前位置：首页 > 政务公开 > 政策文件", "您的位置：首页 >> 信息公开目录 >> 规范性文件", "当前位置: 首页>政府信息公开>法定主动公开内容>规章",
    "您现在的位置： 首页 > 通知公告", "首页-政务公开-政策-正文", "索 引 号：", "打印本页", "【打印】【关闭】", "打印 关闭", "[打印] [关闭] [收藏]",
    "字体：大 中 小", "字号：[大] [中] [小]", "【字体：大 中 小】", "字体： 大 中 小 打印", "T大 T中 T小", "A- A A+", "浏览次数：1024", "浏览次数： 次",
    "阅读：3156次", "点击数：[ 568 ]", "访问量：", "发布时间：2023-03-01 10:20 来源：市政府办公厅 浏览次数：312", "来源：本网 发布时间：2022-06-30 字体：大 中 小",
    "分享到：", "分享到", "分享：", "分享到微信 微博 QQ空间", "分享", "微信扫一扫：分享", "打开微信“扫一扫”，网页打开后点击屏幕右上角分享按钮",
    "扫一扫在手机打开当前页", "扫一扫 手机端浏览", "扫描二维码分享", "语音播报", "听全文", "收藏本页", "我要纠错", "一键分享", "RSS订阅", "在线咨询 智能问答",
)  # fmt: skip
_BOTTOM = (
    "上一篇：关于印发年度工作要点的通知", "下一篇：关于公布规范性文件清理结果的通告", "上一条：没有了", "下一条：没有了", "上一篇：无", "下一篇：无", "上一页 下一页", "【上一篇】【下一篇】",
    "相关链接", "相关文件", "相关文档", "相关解读", "相关新闻", "相关阅读", "相关稿件", "政策解读", "图解政策", "友情链接", "友情链接：", "附件下载", "相关附件",
    "返回顶部", "回到顶部", "返回首页", "返回列表", "关闭窗口", "[关闭窗口]", "【关闭】", "打印本页 关闭窗口", "责任编辑：张三", "责任编辑： 李小明", "编辑：王芳 审核：刘洋", "信息来源：市政府办公室",
    "扫一扫在手机打开当前页", "扫码关注官方微信", "扫码下载APP", "微信公众号", "官方微博 官方微信", "政务微博", "手机客户端", "专 题", "网站声明", "网站地图", "站点地图", "联系我们", "关于我们", "隐私声明", "法律声明", "使用帮助",
    "网站地图 | 联系我们 | 关于我们 | 版权声明", "关于我们 | 网站地图 | 联系方式", "版权所有：成都市人民政府", "版权所有 © 2023 市人民政府办公厅", "Copyright © 2010-2023 All Rights Reserved", "©版权所有 未经授权禁止转载",
    "主办单位：市人民政府办公室 承办单位：市大数据中心", "主办：市人民政府办公厅", "承办：市信息中心", "技术支持：某某科技有限公司", "运行维护：市政务信息中心", "网站标识码：5101000001",
    "政府网站标识码：5100000062", "蜀ICP备05003533号-2", "京ICP备05070218号", "ICP备案号：粤ICP备12345678号", "川公网安备 51010402000123号", "京公网安备11010202000001号", "网站支持IPv6", "本网站支持IPv6", "建议使用IE9以上浏览器，1366*768以上分辨率浏览本站",
    "联系电话：028-12345678", "地址：某市某区人民路1号 邮编：610000", "中国政府网 省政府网站 市州政府网站 县区政府网站", "国务院部门网站 地方政府网站 驻外机构网站", "党政机关 找错", "政府网站找错", "我要纠错", "意见征集 网上调查",
    '{"code":200,"msg":"ok"}', '{"code": 200, "msg": "ok"}', '{"code":0,"message":"success"}', '{"status":"success","data":null}', "null", "undefined", "function(){return false;}", "var _hmt = _hmt || [];",
    "document.write('<script>')", "//<![CDATA[", "您访问的链接即将离开本网站，是否继续？", "继续访问 放弃", "确定 取消", "您是第 12345678 位访问者", "加载更多", "更多>>", "更多 +", "查看更多", "点击查看", "展开 收起",
)  # fmt: skip


def furniture(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of the portal around the text, a few of them within it."""
    starts = [start for start, line in lines_of(text) if line.strip()]
    number = int(rate * len(starts) + rng.random())  # rounded so that the expected share is ``rate``
    placed: list[tuple[int, str]] = []
    for _ in range(number):
        where = rng.random()
        at = 0 if where < 0.45 else len(text) if where < 0.9 else rng.choice(starts) if starts else 0
        line = rng.choice(_TOP if at == 0 else _BOTTOM if at == len(text) else _TOP + _BOTTOM)
        placed.append((at, f"\n{line}" if at == len(text) and text else f"{line}\n"))
    placed.sort(key=lambda place: place[0])
    return with_changes(text, "furniture", [Change(at, at, line) for at, line in placed])


def title_repeats(text: str, rate: float, rng: Random) -> Damaged:
    """The title again, as a page's <title>, its breadcrumb and its heading give it, one to three times."""
    # A first line that ends in a stop is a salutation or a sentence, which no page repeats.
    titles = ((start, line) for start, line in lines_of(text) if len(line.strip()) >= 6)
    first = next(titles, None)
    if first and (len(first[1]) > 60 or first[1].rstrip()[-1] in CLOSING):
        first = None
    if first is None or rng.random() >= rate:
        return with_changes(text, "title_repeats", ())
    start, line = first
    copies = [line + "\n"] * rng.randint(0, 2) + [f"{line}{rng.choice(('-市人民政府门户网站', '_政策文件_中国政府网', ''))}\n"]
    return with_changes(text, "title_repeats", [Change(start, start, copy) for copy in reversed(copies)])


_HEADER = (
    ("城市", ("四川", "成都", "北京", "广东")), ("颁发时间", ("2023-02-09", "2021-11-30")), ("发文字号", ("国发〔2018〕13号", "")),
    ("发文机构", ("市人民政府办公厅", "市委办公厅 市政府办公厅")), ("实施日期", ("2023-03-01", "2020-01-01")), ("效力级别", ("地方规范性文件", "部门规章")),
    ("类别", ("其他相关", "综合政务")), ("主题词", ("经济管理", "")), ("索引号", ("008526000/2023-00012",)), ("有效性", ("有效", "已废止")), ("公开方式", ("主动公开",)),
)  # fmt: skip


def bullets(text: str, rate: float, rng: Random) -> Damaged:
    """Bullets of a list (<li>) before header data; the header is printed in first."""
    title, _, body = text.partition("\n")
    rows = [f"{name}：{rng.choice(values)}" for name, values in _HEADER if rng.random() < 0.7]
    head = f"{title}\n"
    clean = head + "".join(row + "\n" for row in rows) + body
    mark = rng.choice(("  • ", "• ", "· ", "● ", "■ ", "◆ ", "▪ ", "○ ", "\uf0b7 ", "★ "))
    changes, at = [], len(head)
    for row in rows:
        if rng.random() < rate:
            changes.append(Change(at, at, mark))
        at += len(row) + 1
    return with_changes(clean, "bullets", changes)
