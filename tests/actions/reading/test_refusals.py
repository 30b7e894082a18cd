"""Bad files: each a sentence that says what to do, quickly and in little memory."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from actions.importers.reading import Unreadable, read_file, read_paste, refusals
from actions.importers.reading.archive import Archive
from actions.importers.reading.markup import related
from actions.importers.reading.watch import Watch
from boardplan.errors import RuleBroken

from .making import (
    NAMES,
    PACKAGE,
    answer,
    c,
    docx,
    n,
    nothing_unforeseen,
    p,
    relations,
    row,
    tbl,
    tc,
    texts,
    tr,
    word_parts,
    xlsx,
    xlsx_parts,
    zipped,
)


def refused(content, name="plan.docx"):
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as refusal:
        read_file(name, content)
    return refusal.value.message


def ole(*names):
    """The beginning of a file of the old kind, with names in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "".join(names).encode("utf-16-le")


def test_a_refusal_is_a_broken_rule_that_every_view_can_answer():
    assert issubclass(Unreadable, RuleBroken)


@pytest.mark.parametrize("content", [b"", b"  \r\n", bytes(500)])
def test_empty(content):
    assert refused(content) == "This file is empty. Check that it was saved and copied completely."


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (
            ole("EncryptedPackage"),
            "This file is protected by a password. Open it in Word or Excel,",
        ),
        (ole("WordDocument"), "This is a file of an old Word (.doc). Open it in Word, save it as "),
        (ole("Workbook"), "This is a file of an old Excel (.xls). Open it in Excel, save it as "),
        (ole("PowerPoint Document"), "This is a presentation, which cannot be read here."),
        (ole("__substg1.0_"), "This is an e-mail of Outlook. Save the document attached to it"),
        (ole("Anything"), "This is a file of an old program, which cannot be read here."),
        (b"\xef\xbb\xbf%PDF-1.7", "This is a PDF. Open it in Word, choose Save as, Word document"),
        (b"{\\rtf1 x}", "This is a Rich Text file. Open it in Word, choose Save as,"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture, and its words cannot be read."),
        (b"\xff\xd8\xff\xe0", "This is a picture, and its words cannot be read."),
        (b"RIFF1234WEBPVP8", "This is a picture, and its words cannot be read."),
        (b"Rar!\x1a\x07", "This is a packed file, which cannot be read here."),
        (b"\x1f\x8b\x08", "This is a packed file, which cannot be read here."),
        (b"MZ\x90\x00", "This is a program, which cannot be read here."),
        (b"MIME-Version: 1.0\r\n", "This is a web page saved as one file. Open it in Word or"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
            "This is a Word file as XML. Open it in Word, choose Save as, Word document",
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "This is an Excel file as XML. Open it in Excel, choose Save as, Excel workbook",
        ),
        (bytes(range(256)) * 9, "This is a file of another kind, which cannot be read here."),
    ],
)
def test_other_kinds_of_file(content, beginning):
    sentence = refused(content)
    assert sentence.startswith(beginning)
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("parts", "beginning"),
    [
        ({"a.txt": "x"}, "This is a zip folder without a document, which cannot be read here."),
        ({"plan.docx": "x"}, "This is a zip folder. Unpack it and upload the document"),
        ({"nested.zip": "x"}, "This is a zip folder without a document"),
        ({"ppt/presentation.xml": "x"}, "This is a presentation"),
        ({"Index/Document.iwa": "x"}, "This is a file of Apple Pages or Numbers. Choose File,"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text"},
            "This is an OpenDocument text. Open it in Word, choose Save as, .docx,",
        ),
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
            "This is an OpenDocument spreadsheet. Open it in Excel, choose Save as, .xlsx,",
        ),
        ({"mimetype": "application/epub+zip"}, "This is a file of another program"),
        ({"[Content_Types].xml": "<Types/>"}, "This file is damaged, so it cannot be read."),
        ({"word/styles.xml": "<x/>"}, "This file is damaged, so it cannot be read."),
        (
            {**word_parts(p("x")), "word/vbaProject.bin": "x"},
            "This file has macros, which could do harm, so it is not opened. Save it as .docx",
        ),
        (
            {**xlsx_parts(row(1, c("A1", "x"))), "xl/vbaProject.bin": "x"},
            "This file has macros, which could do harm, so it is not opened. Save it as .xlsx",
        ),
        ({"xl/workbook.bin": "x"}, "This is a file of an old Excel (.xlsb)."),
    ],
)
def test_other_kinds_of_zip(parts, beginning):
    assert refused(zipped(parts)).startswith(beginning)


def test_the_sentence_of_every_refusal_says_what_to_do():
    doing = re.compile(r"\b(?:open|save|upload|check|copy|delete|take|select)\b", re.IGNORECASE)
    sentences = {name: text for name, text in vars(refusals).items() if name.isupper()}
    assert len(sentences) > 15
    assert [name for name, text in sentences.items() if not doing.search(text)] == []


def test_a_wrong_ending_is_only_remarked():
    word, excel = docx(p("Words")), xlsx(row(1, c("A1", "a"), c("B1", "b")))
    assert read_file("plan.docx", word).remarks == ()
    source = read_file("C:\\plans\\plan.xlsx", word)
    assert (source.kind, source.name) == ("word", "plan.xlsx")
    assert source.remarks == (
        "The name of the file does not say so, but it is a Word document and was read as such.",
    )
    assert read_file("plan.csv", excel).kind == "excel"
    assert read_file("plan.xlsx", b"a;b\nc;d").kind == "csv"
    page = read_file("plan.xls", b"<html><table><tr><td>a<td>b</table></html>")
    assert (page.kind, texts(page.tables[0])) == ("paste", [["a", "b"]])


def test_names_are_only_names():
    assert read_file("../../etc/a\x00\u202e.docx", docx(p("x"))).name == "a\u202e.docx"
    assert read_file("", docx(p("x"))).name == "file"
    assert len(read_file("a" * 5000 + ".docx", docx(p("x"))).name) == 200


def test_no_words():
    for content in (docx(p()), docx(tbl(tr("", "")))):
        assert refused(content).startswith("There are no words in this file.")
    assert refused(b",,,\n,,,\n", "a.csv").startswith("There are no rows in this file.")


# Damage


def test_a_truncated_file():
    whole = docx(p("Words " * 500) + tbl(tr("a", "b")))
    for length in (4, 30, 100, len(whole) // 2, len(whole) - 1):
        assert refused(whole[:length]).startswith("This file is damaged, so it cannot be read.")


def test_damaged_parts():
    damaged = "This file is damaged, so it cannot be read."
    for main in ("<w:document", "", "<other/>", f"<w:document {NAMES}/>", "\x00\x01\x02"):
        parts = {**word_parts(""), "word/document.xml": main}
        assert refused(zipped(parts)).startswith(damaged)
    parts = {**word_parts(p("x"), styles="x"), "word/styles.xml": "<broken"}
    assert refused(zipped(parts)).startswith(damaged)
    parts = {**xlsx_parts(row(1, c("A1", "x"))), "xl/worksheets/sheet1.xml": "<broken"}
    assert refused(zipped(parts)).startswith(damaged)
    del parts["xl/worksheets/sheet1.xml"]
    assert refused(zipped(parts)).startswith(damaged)


def test_a_checksum_that_does_not_fit():
    content = bytearray(zipped(word_parts(p("Words")), packed=zipfile.ZIP_STORED))
    at = content.index(b"Words")
    content[at : at + 5] = b"Wards"
    assert refused(bytes(content)).startswith("This file is damaged")


def test_parts_that_are_missing_are_done_without():
    parts = word_parts(p("Words"), styles="", numbering="")
    del parts["word/styles.xml"], parts["word/numbering.xml"], parts["_rels/.rels"]
    assert read_file("plan.docx", zipped(parts)).words == ["Words"]


def test_names_of_parts_with_other_slashes_and_capitals():
    parts = {
        name.replace("/", "\\").replace("word", "Word"): text
        for name, text in word_parts(p("Words"), styles="").items()
    }
    assert read_file("plan.docx", zipped(parts)).words == ["Words"]


def test_a_zip_with_a_password():
    content = bytearray(zipped(word_parts(p("Words"))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    assert refused(bytes(content)).startswith("This file is protected by a password.")


def test_a_packing_that_no_office_uses():
    content = zipped(word_parts(p("Words")), packed=zipfile.ZIP_LZMA)
    assert refused(content).startswith("This file is damaged")


# Hostile files


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 10))
    + "]>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("start", [LAUGHS, EXTERNAL, "<!doctype html>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities(start, encoding):
    body = f"<w:document {NAMES}><w:body>{p('&e;')}</w:body></w:document>"
    parts = {**word_parts(""), "word/document.xml": (start + body).encode(encoding)}
    assert refused(zipped(parts)).startswith("This file holds instructions that a document from")
    shared = f'<sst xmlns="x">{start}</sst>'.encode(encoding)
    parts = {**xlsx_parts(row(1, c("A1", "x"))), "xl/sharedStrings.xml": shared}
    assert refused(zipped(parts)).startswith("This file holds instructions that a document from")


def test_letters_stored_in_a_way_that_hides_tags():
    hidden = '<?xml version="1.0" encoding="UTF-7"?>+ADw-w:document/+AD4-'
    parts = {**word_parts(""), "word/document.xml": hidden}
    assert refused(zipped(parts)).startswith("This file holds instructions")


def test_a_document_in_utf_16_is_read():
    body = f"<w:document {NAMES}><w:body>{p('Café')}</w:body></w:document>"
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + body
    parts = {**word_parts(""), "word/document.xml": declared.encode("utf-16")}
    assert read_file("plan.docx", zipped(parts)).words == ["Café"]


def test_links_to_elsewhere_are_not_followed(monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    parts = word_parts(p("Words"))
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="x/styles" '
        'TargetMode="External" Target="http://x.example/styles.xml"/>'
        '<Relationship Id="b" Type="x/numbering" Target="../../../../etc/passwd"/></Relationships>'
    )
    content = zipped(parts)
    assert read_file("plan.docx", content).words == ["Words"]
    found = related(Archive(content, Watch()), "word/document.xml", program="Word")
    assert found == {"b": ("numbering", "etc/passwd")}  # a name inside the zip, and none there


def bounded(content, name="plan.docx"):
    """(sentence, seconds of the processor, peak MB) of a refusal."""
    tracemalloc.start()
    start = time.process_time()
    sentence = refused(content, name)
    seconds = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return sentence, seconds, peak


def test_two_hundred_megabytes():
    sentence, seconds, peak = bounded(bytes(200_000_000))
    assert sentence == (
        "This file has 200 MB and the limit is 10 MB. Take pictures out of it, or copy the plan "
        "into a new document, and upload that."
    )
    assert seconds < 0.5
    assert peak < 1


def test_a_zip_bomb_that_says_so():
    parts = {**word_parts(""), "word/document.xml": b"<" + bytes(70_000_000)}
    sentence, seconds, peak = bounded(zipped(parts))
    assert sentence.startswith("This file unpacks to more than 60 MB, far more than a plan needs")
    assert seconds < 2
    assert peak < 5


def test_a_zip_bomb_that_unpacks_far_too_well():
    parts = {**word_parts(""), "word/document.xml": b" " * 20_000_000}
    sentence, _, peak = bounded(zipped(parts))
    assert sentence.startswith("This file unpacks to more than 10 MB")
    assert peak < 5


def test_a_zip_bomb_that_lies_about_its_size():
    content = bytearray(zipped({**word_parts(""), "word/document.xml": b" " * 50_000_000}))
    at = content.index(struct.pack("<I", 50_000_000))
    while at >= 0:
        content[at : at + 4] = struct.pack("<I", 1000)
        at = content.find(struct.pack("<I", 50_000_000))
    sentence, _, peak = bounded(bytes(content))
    assert sentence.startswith("This file is damaged")
    assert peak < 10


def test_parts_that_unpack_to_too_much_together(settings):
    settings.MAX_IMPORT_UNPACKED_BYTES = 1_000_000
    # The directory is checked first; what is read is counted as well.
    watch = Watch()
    watch.unpacked(600_000)
    with pytest.raises(Unreadable, match="unpacks to more than 1 MB"):
        watch.unpacked(600_000)


def test_a_zip_in_a_zip_is_not_opened():
    inner = zipped({"bomb": bytes(10_000_000)})
    parts = {**word_parts(p("Words")), "word/embeddings/inner.zip": inner}
    assert read_file("plan.docx", zipped(parts)).words == ["Words"]


def test_a_zip_with_endless_parts():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(10_100):
            archive.writestr(f"{number}", "")
    sentence, seconds, peak = bounded(stream.getvalue())
    assert sentence.startswith("This file is far more intricate than a plan is")
    assert seconds < 1
    assert peak < 5


def test_endless_tags_and_attributes():
    for body in (
        b"<w:p/>" * 1_600_000,
        b"<w:p " + b" ".join(b'a%d=""' % at for at in range(1_100_000)) + b"/>",
    ):
        parts = word_parts("")
        head, _, tail = parts["word/document.xml"].encode().partition(b"<w:body>")
        parts["word/document.xml"] = head + b"<w:body>" + body + tail
        sentence, seconds, _ = bounded(zipped(parts, packed=zipfile.ZIP_STORED))
        assert sentence.startswith(("This file is far more intricate", "This file has 1"))
        assert seconds < 3


def test_elements_within_elements_without_end():
    deep = "<w:ins>" * 5000 + "</w:ins>" * 5000
    assert refused(docx(f"<w:p>{deep}</w:p>")).startswith("This file is damaged")
    nested = "<w:ins>" * 200 + "<w:r><w:t>deep</w:t></w:r>" + "</w:ins>" * 200
    assert read_file("plan.docx", docx(f"<w:p>{nested}</w:p>")).words == ["deep"]
    cell = "x"
    for _ in range(60):
        cell = tc(p("x") + tbl(tr(cell, "y")))
    assert "x" in read_file("plan.docx", docx(tbl(tr(cell)))).words


def test_a_sheet_of_a_hundred_thousand_rows():
    rows = "".join(row(at, c(f"A{at}", f"x{at}"), n(f"B{at}", at)) for at in range(1, 100_001))
    content = xlsx(rows)
    start = time.process_time()
    assert refused(content, "plan.xlsx") == (
        "This file has more than 5,000 rows, far more than a plan has. Delete the rows and sheets "
        "that do not belong to the plan, save and upload it again."
    )
    assert time.process_time() - start < 5


def test_a_table_of_ten_thousand_rows_in_word_csv_and_html():
    rows = tr("a", "b") * 5_100
    assert "more than 5,000 rows" in refused(docx(tbl(rows)))
    assert "more than 5,000 rows" in refused(b"a,b\n" * 5_100, "plan.csv")
    page = b"<table>" + b"<tr><td>a<td>b" * 5_100
    assert "more than 5,000 rows" in refused(page, "plan.html")


def test_rows_without_words_do_not_count():
    rows = "".join(row(at, c(f"A{at}", "", 1)) for at in range(1, 20_000))
    source = read_file("plan.xlsx", xlsx(row(1, c("A1", "a"), c("B1", "b")) + rows))
    assert [len(table.grid) for table in source.tables] == [1]


def test_more_cells_or_columns_than_a_plan_has(settings):
    assert "more than 256 columns" in refused(docx(tbl(tr(*"x" * 300))))
    wide = "".join(c(f"{chr(65 + a)}{chr(65 + b)}1", "x") for a in range(26) for b in range(20))
    assert "more than 256 columns" in refused(xlsx(row(1, wide)))
    assert "more than 256 columns" in refused(b",".join([b"x"] * 300) + b"\n", "plan.csv")
    settings.MAX_IMPORT_CELLS = 1000
    assert "more than 1,000 cells" in refused(docx(tbl(tr(*"abcdef") * 200)))
    assert "more than 1,000 cells" in refused(b"a,b,c\n" * 400, "plan.csv")


def test_one_text_in_many_cells_is_counted_in_each():
    shared = (f"<t>{'words ' * 3000}</t>",)
    cells = "".join(row(at, n(f"A{at}", 0, kind="s")) for at in range(1, 1000))
    sentence, _, peak = bounded(xlsx(cells, shared=shared), "plan.xlsx")
    assert sentence.startswith("This file has more than 10,000,000 letters")
    assert peak < 60


def test_endless_breaks():
    assert "far more intricate" in refused(docx(p("a\n" * 20_000)))
    assert "far more intricate" in refused(xlsx(row(1, c("A1", "a\n" * 20_000))))
    page = "<table><tr><td>" + "a<br>" * 20_000
    with pytest.raises(Unreadable, match="far more intricate"):
        read_paste(page)


@pytest.mark.parametrize(
    "text",
    [
        "|" + " " * 3_000_000 + "x\n" * 3,
        " " * 3_000_000 + "x",
        "a\t" * 200 + "\t" * 3_000_000,
        "| a |\n" + "|" + "-" * 3_000_000 + "x",
        "| a |\n|---|\n| " + "**a " * 100_000 + "|",
        "| a |\n|---|\n| " + "<br   " * 100_000 + "|",
        "a   b\n" * 90_000,
        "a,b\n" * 1_000_000,
        '"a","b\n' * 300_000,
        "<table><style>" + ".a " * 1_000_000 + "</style><tr><td>x",
        "<table><tr><td style='" + "url(" * 1_000_000 + "'>x",
        "<table>" + "<tr><td rowspan=65535 colspan=1000>x" * 4_000,
    ],
    ids=range(12),
)
def test_no_text_takes_long(text):
    start = time.process_time()
    with nothing_unforeseen():
        for html, plain in ((text, ""), ("", text)):
            answer(read_paste, html, plain)
    assert time.process_time() - start < 15


def test_absurd_spans_and_numbers():
    source = read_file(
        "plan.docx",
        docx(
            tbl(
                tr(tc("a", '<w:gridSpan w:val="999999999"/>'), properties=""),
                tr(tc("b", '<w:gridSpan w:val="-5"/>'), tc("c", '<w:gridSpan w:val="x"/>')),
            )
        ),
    )
    assert [cell.text for cell in source.tables[0].cells() if cell.text] == ["a", "b", "c"]
    before = tr("x", properties='<w:gridBefore w:val="99999"/>')
    assert "more than 256 columns" in refused(docx(tbl(before)))


def test_time_is_bounded(settings, monkeypatch):
    now = iter(range(0, 10_000, 5))
    monkeypatch.setattr("actions.importers.reading.watch.time.monotonic", lambda: next(now))
    assert refused(docx(p("x") * 100)) == (
        "Reading this file takes more than 20 seconds, so it was stopped. Copy the plan into a new "
        "document and upload that."
    )


def test_what_nobody_foresaw_is_logged_and_answered(monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("actions.importers.reading.files.read_word", broken)
    assert refused(docx(p("x"))).startswith("This file is damaged, so it cannot be read.")
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_file("plan.docx", docx(p("x")))
    read_file("plan.xlsx", xlsx(row(1, c("A1", "a"), c("B1", "b"))))
    assert list(Path(tmp_path).iterdir()) == []


def test_relations_without_targets_are_passed_over():
    parts = word_parts(p("Words"))
    parts["word/_rels/document.xml.rels"] = relations(styles="", numbering="/../../x")
    assert read_file("plan.docx", zipped(parts)).words == ["Words"]
