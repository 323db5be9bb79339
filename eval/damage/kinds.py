"""Every kind of damage with its cause, and making one kind or all of them at once."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from eval.damage.encodings import (
    big5,
    gbk_maker,
    in_traditional,
    mojibake_maker,
    read_browser,
    read_euro,
    read_gbk,
    read_latin,
    read_strict,
)
from eval.damage.furniture import bullets, furniture, title_repeats
from eval.damage.layout import (
    nbsp_for_space,
    nbsp_inserted,
    newlines_collapsed,
    newlines_gone,
    spaces_in_words,
    wrap_maker,
    zero_width,
)
from eval.damage.lost import asterisks, both_lost, glyph_numbers
from eval.damage.markup import (
    entity_double,
    entity_named,
    entity_nbsp,
    entity_numeric,
    json_escapes,
    json_unicode,
)
from eval.damage.pinyin import pinyin_maker
from eval.damage.punctuation import (
    doubled_stops,
    indent_marks,
    width_alnum,
    width_bracket,
    width_stops,
    year_brackets,
)
from eval.damage.script import (
    script_characters,
    script_maker,
    script_naive,
    script_overdone,
    script_paragraphs,
)
from eval.damage.truth import (
    RATES,
    WHOLE,
    Change,
    Damaged,
    Kind,
    Maker,
    composed,
    joined,
    lines_of,
    paragraphs,
    with_changes,
)

_SHARE = "Chinese characters that are followed by a reading"
_RUN = "Chinese characters that are misread (whole runs, until back in step)"
_LINE = "lines"
_LINES = (*RATES, 1.0)

_MADE: tuple[tuple[Kind, Maker], ...] = (
    (Kind("pinyin_toned", "拼音（带调）", "bytes", _SHARE, "a learner's page or a converter prints readings, 發(fā); the scraper keeps them", RATES, True),
     pinyin_maker("pinyin_toned", toned=True)),
    (Kind("pinyin_toneless", "拼音（无调）", "bytes", _SHARE, "the same without tone marks, 財(cai)", RATES, True),
     pinyin_maker("pinyin_toneless", toned=False)),
    (Kind("pinyin_doubled", "拼音（重复）", "bytes", _SHARE, "annotated twice over, 中(zhong)(zhong)", RATES, True),
     pinyin_maker("pinyin_doubled", toned=None, times=2)),
    (Kind("pinyin_wide", "拼音（全角括号）", "bytes", _SHARE, "the same in full-width brackets, 發（fā）", RATES, True),
     pinyin_maker("pinyin_wide", toned=None, brackets=("（）",))),
    (Kind("pinyin_dense", "拼音（密集）", "bytes", _SHARE, "every character of a stretch annotated", RATES, True),
     pinyin_maker("pinyin_dense", toned=None, dense=True, brackets=("()", "（）"))),
    (Kind("pinyin_trad", "拼音（繁体文本）", "bytes", _SHARE, "readings in a document converted to Traditional (truth: Simplified)", RATES, False),
     in_traditional("pinyin_trad", pinyin_maker("pinyin_trad", toned=True))),
    (Kind("gbk_lost", "GBK 失一字节（有标记）", "bytes", _RUN, "the first byte of a character overwritten, shown as ? or U+FFFD; the rest read a byte late", RATES, True),
     gbk_maker("gbk_lost", "marked")),
    (Kind("gbk_dropped", "GBK 失一字节（无标记）", "bytes", _RUN, "one byte of a character dropped with no mark, at a buffer's edge", RATES, True),
     gbk_maker("gbk_dropped", "silent")),
    (Kind("gbk_inserted", "GBK 字节间插入", "bytes", _RUN, "a byte-wise tool put a letter, digit, space, bracket or reading between two bytes", RATES, True),
     gbk_maker("gbk_inserted", "inserted")),
    (Kind("gbk_lost_trad", "GBK 失一字节（繁体，有标记）", "bytes", _RUN, "as gbk_lost, in a document converted to Traditional: trail bytes are often ASCII", RATES, False),
     in_traditional("gbk_lost_trad", gbk_maker("gbk_lost_trad", "marked"))),
    (Kind("gbk_dropped_trad", "GBK 失一字节（繁体，无标记）", "bytes", _RUN, "as gbk_dropped, in Traditional", RATES, False),
     in_traditional("gbk_dropped_trad", gbk_maker("gbk_dropped_trad", "silent"))),
    (Kind("gbk_inserted_trad", "GBK 字节间插入（繁体）", "bytes", _RUN, "as gbk_inserted, in Traditional", RATES, False),
     in_traditional("gbk_inserted_trad", gbk_maker("gbk_inserted_trad", "inserted"))),
    (Kind("gbk_both_lost", "GBK 两字节皆失", "lost", "Chinese characters replaced by ??", "both bytes overwritten: nothing says what stood there", RATES, True),
     both_lost),
    (Kind("big5_gbk", "Big5 误作 GBK", "bytes", _LINE, "lines of a Big5 page read as GBK (truth: Simplified)", _LINES, True), big5),
    (Kind("utf8_gbk", "UTF-8 误作 GBK（无损）", "bytes", "lines that so lose nothing, about a third", "UTF-8 lines read as GB 18030 by a browser, every byte still there", _LINES, True),
     mojibake_maker("utf8_gbk", "utf-8", read_euro, lossless=True)),
    (Kind("utf8_gbk_lossy", "UTF-8 误作 GBK（有损）", "bytes", _LINE, "the same by a replacing decoder: odd bytes became ? or U+FFFD", _LINES, True),
     mojibake_maker("utf8_gbk_lossy", "utf-8", read_gbk)),
    (Kind("utf8_latin1", "UTF-8 误作 Latin-1", "bytes", _LINE, "UTF-8 lines read as ISO 8859-1, control characters kept", _LINES, True),
     mojibake_maker("utf8_latin1", "utf-8", read_latin)),
    (Kind("utf8_cp1252", "UTF-8 误作 cp1252", "bytes", _LINE, "UTF-8 lines read as Windows-1252 as browsers do", _LINES, True),
     mojibake_maker("utf8_cp1252", "utf-8", read_browser)),
    (Kind("utf8_cp1252_lossy", "UTF-8 误作 cp1252（有损）", "bytes", _LINE, "the same by a strict table: 81 8D 8F 90 9D became ? or U+FFFD", _LINES, True),
     mojibake_maker("utf8_cp1252_lossy", "utf-8", read_strict)),
    (Kind("gbk_latin1", "GBK 误作 Latin-1", "bytes", _LINE, "GBK lines read as ISO 8859-1", _LINES, True),
     mojibake_maker("gbk_latin1", "gb18030", read_latin)),
    (Kind("script_s2t", "转为繁体", "language", _LINE, "OpenCC s2t over the document", WHOLE, True), script_maker("s2t")),
    (Kind("script_s2tw", "转为台湾正体", "language", _LINE, "OpenCC s2tw over the document", WHOLE, True), script_maker("s2tw")),
    (Kind("script_s2twp", "转为台湾正体（用词）", "language", _LINE, "OpenCC s2twp: Taiwan's words too (網際網路, 程式)", WHOLE, True), script_maker("s2twp")),
    (Kind("script_s2hk", "转为香港繁体", "language", _LINE, "OpenCC s2hk over the document", WHOLE, True), script_maker("s2hk")),
    (Kind("script_naive", "逐字硬转繁体", "language", "convertible characters", "each character by itself to one of OpenCC's candidates, 后→後 干→幹/乾 everywhere", (*RATES, 1.0), True), script_naive),
    (Kind("script_overdone", "简体中误转", "language", "characters that may stay as they are (后 于 干 里 …)", "a Simplified page whose ambiguous characters were \"converted\"", (*RATES, 1.0), True), script_overdone),
    (Kind("script_characters", "零星繁体字", "language", "convertible characters", "a merge of two versions, or a converter that gave up: single characters in the other script", RATES, True), script_characters),
    (Kind("script_paragraphs", "部分段落繁体", "language", _LINE, "paragraphs pasted from a Traditional page", RATES, True), script_paragraphs),
    (Kind("zero_width", "零宽字符", "bytes", "gaps between characters of a line", "editors' and trackers' U+200B…200F, U+2060, U+FEFF, soft hyphens", RATES, True), zero_width),
    (Kind("nbsp_inserted", "多余不换行空格", "language", "gaps between Chinese characters", "layout by no-break spaces within words", RATES, True), nbsp_inserted),
    (Kind("nbsp_for_space", "空格成不换行空格", "bytes", "spaces", "an editor wrote U+00A0 for a space", RATES, True), nbsp_for_space),
    (Kind("spaces_in_words", "词内空格", "language", "gaps between Chinese characters", "justified print or OCR: 战略新 兴", RATES, True), spaces_in_words),
    (Kind("wrap_blank", "硬换行（空行分段）", "language", "paragraphs", "text copied from a PDF or an e-mail of 30–45 columns, blank lines between paragraphs", WHOLE, False),
     wrap_maker("wrap_blank", between="\n\n", indent="")),
    (Kind("wrap_indent", "硬换行（缩进分段）", "language", "paragraphs", "the same, paragraphs known by two ideographic spaces", WHOLE, False),
     wrap_maker("wrap_indent", between="\n", indent="\u3000\u3000")),
    (Kind("wrap_flush", "硬换行（无缩进）", "language", "paragraphs", "the same, nothing between paragraphs but a line break", WHOLE, False),
     wrap_maker("wrap_flush", between="\n", indent="")),
    (Kind("wrap_pages", "硬换行（夹页码）", "language", "paragraphs", "as wrap_indent, with the page numbers of the print in between", WHOLE, False),
     wrap_maker("wrap_pages", between="\n", indent="\u3000\u3000", pages=True)),
    (Kind("newlines_collapsed", "换行成空格", "language", "newlines", "white space collapsed when HTML was turned to text", WHOLE, False), newlines_collapsed),
    (Kind("newlines_gone", "换行丢失（其后有编号）", "language", "newlines", "tags dropped with nothing in their place, before a line that numbers itself", WHOLE, False), newlines_gone),
    (Kind("newlines_gone_unnumbered", "换行丢失（其后无编号）", "lost", "newlines", "the same before a line that does not: nothing shows where it began (made by newlines_gone)", (), False), newlines_gone),
    (Kind("entity_named", "HTML 实体（具名）", "bytes", "marks that have an entity", "&ldquo; &mdash; &hellip; left as text", RATES, True), entity_named),
    (Kind("entity_numeric", "HTML 实体（数字）", "bytes", "characters outside ASCII", "&#8220; &#x4E2D; left as text", RATES, True), entity_numeric),
    (Kind("entity_nbsp", "&nbsp;", "bytes", "spaces, and starts of paragraphs", "&nbsp; for a space or an indent, left as text", RATES, True), entity_nbsp),
    (Kind("entity_double", "双重实体", "bytes", "marks and spaces that have an entity", "escaped twice: &amp;nbsp; &amp;ldquo;", RATES, True), entity_double),
    (Kind("json_escapes", "JSON 转义（\\n）", "bytes", _LINE, "a JSON string never unescaped: \\n, \\\", \\u3000 as text", _LINES, False), json_escapes),
    (Kind("json_unicode", "JSON 转义（\\uXXXX）", "bytes", _LINE, "the same with every character escaped", _LINES, True), json_unicode),
    (Kind("doubled_stops", "重复标点", "bytes", "stops", "。。 ，， from joined pieces", RATES, True), doubled_stops),
    (Kind("width_stops", "全角标点成半角", "language", "stops the text never writes in ASCII", "full-width stops folded by a scraper", (*RATES, 1.0), True), width_stops),
    (Kind("width_alnum", "半角字母数字成全角", "bytes", "runs of ASCII letters and digits", "typed with a full-width input method, here and there", RATES, True), width_alnum),
    (Kind("width_bracket", "括号半边异宽", "bytes", "full-width bracket pairs", "one half typed with the other input method", RATES, True), width_bracket),
    (Kind("year_brackets", "文号年份括号", "bytes", "bracketed years of document numbers", "〔2023〕 as [2023], (2023), （2023）, ［2023］, 【2023】", (*RATES, 1.0), False), year_brackets),
    (Kind("indent_marks", "缩进成 ??", "bytes", "paragraphs", "two ideographic spaces that an encoder could not write", (*RATES, 1.0), False), indent_marks),
    (Kind("bullets", "题注项目符号", "language", "lines of header data", "<li> of a metadata list kept as bullets", (*RATES, 1.0), False), bullets),
    (Kind("furniture", "页面杂项", "language", "inserted lines per line", "menus, sharing, printing, neighbours, copyright, answers of interfaces", RATES, False), furniture),
    (Kind("title_repeats", "标题重复", "language", "documents", "<title>, breadcrumb and heading all kept", WHOLE, False), title_repeats),
    (Kind("asterisks", "星号遮盖", "lost", "Chinese characters", "characters masked by *", RATES, True), asterisks),
    (Kind("glyph_numbers", "无 Unicode 映射", "lost", _LINE, "a PDF without a Unicode map: glyph numbers for characters", _LINES, True), glyph_numbers),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind, _ in _MADE}
"""Every kind by its name. One with no rates is only made together with another."""
_MAKERS: dict[str, Maker] = {kind.name: make for kind, make in _MADE}


def damage(text: str, kind: str, rate: float, seed: int) -> Damaged:
    """``text`` damaged in one way.

    Args:
        text: clean text, Simplified, without damage of its own.
        kind: a name of ``KINDS``.
        rate: 0–1, of what ``KINDS[kind].unit`` says. It is met in expectation; a text too short or
            without a place for the damage comes back whole.
        seed: the same seed makes the same damage, on any machine.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must lie between 0 and 1, not {rate}")
    return _MAKERS[kind](text, rate, Random(f"{kind}/{seed}"))


def damage_mixed(text: str, rate: float, seed: int) -> Damaged:
    """``text`` damaged in every way at once, in the order in which pages come to it.

    First the layout (sometimes hard wraps), then the script (whole document, naive, partial or none),
    then each paragraph in a way of its own drawn from the local kinds, at last what a scraper does
    (furniture, titles again, collapsed newlines). Whole-document damage comes to a document or not,
    whatever ``rate``; all else at ``rate`` of its own unit. Each span bears the kind that did it.
    """
    rng = Random(f"mixed/{seed}")
    made = Damaged(paragraphs(text), paragraphs(text), "mixed", ())
    layout = rng.choices(("", "wrap_blank", "wrap_indent", "wrap_pages", "indent_marks"), (6, 1, 1, 1, 1))[0]
    if layout:
        made = _MAKERS[layout](made.clean, 1.0, rng)
    whole = ("script_s2t", "script_s2tw", "script_s2twp", "script_s2hk", "script_naive")
    script = rng.choice(("", "", "", "", "", *whole))
    if script:
        made = composed(made, _MAKERS[script](made.raw, 1.0, rng))
    # In a Traditional document a Traditional character is no second damage.
    local = [k for k in KINDS.values() if k.local and k.group != "lost" and not k.name.startswith("script_s2")]
    local += [KINDS["gbk_both_lost"]]
    if script:
        local = [k for k in local if not k.name.startswith("script_")]
    parts: list[Damaged] = []
    for i, (_, line) in enumerate(lines_of(made.raw)):
        if i:
            parts.append(with_changes("\n", "mixed", ()))
        name = rng.choice(local).name
        if name == "width_stops":
            parts.append(width_stops(line, rate, rng, text))
        else:
            parts.append(_MAKERS[name](line, rate, rng))
    made = composed(made, joined(parts, "mixed"))
    if rng.random() < 0.5:
        if rng.random() < 0.3:
            made = composed(made, title_repeats(made.raw, 1.0, rng))
        made = composed(made, furniture(made.raw, rate, rng))
    elif not layout and rng.random() < 0.2:
        lines = [Change(i, i + 1, " ", kind="newlines_collapsed") for i, c in enumerate(made.raw) if c == "\n"]
        made = composed(made, with_changes(made.raw, "newlines_collapsed", lines))
    return replace(made, kind="mixed")
