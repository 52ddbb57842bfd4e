"""What was recorded, as tables of pandas."""

import pandas
import pytest

import scitex_io
from scitex_clew import files_table, runs_table
from scitex_clew.errors import NoIndexError
from scitex_clew.records.record import Parameter


def test_a_run_is_a_row_with_its_verdict_and_its_parameters(project):
    for lr in (0.1, 0.2):
        with project.session(parameters={"lr": Parameter("lr", lr, "flag --lr")}) as run:
            scitex_io.save("1\n", "a.txt")
    (run.directory / "a.txt").unlink()
    table = runs_table()
    assert table.index.name == "run"
    assert table.loc[run.id, ["script", "outcome", "verdict", "parameter.lr"]].tolist() == [
        "train.py",
        "success",
        "missing",
        0.2,
    ]
    assert table.loc[table["parameter.lr"] < 0.15, "verdict"].tolist() == ["verified"]
    assert (table["ended"] - table["started"]).dt.total_seconds().tolist() == table["seconds"].tolist()


def test_lineage_is_in_the_table_of_runs(project):
    ingest, analyse, figure = project.chain()
    table = runs_table()
    assert table["parents"].tolist() == [(), (ingest.id,), (analyse.id,)]
    assert table["children"].tolist() == [(analyse.id,), (figure.id,), ()]


def test_a_parameter_that_a_run_does_not_have_is_missing(project):
    with project.session(parameters={"lr": Parameter("lr", 0.1, "default")}):
        pass
    with project.session("other.py"):
        pass
    assert runs_table()["parameter.lr"].isna().tolist() == [False, True]


def test_every_file_of_every_run_is_a_row(project):
    ingest, analyse, _ = project.chain()
    (analyse.directory / "fit.txt").write_text("forged\n")
    table = files_table()
    outputs = table[table.role == "output"].set_index("path")
    assert outputs["verdict"].tolist() == ["verified", "modified", "verified"]
    assert outputs.loc[f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt", "size"] == 6
    assert set(table.role) == {"script", "input", "output", "log"}


def test_a_table_goes_to_a_file(project, tmp_path):
    project.chain()
    scitex_io.save(files_table(), tmp_path / "files.csv")
    assert len(pandas.read_csv(tmp_path / "files.csv")) == len(files_table())


def test_of_names_and_values_that_are_not_utf_8_what_is_not_is_escaped(project):
    parameters = {"tag": Parameter("tag", "é\udcff", "flag --tag")}
    (project.root / "fit\udce9.py").touch()
    with project.session("fit\udce9.py", parameters=parameters):
        scitex_io.save("1\n", "a\udce9.txt")
    runs, files = runs_table(), files_table()
    assert runs[["script", "parameter.tag"]].to_numpy().tolist() == [["fit\\udce9.py", "é\\udcff"]]
    (path,) = files.path[files.role == "output"]
    assert path == f"{runs.directory.item()}/a\\udce9.txt"


@pytest.mark.parametrize("table", [runs_table, files_table])
def test_a_project_without_runs_has_no_table(project, table):
    with pytest.raises(NoIndexError):
        table()
