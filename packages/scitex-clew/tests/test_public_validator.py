"""Our crates before the public validator of RO-Crates, without a network: contexts of our own stand in for the two."""

import json
import zipfile

import pytest

import scitex_io
from scitex_clew import export
from scitex_clew.records import crate
from scitex_clew.records.record import Parameter

models = pytest.importorskip("rocrate_validator.models")
services = pytest.importorskip("rocrate_validator.services")
http = pytest.importorskip("rocrate_validator.utils.http")
requests = pytest.importorskip("requests")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

PROFILE = "process-run-crate-0.5"  # which asks for all of RO-Crate 1.1
SCHEMA = """
    CreateAction CreativeWork Dataset Person PropertyValue SoftwareApplication SoftwareSourceCode
    about actionStatus additionalProperty agent alternateName author contentSize datePublished description
    encodingFormat endTime error hasPart instrument isBasedOn license mainEntity mentions name object
    programmingLanguage result sdDatePublished softwareRequirements startTime subjectOf text unitText url value version
"""
CONTEXTS = {
    crate.CONTEXT[0]: {
        **{term: f"http://schema.org/{term}" for term in SCHEMA.split()},
        "File": "http://schema.org/MediaObject",
        "conformsTo": "http://purl.org/dc/terms/conformsTo",
    },
    crate.CONTEXT[1]: {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
}


class Offline:
    """What the validator gets in place of the web: the contexts, and of all else that it is not there."""

    def request(self, url, **options):
        found = requests.Response()
        found.url, found.status_code = url, 200 if url in CONTEXTS else 504
        found.headers["Content-Type"] = "application/ld+json"
        found._content = json.dumps({"@context": CONTEXTS.get(url, {})}).encode()
        return found

    get = head = request


@pytest.fixture
def complaints(monkeypatch, tmp_path):
    """Return a function that gives what the validator says against a directory or a zip file."""
    for name in ("get", "head"):
        monkeypatch.setattr(http.HttpRequester, name, getattr(Offline, name), raising=False)

    def complaints_about(path):
        settings = models.ValidationSettings(
            rocrate_uri=str(path),
            profile_identifier=PROFILE,
            requirement_severity=models.Severity.REQUIRED,
            cache_path=tmp_path / "cache",
            offline=True,
        )
        return sorted(str(issue.message) for issue in services.validate(settings).get_issues())

    return complaints_about


@pytest.fixture
def run(project):
    """Return a run with everything that a record may tell of."""
    project.chain()
    (project.root / "raw file.txt").write_text("raw\n")
    parameters = {"lr": Parameter("lr", 0.01, "flag --lr"), "layers": Parameter("layers", [1, 2], "default")}
    with project.session("last.py", parameters=parameters, source="# last\n", outcome="error") as last:
        scitex_io.load(project.root / "raw file.txt")
        scitex_io.load(next(project.root.glob("figure_out/FINISHED_SUCCESS/*/figure.txt")))
        scitex_io.save("ü\n", "50% ü [a].txt")
        last.seed = 42
    return last


def test_the_crate_of_a_run_holds_to_every_requirement(run, complaints):
    assert complaints(run.directory) == []


def test_an_exported_crate_holds_to_every_requirement(run, complaints):
    export("crate.zip", run.id)
    assert complaints("crate.zip") == []


def test_what_is_not_there_is_found_out(run, complaints):
    export("crate.zip", run.id)
    with zipfile.ZipFile("crate.zip") as old, zipfile.ZipFile("less.zip", "w") as new:
        for info in old.infolist():
            data = old.read(info).replace(b'"license"', b'"about"') if info.filename == crate.NAME else old.read(info)
            if info.filename != "last.py":
                new.writestr(info, data)
    found = "\n".join(complaints("less.zip"))
    assert "last.py" in found
    assert "license" in found
