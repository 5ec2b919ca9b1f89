"""Encodings, pages, PDFs and rows: the text that comes out, and what is stated with it."""

from __future__ import annotations

import io
import json
import pathlib

import pytest

from bilat.errors import InputError
from bilat.model import Document
from bilat.reading import read
from bilat.reading.decoding import decode
from bilat.reading.pdf import reflow

SIMPLIFIED = (
    "王文涛会见美国财政部长\n2025年9月15日\n\n"
    "双方在马德里就关税、出口管制和投资问题交换了意见，同意继续保持沟通。\n会谈持续了两天。\n"
)
TRADITIONAL = (
    "雙方在馬德里會談\n2025年9月15日\n\n"
    "美國財政部長表示，雙方就關稅與出口管制交換了意見，將於下個月再次會面。\n"
    "中國商務部稍後證實了這項安排。\n"
)
ENGLISH = (
    "Talks end in Madrid\nSept. 15, 2025\n\n"
    "The two delegations agreed to meet again within a month, the Treasury said.\n"
)


def one(path: pathlib.Path) -> Document:
    [document] = list(read([str(path)]))
    assert isinstance(document, Document), document
    return document


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text, encodings in {
            SIMPLIFIED: ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"],
            TRADITIONAL: ["utf-8", "utf-8-sig", "big5", "big5hkscs", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
            ENGLISH: ["utf-8", "utf-8-sig", "ascii", "utf-16", "utf-16-le", "utf-16-be"],
        }.items()
        for encoding in encodings
    ],
)
def test_same_document_in_every_encoding(tmp_path: pathlib.Path, text: str, encoding: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode(encoding))
    document = one(path)
    assert document.text == text
    path.write_bytes(text.encode("utf-8"))
    assert one(path) == document


@pytest.mark.parametrize(
    "text",
    [
        "中美经贸会谈在伦敦举行",
        "中美雙方將再次會談",
        "關稅休戰再延九十天",
        "外交部发言人答记者问",
        "國防部發言人說明軍售案",
    ],
)
def test_short_headlines_in_either_national_encoding(text: str) -> None:
    for encoding in ("gb18030", "big5hkscs"):
        try:
            raw = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        assert decode(raw) == text


def test_hong_kong_characters() -> None:
    text = "佢哋喺斯德哥爾摩傾咗兩日，休戰再延九十日，市場嘅反應好冷靜。"
    assert decode(text.encode("big5hkscs")) == text


def test_curly_quotes_of_windows() -> None:
    text = "“We placed that call,” the Treasury secretary said. It’s done – for now."
    assert decode(text.encode("cp1252")) == text


def test_line_ends_are_one_character() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


PAGE = """<html><head>{meta}<title>双方在马德里会谈 - 示例网</title>
<meta property="og:title" content="双方在马德里会谈"><meta property="og:site_name" content="示例网">
<meta property="article:published_time" content="2025-09-15T21:04:00+08:00"><meta name="author" content="林小满">
<link rel="canonical" href="https://example.cn/2025/09/15/talks.html"></head><body>
<nav><a href="/">首页</a> <a href="/w">国际</a></nav><article><h1>双方在马德里会谈</h1>
<p>中美经贸团队星期天在马德里开始会谈，议题包括关税、出口管制和短视频平台的问题，会谈预计持续到星期三。</p>
<p>商务部发言人说，中方希望美方相向而行，通过平等对话解决分歧，推动两国经贸关系健康、稳定、可持续发展。</p>
<p>美国财政部长在会场外对记者说，双方在技术细节上取得了很好的进展，但还没有签署任何文件。</p></article>
<footer>版权所有 京ICP备00000001号</footer></body></html>"""


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("gb18030", '<meta charset="gb2312">'),
        ("gb18030", '<meta charset="utf-8">'),  # wrongly declared
        ("gb18030", ""),  # not declared
        ("utf-8", '<meta http-equiv="Content-Type" content="text/html; charset=big5">'),
        ("utf-16", ""),
    ],
)
def test_page_with_right_wrong_or_no_declaration(tmp_path: pathlib.Path, encoding: str, meta: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(meta=meta).encode(encoding))
    document = one(path)
    assert document.text.startswith("双方在马德里会谈\n")
    assert "还没有签署任何文件。" in document.text
    assert "京ICP备" not in document.text
    assert (document.title, document.published, document.author) == ("双方在马德里会谈", "2025-09-15", "林小满")
    assert (document.outlet, document.url) == ("示例网", "https://example.cn/2025/09/15/talks.html")
    assert document.language == "zh-Hans"
    assert document.title_span == (0, len("双方在马德里会谈"))


def test_page_with_a_prologue(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(b'<?xml version="1.0" encoding="gb2312"?>\n' + PAGE.format(meta="").encode("gbk"))
    assert "商务部发言人说" in one(path).text


def test_page_without_a_date_has_none(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "page.html"
    body = "<p>The two sides met on June 9, 2025, and again in July, officials on both sides said.</p>" * 6
    path.write_text(
        f"<html><head><title>A short history of talks</title></head><body><article>{body}</article></body></html>"
    )
    assert one(path).published is None


def tiny_pdf(*lines: str, encrypted: bool = False) -> bytes:
    """A one-page PDF, its lines in Helvetica."""
    drawn = "".join(f"BT /F1 11 Tf 50 {780 - 16 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    if encrypted:
        objects.append(f"<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    extra = f"/Encrypt 6 0 R/ID[<{'43' * 16}><{'43' * 16}>]" if encrypted else ""
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_pdf_lines_are_joined_to_paragraphs(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        tiny_pdf(
            "Joint statement on the Madrid talks",
            "September 15, 2025",
            "The two delegations met for two days and discussed tariffs, export controls and",
            "the future of a video platform, and they agreed to meet again before the deadline",
            "in November.",
        )
    )
    document = one(path)
    assert "export controls and the future of a video platform" in document.text
    assert document.title == "Joint statement on the Madrid talks"
    assert document.published == "2025-09-15"


def test_wrapped_chinese_is_joined_without_a_blank() -> None:
    page = "双方同意在十一月之前再次会面，继续讨论\r\n关税与出口管制问题，并保持沟通。\r\n会谈结束。"
    assert reflow(page).split("\n")[0] == "双方同意在十一月之前再次会面，继续讨论关税与出口管制问题，并保持沟通。"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (tiny_pdf(), "no text layer"),
        (b"%PDF-1.7\nnot really", "broken"),
        (tiny_pdf("Secret", encrypted=True), "encrypted"),
    ],
)
def test_pdf_that_cannot_be_read(tmp_path: pathlib.Path, raw: bytes, word: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw)
    [error] = list(read([str(path)]))
    assert isinstance(error, InputError)
    assert word in error.why


def test_rows_have_their_own_paths_and_ids(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [{"id": "a", "text": ENGLISH, "title": "Stated title", "language": "en"}, {"text": SIMPLIFIED}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    first, second = list(read([str(path)]))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, second.path) == (f"{path}#a", f"{path}#2")
    assert first.title == "Stated title"
    assert first.title_span is None  # it does not stand in the text
    assert second.language == "zh-Hans"
    assert first.id != second.id


def test_standard_input_is_seen_for_what_it_is() -> None:
    for raw in (
        ENGLISH.encode(),
        json.dumps({"text": ENGLISH}).encode(),
        PAGE.format(meta="").encode(),
        tiny_pdf("A line."),
    ):
        [document] = list(read(["-"], stdin=io.BytesIO(raw)))
        assert isinstance(document, Document)
        assert document.path is not None
        assert document.path.startswith("-")


def test_ids_follow_name_and_text_not_the_folder(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    for folder in ("x", "y"):
        (tmp_path / folder / "a.txt").write_text(ENGLISH)
    assert one(tmp_path / "x" / "a.txt").id == one(tmp_path / "y" / "a.txt").id
