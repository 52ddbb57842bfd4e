"""Bibliographies: entries as dicts, nothing lost in silence."""

from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import SeparateCoAuthors

import scitex_io

WORLD = Path(__file__).parent / "world" / "plain"
ENTRIES = [
    {"ENTRYTYPE": "article", "ID": "Knuth:84", "author": 'Müller, {J.} and Ø "Q"', "year": "1984", "month": "jan"},
    {"ENTRYTYPE": "misc", "ID": "empty"},
    {
        "ENTRYTYPE": "techreport",
        "ID": "x",
        "type": "Survey",
        "key": "K",
        "note": " two\r\n  lines, 50\\% # @ = $x_{1}$ ",
    },
]
SOURCE = r"""% a comment
@comment{jabref-meta: x;}
@preamble{"\newcommand{\x}{y}"}
@string{ml = {Machine Learning}}
@string(jmlr = "Journal of " # ML)
@Article{k, Journal = jmlr, title = "{L}iterate", month = feb, pages = "1--" # {5}, note = unknown, year = 1984 }
@book(lamport, title={LaTeX (2nd)})
"""


def loaded(tmp_path, content, **options):
    (tmp_path / "a.bib").write_bytes(content if isinstance(content, bytes) else content.encode())
    return scitex_io.load(tmp_path / "a.bib", **options)


def test_entries_come_back_equal(tmp_path):
    assert scitex_io.load(scitex_io.save(ENTRIES, tmp_path / "a.bib")) == ENTRIES


def test_an_entry_is_written_as_bibtex_has_it(tmp_path):
    path = scitex_io.save(ENTRIES[:1], tmp_path / "a.bib")

    assert path.read_text(encoding="utf-8") == (
        '@article{Knuth:84,\n\tauthor = {Müller, {J.} and Ø "Q"},\n\tyear = {1984},\n\tmonth = jan\n}\n'
    )


def test_names_are_put_in_and_joined(tmp_path):
    assert loaded(tmp_path, SOURCE) == [
        {
            **{"ENTRYTYPE": "article", "ID": "k", "journal": "Journal of Machine Learning", "title": "{L}iterate"},
            **{"month": "feb", "pages": "1--5", "note": "unknown", "year": "1984"},
        },
        {"ENTRYTYPE": "book", "ID": "lamport", "title": "LaTeX (2nd)"},
    ]


def test_a_library_has_comments_preambles_and_names_and_is_saved_whole(tmp_path):
    library = loaded(tmp_path, SOURCE, library=True, parse_stack=[])

    scitex_io.save(library, tmp_path / "b.bib", unparse_stack=[])
    again = scitex_io.load(tmp_path / "b.bib", library=True, parse_stack=[])

    assert [len(library.comments), len(library.preambles), len(library.strings)] == [2, 1, 2]
    assert [type(block) for block in again.blocks] == [type(block) for block in library.blocks]
    assert scitex_io.load(tmp_path / "b.bib") == scitex_io.load(tmp_path / "a.bib")


def test_a_bibliography_of_r_is_read_and_survives(tmp_path):
    entries = scitex_io.load(WORLD / "r.bib")

    assert [(entry["ENTRYTYPE"], entry["ID"], entry["author"]) for entry in entries] == [
        ("manual", "", "{R Core Team}"),
        ("article", "Gauss:1809", "Carl Friedrich Gauss and Jürgen Müller"),
    ]
    assert scitex_io.load(scitex_io.save(entries, tmp_path / "a.bib")) == entries


def test_numbers_become_text_and_names_lower_case(tmp_path):
    path = scitex_io.save([{"ENTRYTYPE": "Book", "ID": "k", "Year": 1984}], tmp_path / "a.bib")

    assert scitex_io.load(path) == [{"ENTRYTYPE": "book", "ID": "k", "year": "1984"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("@article{a, title={x}\n@book{b, t={c}}", r"a\.bib:1: Unexpected block start"),
        ("\n@a{b,}\n@a{b,}", r"a\.bib:3: Duplicate entry key 'b'"),
        ("@a{b, x={1}, x={2}}", r"a\.bib:1: Duplicate field keys on entry: 'x'"),
        ("@a{b, x={1}, X={2}}", r"a\.bib: .*a field of b is there twice"),
        ("@article{k, title = {abc", r"a\.bib:1: Unexpectedly reached end of file"),
        ("<html></html>", r"a\.bib: there is text in it, but nothing of BibTeX"),
        (b"@a{b, x={\xfc}}", r"a\.bib: not utf-8 .*say encoding='latin-1'"),
    ],
)
def test_what_would_be_lost_is_an_error(tmp_path, content, message):
    with pytest.raises(scitex_io.FormatError, match=message):
        loaded(tmp_path, content)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            {"ENTRYTYPE": "a", "ID": "k", "t": "a{b"},
            r"\[1\]\.t does not come back from BibTeX: are its braces balanced",
        ),
        ({"ENTRYTYPE": "a", "ID": "k", "t": "a\\"}, r"\[1\]\.t does not come back"),
        ({"ENTRYTYPE": "a", "ID": "k", "t": "x\n@a{b, c={d}}"}, r"\[1\]\.t does not come back"),
        ({"ENTRYTYPE": "a", "ID": "k,x"}, r"\[1\] cannot be written: ID 'k,x'"),
        ({"ENTRYTYPE": "comment", "ID": "k"}, r"\[1\] cannot be written"),
        ({"ENTRYTYPE": "a", "ID": "k", "t": None}, r"\[1\]\.t is NoneType: the fields of a .bib are text"),
        (
            {"ENTRYTYPE": "a", "ID": "k", "t": "1", "T": "2"},
            r"two fields at \[1\] are the same but for small and large",
        ),
        ({"title": "x"}, r"what is at \[1\] is no entry"),
        ({"ENTRYTYPE": "a", "ID": "first"}, "two entries have the same ID"),
    ],
)
def test_what_bibtex_cannot_hold_is_refused_by_its_place(tmp_path, entry, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save([{"ENTRYTYPE": "a", "ID": "first"}, entry], tmp_path / "x.bib")

    assert list(tmp_path.iterdir()) == []


def test_options_of_bibtexparser_go_through(tmp_path):
    style = bibtexparser.BibtexFormat()
    style.indent = "  "
    path = scitex_io.save([{"ENTRYTYPE": "a", "ID": "k", "author": "A and B"}], tmp_path / "a.bib", bibtex_format=style)

    assert path.read_text() == "@a{k,\n  author = {A and B}\n}\n"
    assert scitex_io.load(path, append_middleware=[SeparateCoAuthors()])[0]["author"] == ["A", "B"]


def test_another_encoding_is_an_option(tmp_path):
    path = scitex_io.save([{"ENTRYTYPE": "a", "ID": "k", "t": "ü"}], tmp_path / "a.bib", encoding="latin-1")

    assert scitex_io.load(path, encoding="latin-1")[0]["t"] == "ü"
    with pytest.raises(scitex_io.ObjectError, match=r"'\\u2192' is in the entries, but not in latin-1"):
        scitex_io.save([{"ENTRYTYPE": "a", "ID": "k", "t": "→"}], path, encoding="latin-1")
