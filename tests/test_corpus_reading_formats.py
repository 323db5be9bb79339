"""Files as offices have them: web pages, Word, PDF, scans, JSON; and hostile ones, refused in bounded time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from growth import assert_linear
from PIL import Image, ImageDraw, ImageFont

from corpus import UnreadableDocument
from corpus.reading import RawDocument, read_document

SHARED = Path(__file__).resolve().parents[2] / "shared" / "policies"
FONT = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"), None) if Path("/usr/share/fonts").is_dir() else None
NOTICE = ["关于支持工业企业的通知", "一、支持企业技术改造，给予不超过50万元的补贴。", "二、本政策自2023年2月9日起施行。"]
PAGE = """<!DOCTYPE html><html><head><title>关于支持工业企业的通知_某市人民政府</title><script>var a="脚本";</script></head>
<body><nav><a href="/">首页</a></nav><div class="menu"><a>政务公开</a><a>办事服务</a></div>
<table class="data"><tr><td>索引号：</td><td>123/2023</td><td>发文字号：</td><td>某政发〔2023〕1号</td></tr>
<tr><td>发文机关：</td><td>某市人民政府</td><td>成文日期：</td><td>2023年1月1日</td></tr></table>
<div id="content"><h1>关于支持工业企业的通知</h1><p>一、支持企业技术改造，给予不超过50万元的补贴。</p><p style="display:none">藏起来的字</p>
<p>二、本政策自2023年2月9日起施行。</p>
<table><tr><th>序号</th><th>任务</th><th>牵头单位</th></tr><tr><td>1</td><td rowspan="2">技改</td><td>市经信局</td></tr><tr><td>2</td><td>市财政局</td></tr></table>
</div><div class="footer"><a>网站地图</a></div></body></html>"""


def read(folder: Path, name: str, data: bytes | str) -> RawDocument:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(path)


def refusal(folder: Path, name: str, data: bytes | str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(folder, name, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def word_file() -> tuple[bytes, docx.document.Document]:
    document = docx.Document()
    document.add_heading(NOTICE[0], 1)
    for line in NOTICE[1:]:
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"格{row}{column}"
    merged = table.cell(1, 0).merge(table.cell(2, 0))
    merged.text = "合并"
    return saved(document), document


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def picture() -> Image.Image:
    if FONT is None:
        pytest.skip("no CJK font to draw a scan with: apt-get install fonts-noto-cjk")
    image = Image.new("RGB", (1100, 420), "white")
    font = ImageFont.truetype(str(FONT), 36)
    for i, line in enumerate(NOTICE):
        ImageDraw.Draw(image).text((60, 60 + 90 * i), line, font=font, fill="black")
    return image


# --- what is read ---------------------------------------------------------------------------------------


def test_a_page_gives_the_document_and_its_data(tmp_path: Path) -> None:
    """Clauses, table and header data stay; scripts, menus, hidden text and footers go."""
    found = read(tmp_path, "a.html", PAGE)
    for kept in (*NOTICE, "发文字号：某政发〔2023〕1号", "成文日期：2023年1月1日"):
        assert kept in found.text
    for dropped in ("脚本", "藏起来", "网站地图", "首页", "政务公开"):
        assert dropped not in found.text
    (table,) = found.tables
    cells = [[span.of(found.text) for span in row] for row in table.rows]
    assert cells == [["序号", "任务", "牵头单位"], ["1", "技改", "市经信局"], ["2", "技改", "市财政局"]]
    assert table.rows[1][1] == table.rows[2][1]
    assert table.header_rows == 1
    assert found.text.count("技改") == 1  # the merged cell is set once
    assert [h.span.of(found.text) for h in found.headings] == [NOTICE[0]]


def test_an_annex_behind_the_document_stays(tmp_path: Path) -> None:
    """A form of hardly any prose that stands outside the document's element is part of the document."""
    form = "<div><p>附表1</p><p>申报表</p><table><tr><td>联系人</td><td>电话</td></tr><tr><td>开户银行</td><td>账号</td></tr></table>"
    page = PAGE.replace('<div class="footer">', form + "<p>" + "单位意见 " * 12 + '</p></div><div class="footer">')
    assert "开户银行" in read(tmp_path, "a.html", page).text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_page_in_any_encoding(tmp_path: Path, codec: str) -> None:
    """The bytes tell the encoding of a page as of a text."""
    assert NOTICE[1] in read(tmp_path, "a.htm", PAGE.encode(codec)).text


def test_markup_in_strings_of_a_script_or_of_json(tmp_path: Path) -> None:
    """A page kept as string literals of a script, or escaped for JSON, is the page."""
    body = "".join(f"<p>{line}</p>" for line in NOTICE)
    assert read(tmp_path, "a.html", f"var pages = [`{body}`, `<a>${{next}}</a>`];").text.split("\n")[:3] == NOTICE
    escaped = json.dumps(body + body, ensure_ascii=False).replace("/", "\\/")
    assert NOTICE[1] in read(tmp_path, "b.html", escaped).text


def test_a_flip_book_is_read_in_the_order_of_its_pages(tmp_path: Path) -> None:
    """Pages follow the numbers in their tests, a running head is set once, a cut sentence goes on, nothing is lost."""
    def page(number: int, *lines: str) -> str:
        return f'if (data[i].id === "p{number}") {{ html += `<div>{"".join(f"<p>{line}</p>" for line in lines)}<p>下一页</p></div>` }}'

    head = ("某区工业经济", "高质量发展的若干政策意见")
    script = "const book = [];\n" + "\n".join((
        page(2, *head, "一、强化创新", "1.对新认定的研发中心，给予补助5万元，并在"), page(4, "3.支持上市，奖励100万元。"), page(6, "附则"),
        page(3, *head, "用地上优先保障。", "2.支持标准化。"), page(5, *head, "4.支持并购。"),
    ))
    assert read(tmp_path, "a.html", script).text.split("\n")[:8] == [
        "".join(head), "一、强化创新", "1.对新认定的研发中心，给予补助5万元，并在用地上优先保障。", "2.支持标准化。",
        "3.支持上市，奖励100万元。", "4.支持并购。", "附则", "",
    ]


def test_a_word_file(tmp_path: Path) -> None:
    """Headings are marked, merged cells stand once, tables keep their grid."""
    found = read(tmp_path, "a.docx", word_file()[0])
    assert found.text.startswith("\n".join(NOTICE) + "\n")
    assert [h.span.of(found.text) for h in found.headings] == [NOTICE[0]]
    (table,) = found.tables
    assert [[span.of(found.text) for span in row] for row in table.rows] == [
        ["格00", "格01", "格02"], ["合并", "格11", "格12"], ["合并", "格21", "格22"],
    ]
    assert found.text.count("合并") == 1


def test_word_numbers_that_are_only_rendered(tmp_path: Path) -> None:
    """一、 and （一） counted by Word are printed as Word shows them, and start anew under the next 二、."""
    _, document = word_file()
    numbering = document.part.numbering_part.element
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {w} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    ))
    numbering.append(parse_xml(f'<w:num {w} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, words in ((0, "总则"), (1, "甲"), (1, "乙"), (0, "附则"), (1, "丙")):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {w}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
    lines = read(tmp_path, "a.docx", saved(document)).text.split("\n")
    assert [line for line in lines if line.endswith(("总则", "甲", "乙", "附则", "丙"))] == [
        "一、总则", "（一）甲", "（二）乙", "二、附则", "（一）丙",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared policies are not beside this checkout")
def test_a_pdf_keeps_its_pages(tmp_path: Path) -> None:
    """The text of a PDF, page by page, without the running head, in the words of its text twin."""
    found = read_document(SHARED / "076_gj_ertongfuli_banfa.pdf")
    twin = "".join((SHARED / "077_gj_ertongfuli_banfa_text.txt").read_text(encoding="utf-8").split())
    assert len(found.pages) == 9
    assert list(found.pages) == sorted(found.pages)
    articles = [line for line in found.text.split("\n") if line.startswith("第") and "条" in line[:8]]
    assert len(articles) > 30
    assert all("".join(line.split())[:12] in twin for line in articles)


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_scan_is_recognised(tmp_path: Path, suffix: str) -> None:
    """A picture, and a PDF that is only a picture, are read by the models in the package."""
    path = tmp_path / f"a.{suffix}"
    picture().save(path, resolution=150)
    found = read_document(path)
    text = found.text.replace(",", "，")
    assert all(line in text for line in NOTICE)
    assert found.pages == (0,)


def test_json_around_a_document(tmp_path: Path) -> None:
    """Text leaves come in order, short fields as 名称：值, an article with its number."""
    wrapped = {"标题": NOTICE[0], "文号": "某政发〔2023〕1号", "content": "\n".join(NOTICE[1:]), "url": "http://a/b"}
    assert read(tmp_path, "a.json", json.dumps(wrapped, ensure_ascii=False)).text == (
        f"{NOTICE[0]}\n文号：某政发〔2023〕1号\n{NOTICE[1]}\n{NOTICE[2]}\n"
    )
    law = {"法規名稱": "某辦法", "法規內容": [{"編章節": "第 一 章 總則"}, {"條號": "第 1 條", "條文內容": "為獎勵投資，\r\n訂定本辦法。"}]}
    assert "第 1 條　為獎勵投資" in read(tmp_path, "b.json", json.dumps(law)).text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared policies are not beside this checkout")
def test_every_shared_file_is_read_or_refused_in_words() -> None:
    """All files of the shared set come out as text; none raises anything but a reason."""
    for path in sorted(SHARED.iterdir()):
        if path.suffix in (".html", ".json", ".txt"):
            assert len(read_document(path).text) > 200, path.name


# --- what is refused ------------------------------------------------------------------------------------


def test_truncated_files_are_refused(tmp_path: Path) -> None:
    """Half a Word file, PDF or picture is damaged, in one line."""
    word = word_file()[0]
    assert "损坏" in refusal(tmp_path, "a.docx", word[: len(word) // 2])
    assert "损坏" in refusal(tmp_path, "a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    out = io.BytesIO()
    Image.new("RGB", (600, 600), "white").save(out, "PNG")
    assert "损坏" in refusal(tmp_path, "a.png", out.getvalue()[:200])


def test_bombs_are_refused_by_what_they_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Word file that says it unpacks to 300 MB is refused without unpacking it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 98_765)
    claiming = out.getvalue().replace((98_765).to_bytes(4, "little"), (300_000_000).to_bytes(4, "little"))
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert "压缩炸弹" in refusal(tmp_path, "a.docx", claiming)


def test_a_zip_without_a_word_document_is_refused(tmp_path: Path) -> None:
    """An archive or a workbook is not a Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    assert "没有 Word 文档" in refusal(tmp_path, "a.docx", out.getvalue())


def test_external_entities_are_not_followed(tmp_path: Path) -> None:
    """An entity that names a file on disk brings nothing of it into the text."""
    secret = tmp_path / "secret"
    secret.write_text("机密内容")
    data, _ = word_file()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document'.encode()
                part = part.replace(b"<w:document", head, 1).replace(NOTICE[1].encode(), b"&e;")
            target.writestr(name, part)
    try:
        text = read(tmp_path, "a.docx", out.getvalue()).text
    except UnreadableDocument:
        return
    assert "机密" not in text


@pytest.mark.parametrize(
    "markup",
    [
        lambda n: "<div>" * n + "深" + "</div>" * n,
        lambda n: "<p>正文一段，足够长的一句话。</p><table><tr>" + "<td>列</td>" * n + "</tr></table>",
        lambda n: "<p>正文。</p><table>" + ("<tr>" + "<td rowspan=99999 colspan=99999>列</td>" * 100 + "</tr>") * (n // 100) + "</table>",
        lambda n: "<table><tr><td>" * n + "文",
    ],
    ids=["deep", "wide", "spans", "open"],
)  # fmt: skip
def test_hostile_pages_end_soon(tmp_path: Path, markup: Callable[[int], str]) -> None:
    """Deep nesting, 10,000 columns and absurd spans are read or refused in time with their size, and stay small."""
    def read_or_refuse(page: str) -> None:
        with suppress(UnreadableDocument):
            assert len(read(tmp_path, "a.html", page).text) <= len(page)

    assert_linear(read_or_refuse, markup, 10_000)


def test_a_wide_table_loses_no_cell(tmp_path: Path) -> None:
    """A table too wide to be one keeps every cell as text."""
    markup = "<p>正文一段，足够长的一句话。</p><table><tr>" + "<td>列</td>" * 10_000 + "</tr></table>"
    assert read(tmp_path, "a.html", markup).text.count("列") == 10_000


def test_json_that_nests_for_ever_is_refused(tmp_path: Path) -> None:
    """Brackets within brackets a hundred thousand deep are no document."""
    assert "JSON" in refusal(tmp_path, "a.json", "[" * 100_000 + "]" * 100_000)


# --- Markdown --------------------------------------------------------------------------------------------


def test_markdown_gives_headings_tables_and_plain_words(tmp_path: Path) -> None:
    """Marks of headings, emphasis, links and quotes go; a pipe table is a table; numbers with stars between stay."""
    path = tmp_path / "指引.md"
    path.write_text(
        "# 试点工作指引\n\n> 发文字号：工信厅联信发〔2025〕61号\n\n## 一、总体要求\n\n**（一）目标。**建设*重点*项目，面积3*4米。"
        "\n\n---\n\n| 序号 | 事项 | 责任部门 |\n| :-: | --- | --- |\n| 1 | 申报 | 市经信局 |\n| 2 | 评审 | 市科技局 |\n",
        encoding="utf-8",
    )
    raw = read_document(path)
    assert raw.text.startswith("试点工作指引\n发文字号：工信厅联信发〔2025〕61号\n一、总体要求\n（一）目标。建设重点项目，面积3*4米。\n")
    assert [(h.span.of(raw.text), h.level) for h in raw.headings] == [("试点工作指引", 1), ("一、总体要求", 2)]
    (table,) = raw.tables
    assert [[cell.of(raw.text) for cell in row] for row in table.rows] == [
        ["序号", "事项", "责任部门"], ["1", "申报", "市经信局"], ["2", "评审", "市科技局"],
    ]  # fmt: skip
