"""A number in a manuscript is what its source says, or the reader is told."""

import gzip
import json
import re
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import scitex_io
from scitex_clew import claim, verify_text
from scitex_clew.claiming.agreement import agrees
from scitex_clew.claiming.claims import claims
from scitex_clew.claiming.latex import read_latex
from scitex_clew.claiming.markdown import read_markdown
from scitex_clew.errors import ClaimError, UnknownFileError

TABLE = "epoch,val acc,loss [mV]\n1,0.9350,3\n2,0.9312,2.5\n"
DATA = {"acc": 0.9312, "a": {"b": [1, {"c": 2.5}]}, "a.b": 7, "name": "ResNet-50", "n": 1234567, "ok": True}


@pytest.fixture
def results(project):
    """Return the directory of a run that wrote results, which a link leads to."""
    with project.session() as run:
        scitex_io.save(DATA, "results.json")
        scitex_io.save(TABLE, "table.txt")
        (run.directory / "table.csv").write_text(TABLE)
        (run.directory / "one.txt").write_text("0.5\n")
        (run.directory / "results.yaml").write_text(yaml.safe_dump(DATA))
        (run.directory / "results.toml").write_text("acc = 0.9312\n[a]\nb = [1, {c = 2.5}]\n")
        (run.directory / "results.json.gz").write_bytes(gzip.compress(json.dumps(DATA).encode()))
        np.savez(run.directory / "arrays.npz", acc=np.array([0.1, 0.9312]), scalar=np.float64(2.5))
        (run.directory / "model.pkl").write_bytes(b"cos\nsystem\n(S'touch owned'\ntR.")
    (project.root / "train_out/LATEST").symlink_to(run.directory)
    return run.directory


@pytest.mark.parametrize(
    ("written", "value", "agreed"),
    [
        ("0.93", 0.9312, True),
        ("0.94", 0.9312, False),
        ("0.99", 0.94, False),
        ("0.931", 0.9312, True),
        ("0.9312", 0.9312, True),
        ("0.93120", 0.9312, True),
        ("0.9313", 0.9312, False),
        ("0.93", 0.935, False),
        ("0.94", 0.935, True),
        ("0.12", 0.125, True),
        ("0.13", 0.125, True),
        ("-0.13", -0.125, True),
        ("2", 2.5, True),
        ("3", 2.5, True),
        ("1", 1, True),
        ("1.0", 1, True),
        ("1200", 1234, False),
        ("1.2e3", 1234, True),
        ("1,234,567", 1234567, True),
        ("1{,}234{,}567", 1234567, True),
        ("1\\,234\\,567", 1234567, True),
        ("12,34", 1234, False),
        ("12 00", 1200, False),
        ("1 2", 12, False),
        ("1 234.567 8", 1234.5678, True),
        ("1 234,567", 1234567, False),
        ("0.9 3", 0.93, False),
        ("0. 93", 0.93, False),
        ("- 5", -5, True),
        ("93 %", 0.9312, True),
        ("93\\,\\%", 0.9312, True),
        ("93.1%", 0.9312, True),
        ("94 %", 0.9312, False),
        ("93", 0.9312, False),
        ("93 %", 93.12, False),
        ("$-1.2\\times 10^{-3}$", -0.00123, True),
        ("\\textbf{0.94}", 0.94, True),
        ("\\textbf{\\num{0.99}}", 0.9412, False),
        ("\\textbf{\\num{0.94}}", 0.9412, True),
        ("$\\mathbf{0.94}$", 0.9412, True),
        ("{0.94}", 0.9412, True),
        ("{1}2{3}", 123, False),
        ("\\SI{2.5}{\\milli\\volt}", 2.5, True),
        ("\\qty{93}{\\percent}", 0.9312, True),
        ("\\qty{93}{\\percent}", 93.12, False),
        ("\\num[round-precision=1]{0.9412}", 0.9412, False),
        ("1\\thinspace234", 1234, True),
        ("\\emph{ResNet-50}", "ResNet-50", True),
        ("\\alpha", "\\alpha", True),
        ("1.2 × 10^-3", 0.00123, True),
        ("\\num{1.2e-3}", 0.00123, True),
        ("−5", -5, True),
        ("5", -5, False),
        ("0.93", "0.9312", True),
        (".5", 0.5, True),
        ("0", 0.4, True),
        ("nan", float("nan"), True),
        ("1", float("inf"), False),
        ("1", True, False),
        ("true", True, True),
        ("ResNet-50", "ResNet-50", True),
        ("ResNet\\_50", "ResNet_50", True),
        ("a  b", "a b", True),
        ("resnet-50", "ResNet-50", False),
        ("", "", True),
        ("", 1, False),
        ("1e999999999", 1, False),
        ("1", "1e999999999", False),
        ("9" * 5000, int("9" * 4000), False),
    ],
)
def test_a_value_agrees_at_the_precision_as_written(written, value, agreed):
    assert agrees(written, value) is agreed


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 5))
def test_a_number_agrees_with_itself_rounded_and_with_nothing_a_unit_away(value, places):
    unit = Decimal(1).scaleb(-places)
    rounded = value.quantize(unit)
    assert agrees(f"{rounded:f}", float(value)) or abs(float(value)) > 10**8
    assert agrees(f"{rounded:f}", str(value))
    assert not agrees(f"{rounded + 2 * unit:f}", str(value))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("results.json:acc", "0.93"),
        ("results.json:a.b.1.c", "2.5"),
        ("results.json:a.b[0]", "1"),
        ("results.json:name", "ResNet-50"),
        ("results.json.gz:acc", "0.93"),
        ("results.yaml:a.b.-1.c", "2.5"),
        ("results.toml:a.b.1.c", "2.5"),
        ("table.csv:val acc[0]", "0.9350"),
        ("table.csv:val acc[-1]", "93 %"),
        ("table.csv:loss [mV][1]", "2.5"),
        ("arrays.npz:acc[1]", "0.931"),
        ("arrays.npz:scalar", "2.5"),
        ("one.txt", "0.5"),
        ("one.txt:", "0.5"),
    ],
)
def test_a_value_is_found_by_its_locator(results, source, value):
    assert claim(f"x={value}", str(results / source)).value == value


def test_a_value_of_hdf5_is_found_by_its_path(project):
    pytest.importorskip("h5py")
    with project.session() as run:
        scitex_io.save({"fit": {"acc": np.array([0.1, 0.9312])}}, "fit.h5")
    assert claim("x=0.93", f"{run.directory}/fit.h5:/fit/acc[1]").locator == "/fit/acc[1]"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("results.json:acc2", "holds nothing at 'acc2'; there are 'acc', 'a'"),
        ("results.json:a", "more than one value"),
        ("results.json:a.b.9", "holds nothing"),
        ("results.json:", "needs a locator, as in .*results.json:KEY; there are 'acc', 'a'"),
        ("table.csv:nothing[0]", "has no column 'nothing'; it has 'epoch'"),
        ("table.csv:epoch", "has 2 rows: say which"),
        ("table.csv:epoch[2]", "has no row 2"),
        ("arrays.npz:acc", "more than one value"),
        ("model.pkl:x", "not from '.pkl'"),
        ("nothing.json:acc", "no file that"),
    ],
)
def test_a_locator_that_names_no_value_is_an_error(project, results, source, message):
    with pytest.raises(ClaimError, match=message):
        claim("x=1", str(results / source))
    assert not (project.root / "owned").exists()
    assert not (project.root / "claims.yaml").exists()


@pytest.mark.parametrize("statement", ["accuracy", "=1", "a=", "a b=1", "{x}=1", ""])
def test_what_is_no_claim_is_an_error(results, statement):
    with pytest.raises(ClaimError, match="is no claim"):
        claim(statement, str(results / "results.json:acc"))


def test_a_claim_that_its_source_denies_is_refused_at_once(project, results):
    with pytest.raises(ClaimError, match=r"claimed to be 0\.94, but .* says 0\.9312"):
        claim("accuracy=0.94", "train_out/LATEST/results.json:acc")
    assert not (project.root / "claims.yaml").exists()


def test_a_source_that_no_run_wrote_is_refused(project, results):
    (project.root / "mine.json").write_text('{"acc": 0.99}')
    with pytest.raises(UnknownFileError):
        claim("accuracy=0.99", "mine.json:acc")
    (results / "results.json").write_text('{"acc": 0.99}')
    with pytest.raises(UnknownFileError):
        claim("accuracy=0.99", "train_out/LATEST/results.json:acc")


def test_claims_are_a_readable_sorted_file(project, results):
    claim("zeta=2.5", "train_out/LATEST/results.json:a.b.1.c")
    claim("accuracy=0.931", "train_out/LATEST/results.json:acc")
    claim("accuracy=0.93", "train_out/LATEST/results.json:acc")
    sha256 = scitex_sha256(results / "results.json")
    assert (project.root / "claims.yaml").read_text() == (
        "accuracy:\n"
        "  value: '0.93'\n"
        "  source: train_out/LATEST/results.json\n"
        "  locator: acc\n"
        f"  sha256: {sha256}\n"
        f"  run: {results.name}\n"
        "zeta:\n"
        "  value: '2.5'\n"
        "  source: train_out/LATEST/results.json\n"
        "  locator: a.b.1.c\n"
        f"  sha256: {sha256}\n"
        f"  run: {results.name}\n"
    )


def scitex_sha256(path):
    from scitex_clew.hashing import content

    return content(path).sha256


def test_no_claim_is_lost_of_several_that_are_made_at_once(project, results):
    program = "import sys, scitex_clew as c; [c.claim(f'n{sys.argv[1]}{i}=0.93', sys.argv[2]) for i in range(8)]"
    source = "train_out/LATEST/results.json:acc"
    writers = [subprocess.Popen([sys.executable, "-c", program, str(number), source]) for number in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert len(yaml.safe_load((project.root / "claims.yaml").read_text())) == 32


@pytest.mark.parametrize("text", ["a: 1\n", "- a\n", "a: {value: 1}\n", "a: [\n", "a: !!python/object:x {}\n"])
def test_a_file_of_claims_that_is_none_is_one_line_and_exit_code_2(project, results, clew, text):
    (project.root / "claims.yaml").write_text(text)
    (project.root / "paper.md").write_text("[1](claim:a)")
    code, lines = clew("verify-text", "paper.md")
    assert (code, len(lines)) == (2, 1)
    assert "claims.yaml" in lines[0]


def test_a_claim_of_a_stranger_that_leads_out_of_the_project_is_refused(project, results):
    claim("accuracy=0.93", "train_out/LATEST/results.json:acc")
    path = project.root / "claims.yaml"
    path.write_text(path.read_text().replace("train_out/LATEST", "../.."))
    (project.root / "paper.md").write_text("[1](claim:accuracy)")
    with pytest.raises(ClaimError, match="leads out of the project"):
        verify_text("paper.md")


@pytest.fixture
def paper(project, results):
    """Return a LaTeX paper with one claim of each form, and what was claimed."""
    claim("accuracy=0.93", "train_out/LATEST/results.json:acc")
    claim("loss=2.5", "train_out/LATEST/table.csv:loss [mV][1]")
    path = project.root / "paper.tex"
    path.write_text(
        "\\newcommand{\\claim}[2]{#2}\n"
        "We reach \\claim{accuracy}{0.931}, % not \\claim{accuracy}{0.99}\n"
        "or $\\claim{accuracy}{93\\,\\%}$.\n"
    )
    return path


def test_a_paper_that_says_what_its_sources_say_is_verified(paper):
    found = verify_text("paper.tex")
    assert found.well
    assert [(one.line, one.name, one.verdict) for one in found.claims] == [
        (2, "accuracy", "verified"),
        (3, "accuracy", "verified"),
    ]
    assert found.unused == ("loss",)


def test_a_claim_of_099_is_not_verified_against_a_source_that_says_094(project, results, clew):
    path = results / "results.json"
    claim("accuracy=0.93", f"{path}:acc")
    (project.root / "paper.tex").write_text("\n\\claim{accuracy}{0.99}\n")
    path.write_text('{"acc": 0.94}')
    place = path.relative_to(project.root)
    assert clew("verify-text", "paper.tex") == (
        1,
        [
            f"paper.tex:2: wrong value: accuracy: the text says 0.99, {place}:acc says 0.94",
            "1 claim: 1 wrong value",
        ],
    )


def test_a_source_that_was_changed_is_told_though_it_says_the_same(paper, results):
    (results / "results.json").write_text('{"acc": 0.9312}')
    assert {one.verdict for one in verify_text(paper).claims} == {"source modified"}
    (results / "results.json").write_text('{"accuracy": 0.9312}')
    assert {(one.verdict, one.found) for one in verify_text(paper).claims} == {("source modified", None)}


def test_a_source_that_is_gone_is_told(paper, results):
    (results / "results.json").unlink()
    assert {one.verdict for one in verify_text(paper).claims} == {"source missing"}


def test_a_claim_that_nobody_made_is_told(paper, clew):
    paper.write_text("\\claim{speed}{3}")
    code, lines = clew("verify-text", "paper.tex")
    assert (code, lines[0]) == (1, "paper.tex:1: unknown claim: speed = 3, see: scitex clew claim")
    assert lines[1] == "never used: accuracy, loss"


def test_a_link_to_the_latest_run_follows_it(project, paper):
    with project.session() as run:
        scitex_io.save({"acc": 0.88}, "results.json")
    (project.root / "train_out/LATEST").unlink()
    (project.root / "train_out/LATEST").symlink_to(run.directory)
    assert [(one.verdict, one.found) for one in verify_text(paper).claims] == [("wrong value", "0.88")] * 2


def test_markdown_has_a_form_of_its_own_and_what_it_only_shows_is_no_claim(project, paper):
    (project.root / "paper.md").write_text(
        "We reach [**93 %**](claim:accuracy),\n`[0.99](claim:accuracy)` is how it is written.\n\n"
        "```md\n[0.99](claim:accuracy)\n```\n<!-- [0.99](claim:accuracy) -->\nThe loss is [2.5](claim:loss).\n"
    )
    found = verify_text("paper.md", "paper.tex")
    assert [(one.path, one.line, one.written) for one in found.claims][:2] == [
        ("paper.md", 1, "93 %"),
        ("paper.md", 8, "2.5"),
    ]
    assert (found.well, found.unused) == (True, ())


def test_a_claim_without_a_value_is_the_one_that_was_made(paper, results):
    paper.write_text("We reach \\claim{accuracy}.")
    (found,) = verify_text(paper).claims
    assert (found.verdict, found.written, found.found) == ("verified", "0.93", "0.9312")
    (results / "results.json").write_text('{"acc": 0.88}')
    (found,) = verify_text(paper).claims
    assert (found.verdict, found.written, found.found) == ("wrong value", "0.93", "0.88")


def test_a_name_without_a_value_that_nobody_has_claimed_is_told(paper, clew):
    paper.write_text("We reach \\claim{acuracy}, \\claim{accuracy}.")
    code, lines = clew("verify-text", "paper.tex")
    assert (code, lines[0]) == (1, "paper.tex:1: unknown claim: acuracy, see: scitex clew claim")


@pytest.mark.parametrize(("name", "text"), [("a.tex", "\\claim{accuracy}{}"), ("a.md", "[](claim:accuracy)")])
def test_a_claim_whose_value_is_empty_says_nothing(project, paper, name, text):
    (project.root / name).write_text(text)
    assert verify_text(name).claims[0].verdict == "wrong value"


def told(project, name, text):
    """Return line and verdict of all that is found in a text."""
    (project.root / name).write_text(text)
    return [(one.line, one.verdict) for one in verify_text(name).claims]


RIGHT = {"a.tex": "\\claim{accuracy}{0.93}", "a.md": "[0.93](claim:accuracy)"}


@pytest.mark.parametrize(
    "text",
    [
        "\\claim{accuracy}{\\textbf{\\num{0.99}}}",
        "\\claim {accuracy} {0.99}",
        "\\claim{accuracy}% value\n  {0.99}",
        "\\claim{accuracy}{0.9%\n  9}",
        "\\claim{ accuracy }{\\SI{0.99}{\\volt}}",
        "\\url{https://x.org/a%20b}, \\claim{accuracy}{0.99}",
        "\\url|https://x.org/a%20b|, \\claim{accuracy}{0.99}",
        "\\href{https://x.org/100%25}{\\claim{accuracy}{0.99}}",
        "\\href [x] {https://x.org/100%25}{\\claim{accuracy}{0.99}}",
        "\\verb|%| \\claim{accuracy}{0.99}",
        "\\lstinline{%}, \\claim{accuracy}{0.99},",
        "\\mintinline[x]{c}!%! \\claim{accuracy}{0.99}",
        "\\string\\begin{verbatim} \\claim{accuracy}{0.99} \\string\\end{verbatim}",
        "100\\% \\claim{accuracy}{0.99}",
        "\\\\\\claim{accuracy}{0.99}",
        "\\newcommand{\\v}{\\verb} \\claim{accuracy}{0.99}",
        "\\begin{verbatim}%\\end{verbatim} \\claim{accuracy}{0.99}",
        "\\\\\\begin{comment}\\end{comment}\\claim{accuracy}{0.99}",
        "\\iffalse\\claim{accuracy}{0.99}\\fi",
    ],
)
def test_a_claim_in_latex_is_judged_wherever_tex_prints_it(project, paper, text):
    assert told(project, "a.tex", f"{RIGHT['a.tex']}\n{text}") == [(1, "verified"), (2, "wrong value")]


@pytest.mark.parametrize(
    "text",
    [
        "\\claim[short]{accuracy}{0.99}",
        "\\claim*{accuracy}{0.99}",
        "\\claim accuracy",
        "\\claim{\\textit{accuracy}}{0.99}",
        "\\claim{}{0.99}",
        "\\claim{accuracy}{0.99",
        "\\claim{accuracy",
        "\\claim{accuracy}{\\mine{0.99}}",
        "\\claim{accuracy}{0.9\\footnote{9}}",
        "\\claim{accuracy}{\\num[round-precision=1]{0.9}}",
        "\\claim{accuracy}0.99",
        "\\claim{accuracy} 0.99",
        "\\claim{accuracy}$-0.99$",
        "\\claim{accuracy}\\num{0.99}",
        "\\claim{accuracy}x",
        "\\claim{accuracy}\\mine{0.99}",
        "\\let\\alias\\claim",
        "\\\\claim{accuracy}{0.99}",
        "\\newcommand{\\bold}[2]{\\textbf{\\claim{#1}{#2}}}",
        "\\url{\\claim{accuracy}{0.99}}",
        "\\lstinline{\\} \\claim{accuracy}{0.99} }",
        "\\href{claim:accuracy}{0.99}",
        "[0.99](claim:accuracy)",
        "\\begin{verbatim}\\claim{accuracy}{0.99}",
        "\\MakeShortVerb{\\|} |%| \\claim{accuracy}{0.99}",
    ],
)
def test_what_looks_like_a_claim_in_latex_and_is_not_understood_is_told(project, paper, text):
    assert told(project, "a.tex", f"{RIGHT['a.tex']}\n{text}") == [(1, "verified"), (2, "not understood")]


@pytest.mark.parametrize(
    "text",
    [
        "% \\claim{accuracy}{0.99}",
        "\\verb|\\claim{accuracy}{0.99}|",
        "\\begin{verbatim}\n\\claim{accuracy}{0.99}\n\\end{verbatim}",
        "\\begin{lstlisting}[x]\n\\claim{accuracy}{0.99}\n\\end{lstlisting}",
        "\\begin {comment}\n\\claim{accuracy}{0.99}\n\\input{nothing}\n\\end{comment}",
        "\\newcommand*\\claim[2]{#2}\\def\\claim#1#2{#2}\\NewDocumentCommand{\\claim}{m m}{#2}",
        "\\begin{claim}\\label{claim:main}\\end{claim} \\claims \\claimname",
    ],
)
def test_what_latex_hides_or_shows_as_it_is_is_no_claim(project, paper, text):
    assert told(project, "a.tex", f"{text}\n\n{RIGHT['a.tex']}")[1:] == []


def test_a_claim_in_the_value_of_another_is_found_as_well(project, paper):
    text = "\\claim{loss}{about \\claim{accuracy}{0.99}}"
    assert told(project, "a.tex", text) == [(1, "not understood"), (1, "wrong value")]


@pytest.mark.parametrize(
    ("definition", "text", "verdict"),
    [
        ("\\newcommand{\\claim}[2]{#2}", "\\claim{accuracy}.", "not understood"),
        ("\\def\\claim#1#2{#2}", "\\claim{accuracy}.", "not understood"),
        ("\\NewDocumentCommand\\claim{mm}{#2}", "\\claim{accuracy}.", "not understood"),
        ("\\newcommand{\\claim}[1]{\\csname#1\\endcsname}", "\\claim{accuracy}ms", "verified"),
    ],
)
def test_whether_a_value_may_be_left_out_is_what_the_definition_says(project, paper, definition, text, verdict):
    write_all(project.root, preamble=definition)
    assert told(project, "a.tex", f"\\input{{preamble}}{text}") == [(1, verdict)]


@pytest.mark.parametrize(
    "text",
    [
        "```inline``` and [0.99](claim:accuracy)",
        "\\` [0.99](claim:accuracy) \\`",
        "`<!--` [0.99](claim:accuracy) `-->`",
        '[0.99](claim:accuracy "title")',
        "[0.99](claim:accuracy 'a (b)')",
        "[0.99](<claim:accuracy>)",
        "[0.99]( claim:accuracy )",
        "[0.99](CLAIM:accuracy)",
        "[0.99](claim&#58;accuracy)",
        "[0.99](claim:%61ccuracy)",
        "[**0.99**](claim:accuracy)",
        "[`0.99`](claim:accuracy)",
        "[a](x`y) [0.99](claim:accuracy) `z`",
        '<a title="`">x</a> [0.99](claim:accuracy) `z`',
        "``a` [0.99](claim:accuracy)",
        "<!--> [0.99](claim:accuracy) -->",
        "- a `\n- [0.99](claim:accuracy)",
        "> ```\n\n[0.99](claim:accuracy)",
        "> ```\n\n> [0.99](claim:accuracy)\n> ```",
        "- ```\n  x\n  ```\n\n[0.99](claim:accuracy)\n\n```\nx\n```",
        "\\claim{accuracy}{0.99}",
        "    [0.99](claim:accuracy)",
    ],
)
def test_a_claim_in_markdown_is_judged_wherever_it_is_read(project, paper, text):
    found = told(project, "a.md", f"{RIGHT['a.md']}\n\n{text}")
    assert [verdict for _, verdict in found] == ["verified", "wrong value"]


@pytest.mark.parametrize(
    "text",
    [
        "[0.99][accuracy]\n\n[accuracy]: claim:accuracy",
        '<a href="claim:accuracy">0.99</a>',
        "<a href = claim:accuracy>0.99</a>",
        "<claim:accuracy>",
        "[[0.99]](claim:accuracy)",
        "[0.99]\n\n(claim:accuracy)",
        "[0.99](claim: accuracy)",
        "\\[0.99](claim:accuracy)",
        "![0.99](claim:accuracy)",
        "[0.99](claim:)",
        "[0.99](claim:the%20accuracy)",
        "[<b>0.99</b>](claim:accuracy)",
        "[![0.99](a.png)](claim:accuracy)",
        "claim:accuracy",
        "```\n[0.99](claim:accuracy)",
        "<!--\n[0.99](claim:accuracy)",
        "<div>\n```\n</div>\n\n[0.99](claim:accuracy)\n\n```\nx\n```",
        "- a ` b\n- `c` [0.99](claim:accuracy) `d`",
        "| ` | [0.99](claim:accuracy) | ` |",
        "```a | b\n|-|-|\n| [0.99](claim:accuracy) |\n```",
    ],
)
def test_what_looks_like_a_claim_in_markdown_and_is_not_understood_is_told(project, paper, text):
    found = told(project, "a.md", f"{RIGHT['a.md']}\n\n{text}")
    assert [verdict for _, verdict in found] == ["verified", "not understood"]


@pytest.mark.parametrize(
    "text",
    [
        "`[0.99](claim:accuracy)`",
        "`` ` [0.99](claim:accuracy) ``",
        "```md\n[0.99](claim:accuracy)\n```",
        "~~~ x\n```\n[0.99](claim:accuracy)\n```\n~~~~",
        "> ~~~\n> [0.99](claim:accuracy)\n> ~~~",
        "1. Do\n\n   ```\n   [0.99](claim:accuracy)\n\n   [0.99](claim:accuracy)\n   ```",
        "<!-- [0.99](claim:accuracy) -->",
        "<!--\n\n[0.99](claim:accuracy)\n\n-->",
        "text <!-- [0.99](claim:accuracy) --> text",
        "Our **claim:** it works. The claim: it works (claim: yes). See [it](#claim:x), <https://x.org/claim:x>.",
    ],
)
def test_what_markdown_hides_or_shows_as_it_is_is_no_claim(project, paper, text):
    assert told(project, "a.md", f"{text}\n\n{RIGHT['a.md']}")[1:] == []


def test_text_of_another_kind_hides_nothing_for_sure(project, paper):
    text = "`[0.99](claim:accuracy)`\n\n[0.99](claim:accuracy)"
    assert told(project, "a.rst", text) == [(1, "not understood"), (3, "wrong value")]


def test_a_mark_at_the_beginning_of_a_file_does_not_hide_that_it_begins_with_code(project, paper):
    text = "\ufeff```\nx\n```\n\n[0.99](claim:accuracy)\n\n```\nx\n```\n"
    assert told(project, "a.md", text) == [(5, "wrong value")]


def test_what_is_not_understood_is_told_with_its_place_and_its_reason(project, paper, clew):
    paper.write_text("\\claim{accuracy}{0.93}\n\\claim[short]{accuracy}{0.99} is\n\\claim{loss}{\\mine{2.5}}")
    assert clew("verify-text", "paper.tex") == (
        1,
        [
            "paper.tex:1: verified: accuracy = 0.93",
            "paper.tex:2: not understood: \\claim[short]{accuracy}{0.99} is: it is written as \\claim{name}{value}",
            "paper.tex:3: not understood: loss = \\mine{2.5}: its value is neither a number nor plain text",
            "3 claims: 1 verified, 2 not understood",
        ],
    )


WORDS = st.text("ab 1.,;:-$&^'\"()/=", max_size=12)
LATEX_PIECES = st.sampled_from(
    [
        ("\\claim{a}{0.93}", 1),
        ("\\claim {a}%x\n {\\textbf{0.93}}", 1),
        ("{\\claim{a}}", 1),
        ("\\claim[x]{a}{1}", 1),
        ("\\claim{\\b{a}}{1}", 1),
        ("\\claim*{a}{1}", 1),
        ("\\claim{a}{\\claim{b}{1}}", 2),
        ("\\textbf{\\claim{a}{1}}", 1),
        ("\\href{x%20y}{\\claim{a}{1}}", 1),
        ("% \\claim{a}{1} {\n", 0),
        ("\\verb|% \\claim{a}{1}|", 0),
        ("\\url{x%20{y}}", 0),
        ("\\% \\{ \\\\ ", 0),
        ("\\begin{verbatim}% \\claim{a}{1}\n\\end{verbatim}", 0),
        ("\\begin{comment}\n{\\claim{a}{1}\n\\end{comment}", 0),
    ]
)
MARKDOWN_PIECES = st.sampled_from(
    [
        ("[0.93](claim:a)", 1),
        ('[`1`](<claim:a> "b`c")', 1),
        ("[**1**](CLAIM:a)", 1),
        ("[[1]](claim:a)", 1),
        ("![1](claim:a)", 1),
        ('x <a href="claim:a">', 1),
        ("\n\n[x]: claim:a\n\n", 1),
        ("\\claim{a}{1}", 1),
        ("[a](x`y)", 0),
        ("\\`\\[", 0),
        ("`` ` [1](claim:a)``", 0),
        ("`<!--` ", 0),
        ("x <!-- ` [1](claim:a) -->", 0),
        ("\n\n```x\n[1](claim:a)\n~~~\n```\n\n", 0),
        ("\n\n<!--\n\n```\n[1](claim:a) -->\n\n", 0),
    ]
)


def pieces_around(pieces):
    """Return a strategy for texts, and how many claims were put into each."""
    return st.lists(st.tuples(WORDS, pieces), max_size=12).map(
        lambda parts: ("".join(f"{word} {text} " for word, (text, _) in parts), sum(number for _, (_, number) in parts))
    )


@given(pieces_around(LATEX_PIECES))
def test_as_many_claims_are_found_in_latex_as_were_put_in(put):
    text, number = put
    assert len(read_latex(text).mentions) == number


@given(*[st.text("\\{}[]()$&~^_#`'|*-<> \nab:", max_size=60)] * 2)
def test_without_comments_a_claim_in_latex_is_found_whatever_is_around_it(before, after):
    assert len(read_latex(f"{before}\\claim{{a}}{{0.93}}{after}").mentions) == 1


@given(pieces_around(MARKDOWN_PIECES))
def test_as_many_claims_are_found_in_markdown_as_were_put_in(put):
    text, number = put
    assert len(read_markdown(text)) == number


@given(*[st.text("`~<>!-[](){}|\\%*_ \n\tab:", max_size=80)] * 2)
def test_text_of_another_kind_has_each_claim_found_whatever_is_around_it(before, after):
    found = read_markdown(f"{before}[0.93](claim:a){after}", sure=False)
    assert len(found) == 1


MARKDOWN_SIGNS = [
    *("`", "``", "```", "~~~", "<!--", "-->", "<div>", "</div>", "<pre>", "</pre>", "<b>", "\\", "[", "]", "|", "!"),
    *("(", ")", "<", ">", "**", "x", "(u`v)", "[a](b)", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\n|-|-|\n"),
    *("\n```\n", "\n> ```\n", "\n  ```\n", "[0.93](claim:{})"),
]
ANCHOR = re.compile(r'<a href="claim:(\w+)"')


@settings(max_examples=400)
@given(st.lists(st.sampled_from(MARKDOWN_SIGNS), max_size=25))
def test_every_claim_that_a_parser_of_markdown_makes_a_link_of_is_found(parts):
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda url: True
    text = "".join(part.format(f"c{number}") for number, part in enumerate(parts))
    found = [text.index("claim:", mention.at) for mention in read_markdown(text)]
    links = [text.index(f"claim:{name})") for name in ANCHOR.findall(parser.render(text))]
    assert sorted(set(links) - set(found)) == []
    assert len(set(found)) == len(found)


def write_all(folder, **texts):
    """Write files, `a__b` as `a/b.tex`."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_a_paper_includes_is_read_and_told_by_its_own_name(project, paper, clew):
    write_all(
        project.root / "text",
        main="\\input{parts/intro}\n\\include{parts/end} \\subfile{parts/more.tex}"
        "\\input parts/bare \n\\claim{loss}{2.5}",
        parts__intro="\n\\claim{accuracy}{0.99}\\input{parts/deep}",
        parts__deep="\\claim{accuracy}{0.98}",
        parts__end="\\claim{accuracy}{0.97}",
        parts__more="\\claim{accuracy}{0.93}",
        parts__bare="\\claim{accuracy}{0.931}",
    )
    code, lines = clew("verify-text", "text/main.tex")
    assert (code, lines[-1]) == (1, "6 claims: 3 verified, 3 wrong value")
    assert [line.partition(" ")[0] for line in lines[:-1]] == [
        "text/main.tex:3:",
        "text/parts/intro.tex:2:",
        "text/parts/deep.tex:1:",
        "text/parts/end.tex:1:",
        "text/parts/more.tex:1:",
        "text/parts/bare.tex:1:",
    ]


def test_texts_that_include_each_other_are_each_read_once(project, paper):
    write_all(
        project.root,
        one="\\claim{accuracy}{0.93}\\input{two}\\input{two}\\input{one}",
        two="\\claim{loss}{2.5}\\input{one.tex}",
    )
    found = verify_text("one.tex", "two.tex")
    assert [(claimed.path, claimed.name) for claimed in found.claims] == [("one.tex", "accuracy"), ("two.tex", "loss")]
    assert found.well


def test_an_included_file_that_is_not_there_is_told_and_is_not_well(project, paper, clew):
    paper.write_text("\n\\input{glyphtounicode}\n% \\input{nothing}\n\\claim{accuracy}{0.93}")
    code, lines = clew("verify-text", "paper.tex")
    assert (code, lines) == (
        1,
        [
            "paper.tex:4: verified: accuracy = 0.93",
            "paper.tex:2: not there: glyphtounicode, so what it claims is not checked",
            "never used: loss",
            "1 claim: 1 verified; 1 included file not there",
        ],
    )
    assert clew("verify-text", "paper.tex", "--without", "glyphtounicode")[0] == 0


@pytest.mark.parametrize("name", ["/dev/zero", ".", "x" * 5000, "a\0b"])
def test_what_is_no_regular_file_is_not_read(project, paper, name):
    paper.write_text(f"\\input{{{name}}}\\claim{{accuracy}}{{0.93}}")
    assert [absent.name for absent in verify_text("paper.tex").missing] == [name]


def test_a_file_is_included_by_its_absolute_path_too(project, paper, tmp_path):
    write_all(tmp_path, chapter="\\claim{accuracy}{0.93}")
    paper.write_text(f"\\input{{{tmp_path}/chapter}}\\input{{../chapter}}")
    assert [found.path for found in verify_text("paper.tex").claims] == [f"{tmp_path}/chapter.tex"]


def test_a_paper_without_claims_names_the_file_that_it_lacks(paper, clew):
    paper.write_text("\\input{results}")
    code, lines = clew("verify-text", "paper.tex")
    assert (code, len(lines)) == (2, 1)
    assert "results, which it includes, is not there" in lines[0]


def test_the_claims_of_a_project_are_listed_by_name(paper, results, clew):
    source = "train_out/LATEST"
    assert [made.name for made in claims()] == ["accuracy", "loss"]
    assert clew("claim", "--list") == (
        0,
        [
            f"accuracy: 0.93, from {source}/results.json:acc of run {results.name}",
            f"loss: 2.5, from {source}/table.csv:loss [mV][1] of run {results.name}",
        ],
    )
    code, lines = clew("claim", "--list", "--json")
    assert code == 0
    assert [made["locator"] for made in json.loads("".join(lines))] == ["acc", "loss [mV][1]"]


def test_a_project_without_claims_has_none_to_list(project, clew):
    assert claims() == ()
    assert clew("claim", "--list") == (0, ["no claim was made here"])
    assert clew("claim", "--list", "--json") == (0, ["[]"])


@pytest.mark.parametrize("arguments", [(), ("a=1",), ("--from", "x.json:a"), ("a=1", "--list")])
def test_a_claim_is_made_or_listed(project, clew, arguments):
    code, lines = clew("claim", *arguments)
    assert (code, lines[-1].startswith("Error: ")) == (2, True)


def test_a_text_without_any_claim_is_no_verified_one(paper, clew):
    paper.write_text("We reach 0.93.")
    code, lines = clew("verify-text", "paper.tex")
    assert (code, len(lines)) == (2, 1)
    assert "no claim is made in paper.tex" in lines[0]


def test_the_commands_print_json(paper, clew):
    code, lines = clew("claim", "accuracy=0.93", "--from", "train_out/LATEST/results.json:acc", "--json")
    assert (code, json.loads("".join(lines))["source"]) == (0, "train_out/LATEST/results.json")
    code, lines = clew("verify-text", "paper.tex", "--json")
    assert code == 0
    assert json.loads("".join(lines))["claims"][0]["verdict"] == "verified"


def test_the_command_that_claims_says_where_from_or_why_not(paper, results, clew):
    source = "train_out/LATEST/results.json:acc"
    assert clew("claim", "accuracy=0.93", "--from", source) == (
        0,
        [f"accuracy: 0.93, from {source} of run {results.name}"],
    )
    code, lines = clew("claim", "accuracy=0.99", "--from", source)
    assert (code, lines) == (2, [f"Error: accuracy is claimed to be 0.99, but {source} says 0.9312"])


def test_claims_are_made_and_checked_from_any_folder_of_the_project(project, paper, monkeypatch):
    (project.root / "text").mkdir()
    monkeypatch.chdir(project.root / "text")
    made = claim("other=2.5", "../train_out/LATEST/results.json:a.b.1.c")
    assert made.source == "train_out/LATEST/results.json"
    assert verify_text("../paper.tex").well


def test_claims_are_made_and_checked_from_anywhere(project, results, paper, tmp_path, monkeypatch):
    (tmp_path / "notes.md").write_text("[2.5](claim:other)\n")
    monkeypatch.chdir(tmp_path)
    made = claim("other=2.5", f"{results}/results.json:a.b.1.c")
    assert (made.source, (project.root / "claims.yaml").exists()) == (
        f"train_out/FINISHED_SUCCESS/{results.name}/results.json",
        True,
    )
    assert verify_text("project/paper.tex").well
    (unknown,) = verify_text("notes.md").claims
    assert unknown.verdict == "unknown claim"
    assert verify_text("notes.md", directory=project.root / "..").claims == (unknown,)
    assert verify_text("../notes.md", directory=project.root).well


def test_manuscripts_of_several_projects_are_each_checked_by_the_claims_of_their_own(project, paper, tmp_path):
    other = tmp_path / "other"
    (other / ".scitex").mkdir(parents=True)
    (other / "paper.tex").write_text(paper.read_text())
    (other / "claims.yaml").write_text((project.root / "claims.yaml").read_text())
    found = verify_text("paper.tex", "../other/paper.tex")
    assert [checked.verdict for checked in found.claims] == ["verified"] * 2 + ["source missing"] * 2
    assert found.unused == ("loss",)
