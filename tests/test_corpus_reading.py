"""corpus.reading: from a file to its text, or one clear reason why not."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from corpus_cases import chengdu_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.reading import read_document

MAINLAND = "成都市人民政府印发关于促进就业的若干政策措施的通知，各区（市）县应当认真贯彻执行。\n一、扩大就业。\n"
TAIWAN = "臺北市政府公告修正獎勵民間參與都市更新辦法，自即日起施行。\n第 1 條 本辦法依都市更新條例訂定之。\n"
HONG_KONG = "香港特別行政區政府憲報公告，行政長官會同行政會議根據條例訂立本規例，自刊登之日起實施。\n"


def make_file(folder: Path, data: bytes, name: str = "policy.txt") -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    """The one line that says why ``path`` cannot be read."""
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    message = str(caught.value)
    assert message.strip() and "\n" not in message
    assert caught.value.__cause__ is None
    assert caught.value.exit_code == 2
    return message


# --- encodings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (MAINLAND, "utf-8"), (MAINLAND, "utf-8-sig"), (MAINLAND, "gbk"), (MAINLAND, "gb18030"), (MAINLAND, "utf-16"),
        (TAIWAN, "utf-8"), (TAIWAN, "utf-8-sig"), (TAIWAN, "big5"), (TAIWAN, "utf-16"), (TAIWAN, "gbk"),
        (HONG_KONG, "big5"), (HONG_KONG, "gb18030"), (MAINLAND + "𠮷㐀", "gb18030"),
    ],
)  # fmt: skip
def test_the_text_is_what_was_written(tmp_path: Path, text: str, codec: str) -> None:
    """A document comes back to the character from every encoding governments publish in."""
    read = read_document(make_file(tmp_path, text.encode(codec)))
    assert read.text == text


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_in_either_byte_order(tmp_path: Path, order: str) -> None:
    """With a byte order mark both orders are read, and the mark is no part of the text."""
    mark = "\ufeff".encode(order)
    assert read_document(make_file(tmp_path, mark + MAINLAND.encode(order))).text == MAINLAND


@pytest.mark.parametrize("sentence", [MAINLAND, "第一条 为了规范补贴资金管理，制定本办法。", "对符合条件的企业给予一次性奖励二十万元。", "责任单位：市财政局、市科技局。"])
def test_gb18030_is_not_taken_for_big5(tmp_path: Path, sentence: str) -> None:
    """A short mainland sentence in GBK reads as mainland Chinese, whatever Big5 would make of it."""
    assert read_document(make_file(tmp_path, sentence.encode("gbk"))).text == sentence


def test_the_source_is_the_name_and_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    """A raw document carries its file name and the digest of the bytes as they lie on disk."""
    data = MAINLAND.encode("utf-8-sig")
    read = read_document(make_file(tmp_path, data, "成都 2023.txt"))
    assert read.source == "成都 2023.txt"
    assert read.digest == sha256(data).hexdigest()


def test_nothing_is_repaired_while_reading(tmp_path: Path) -> None:
    """Line ends, indents, private-use and zero-width characters pass through as they came."""
    text = "??一、甲\r\n\u3000\u3000乙\ue47f丙\u200b丁\u00a0戊\r\n" + MAINLAND
    assert read_document(make_file(tmp_path, text.encode())).text == text


def test_the_chengdu_file_is_read_as_it_came() -> None:
    """The shipped policy is UTF-8, 12,000 characters, its first and last line as on the page."""
    read = read_document(chengdu_file())
    assert read.encoding.startswith("utf-8")
    assert read.text.startswith("成都市委辦公廳、市政府辦公廳印發(fā)")
    assert read.text.rstrip().endswith('{"code": 200, "msg": "ok"}')


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b" \r\n\t \n", "\ufeff".encode(), "\u3000\u3000\n\u3000".encode(), "\ufeff\u200b\n".encode()])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file without a character to read is refused, and the reason names the file."""
    message = refusal(make_file(tmp_path, data))
    assert "policy.txt" in message
    assert "空文件" in message or "没有文字" in message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
    ],
    ids=["pdf", "docx", "doc", "rar", "rtf", "png", "jpg"],
)
@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes, kind: str, suffix: str) -> None:
    """What the first bytes show to be PDF, Word or a picture is refused as that, whatever the suffix."""
    message = refusal(make_file(tmp_path, data, f"政策{suffix}"))
    assert kind in message
    assert any(advice in message for advice in ("另存为", "重新导出", "解压"))


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        "政策".encode() + b"\x00" + "措施".encode(),
        b"\x01\x02\x03\x04\x05\x06" * 50,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
        MAINLAND.encode("utf-16-le")[:41],
        MAINLAND.encode("utf-32"),
        b"\xff" * 300,
        MAINLAND.encode() * 10 + b"\x00" + MAINLAND.encode(),
    ],
    ids=["all bytes", "nul inside text", "controls", "program", "half utf-16", "utf-32", "ff", "one nul in much text"],
)
def test_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    """Bytes that are no text are refused and not shown as gibberish."""
    assert "policy.txt" in refusal(make_file(tmp_path, data))


def test_a_file_in_two_encodings_is_refused(tmp_path: Path) -> None:
    """UTF-8 with a broken byte in the middle is not quietly read as something else."""
    data = MAINLAND.encode()
    assert "UTF-8" in refusal(make_file(tmp_path, data[:30] + b"\xff" + data[30:]))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is refused, and the reason shows the path."""
    assert str(tmp_path / "nope.txt") in refusal(tmp_path / "nope.txt")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    """A folder is no file, and the reason says so."""
    assert "文件夹" in refusal(tmp_path)


def test_a_loop_of_links_and_an_endless_name_are_refused(tmp_path: Path) -> None:
    """What the system will not open is refused in one line."""
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    refusal(loop)
    refusal(tmp_path / ("长" * 300))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    """A file without read permission is refused in one line."""
    path = make_file(tmp_path, MAINLAND.encode())
    path.chmod(0)
    refusal(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file that claims a terabyte is refused by its size alone; none of it is read into memory."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    message = refusal(path)
    assert "1,000,000,000,000" in message
    assert "50,000,000" in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named pipe is no document; reading it would wait for ever (and /dev/zero would fill the memory)."""

    def never(path: Path) -> bytes:
        raise AssertionError(f"{path} would have been read")

    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.setattr(Path, "read_bytes", never)
    refusal(tmp_path / "pipe.txt")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=60), st.text(max_size=30).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    """Whatever the bytes, the file is read as text or refused in one line; nothing else is raised."""
    path = make_file(tmp_path, data)
    try:
        read = read_document(path)
    except UnreadableDocument:
        refusal(path)
        return
    assert read.text
    assert not any("\ud800" <= c <= "\udfff" for c in read.text)
