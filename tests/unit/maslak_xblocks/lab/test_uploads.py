"""Uploaded tables: what is no table is refused by its name, what is one is marked row by row without telling the answer."""

from __future__ import annotations

import gzip
import io
import zipfile
from decimal import Decimal

import pytest

from maslak_xblocks.lab.comparing import compare_tables
from maslak_xblocks.lab.errors import EmptyAnswerError, UploadRefusedError
from maslak_xblocks.lab.generators.dataset import TableFact
from maslak_xblocks.lab.uploads import MAX_UPLOAD_BYTES, read_upload

EXPECTED = TableFact(
    columns=("ville", "total"), keys=("ville",),
    rows=(("Fès", Decimal("1200.50")), ("Rabat", Decimal("80.00")), ("Oujda", Decimal("7.25"))),
    spellings={"Fès": ("Fès", "Fes", "فاس"), "Rabat": ("Rabat", "الرباط")},
)  # fmt: skip


def mark(text: str) -> tuple[str, list[tuple[str, dict[str, object]]]]:
    verdict = compare_tables(read_upload(text.encode()), EXPECTED, Decimal("0.01"))
    return str(verdict.score), [(remark.code, dict(remark.values)) for remark in verdict.remarks]


def make_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet1.xml", b"0" * 50_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("raw", "reason", "found"),
    [
        (make_bomb(), "binary", "zip"),
        (gzip.compress(b"0" * 10_000_000), "binary", "gzip"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "binary", "xls"),
        (b"\x89PNG\r\n\x1a\n0000", "binary", "image"),
        (b"%PDF-1.7 ville,total", "binary", "pdf"),
        (b"ville,total\nF\x00s,1", "binary", "data"),
        ("ville;total\r\nFès;1".encode("utf-16"), "encoding", "UTF-16"),
        ("ville;total\r\nFès;été".encode("cp1252"), "encoding", "Windows-1252"),
        ("ville;total\r\nفاس;الرباط".encode("cp1256"), "encoding", "Windows-1256"),
        (b"ville,total\n" + b"a" * MAX_UPLOAD_BYTES, "too_large", None),
        (b"ville,total\n" + b"a,1\n" * 10_001, "too_many_rows", None),
        (b"ville,total\n" + b"x" * 2000 + b",1\n", "no_table", None),
        (b"a," * 80 + b"\n" + b"1," * 80, "no_table", None),
        (b'ville,total\n"never closed,1\nmore,2\n', "no_table", None),
        (b"ville,total\n", "no_table", None),
        (b"ville,total\nRabat,=SUM(B1:B9)\n", "formula", None),
        (b"ville,total\nRabat,+CMD(1)\n", "formula", None),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(raw: bytes, reason: str, found: str | None) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        read_upload(raw)
    assert (caught.value.reason, caught.value.params.get("found")) == (reason, found)


@pytest.mark.parametrize("raw", [b"", b"   \n \n"])
def test_empty_file_is_an_empty_answer(raw: bytes) -> None:
    with pytest.raises(EmptyAnswerError):
        read_upload(raw)


@pytest.mark.parametrize(
    "text",
    [
        "ville;total\nFès;1200,50\nRabat;80\nOujda;7,25\n",
        "\ufeffville;total\r\nOujda;7,25\r\nRabat;80,00\r\nFès;1200,5\r\n",
        "ville,total\nfes,1200.50\nRABAT,80.0\nOUJDA,7.249\n",
        "total\tVille\tnote\n1200,5\tفاس\tx\n80\tالرباط\ty\n7,25\tOujda\tz\n",
        'Total,"Ville"\n1200.5,"Fès"\n80,Rabat\n7.25, Oujda \n\n',
        "ville;total\nFès;١٢٠٠٫٥\nRabat;٨٠\nOujda;7,25",
    ],
)
def test_table_is_right_in_every_form_that_tools_write(text: str) -> None:
    assert mark(text) == ("1", [])


def test_each_row_that_is_right_counts_and_the_remark_counts_without_telling() -> None:
    score, remarks = mark("ville;total\nFès;1200,50\nRabat;81\nOujda;7,25\n")
    assert score == "0.6666"
    assert remarks == [("values_differ", {"column": "total", "rows": 1})]
    score, remarks = mark("ville;total\nFès;1200,50\n")
    assert (score, remarks) == ("0.3333", [("rows_too_few", {"rows": 1})])


def test_rows_too_many_take_away_so_that_guessing_every_row_earns_nothing() -> None:
    guess = "".join(f"Ville {number};1\n" for number in range(3))
    score, remarks = mark(f"ville;total\nFès;1200,50\nRabat;80\nOujda;7,25\n{guess}")
    assert score == "0"
    assert remarks == [("rows_too_many", {"rows": 6}), ("rows_unknown", {"rows": 3, "columns": "ville"})]
    assert mark("ville;total\nFès;1200,50\nFes;1200,50\nRabat;80\nOujda;7,25\n")[0] == "0.6666"


def test_missing_column_is_named() -> None:
    score, remarks = mark("ville;somme\nFès;1200,50\n")
    assert (score, remarks) == ("0", [("columns_missing", {"columns": "total", "found": "ville, somme"})])


def test_number_that_could_be_two_numbers_is_not_guessed() -> None:
    assert mark("ville;total\nFès;1.200\nRabat;80\nOujda;7,25\n")[1] == [("values_differ", {"column": "total", "rows": 1})]


def test_no_remark_tells_a_value_that_is_expected() -> None:
    for text in ("ville;total\nRabat;1\n", "ville;somme\nx;1\n", "ville;total\nx;1\ny;2\n"):
        told = repr(mark(text)[1])
        assert not any(secret in told for secret in ("1200", "7.25", "80.00", "Oujda"))
