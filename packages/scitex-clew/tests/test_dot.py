"""The lineage in the language of Graphviz."""

import re
import shutil
import subprocess

import pytest

import scitex_io
from scitex_clew import draw

STRING = r'"(?:[^"\\\n]|\\.)*"'
LINE = re.compile(
    rf"""digraph\ lineage\ {{ | }}
    |\ {{4}}(charset|label|rankdir)=(\w+|{STRING});
    |\ {{4}}(node|edge)\ \[[^\n]*\];
    |\ {{4}}\w+\ \[label={STRING},\ shape=\w+,\ fillcolor="\#\w+",\ color="\#\w+"\];
    |\ {{4}}\w+\ ->\ \w+\ \[style=\w+(,\ label={STRING})?\];""",
    re.VERBOSE,
)


def test_runs_and_files_are_nodes_and_accesses_are_edges(project):
    ingest, *_ = project.chain()
    text = draw("dot")
    assert f'    run0 [label="ingest.py\\n{ingest.id}", shape=box, fillcolor="#e4f1ea", color="#2f7d57"];\n' in text
    assert "    file0 -> run0 [style=solid];\n" in text


def test_names_are_escaped(project, nasty):
    with project.session("a.py"):
        scitex_io.save("one\n", f"{nasty.replace('/', '|')}.txt")
    lines = draw("dot").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert len(lines) == 9


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_shows_the_names_as_they_are(nasty_project):
    drawn = subprocess.run(["dot", "-Tplain"], input=draw("dot"), capture_output=True, encoding="utf-8", check=True)
    assert drawn.stderr == ""
    assert "<img src=x onerror=alert(1)>.txt" in drawn.stdout
