"""What looks like a password, a token or a key is in no record and not in the first lines of the log."""

import dataclasses

import pytest

from scitex_io.secrets import is_secret, masked, masked_command, masked_urls

WITNESS = """
from contextlib import contextmanager
@contextmanager
def witness(run):
    yield
    values = {name: value.value for name, value in run.parameters.items()}
    print(values, run.config.to_dict(), run.command, run.error, run.traceback, sep="\\n", file=open("record.txt", "w"))
"""


SECRET = """
    password DB_PASSWORD db.password api_key API-KEY apiKey apikey hf_token token secret clientSecret pwd key passwd
    AWS_SECRET_ACCESS_KEY credentials secrets.hf passphrase
    """
OPEN = "max_tokens n_tokens token_size tokenizer keys key_column monkey keyword compass lr bypass author x.y _"


@pytest.mark.parametrize("name", SECRET.split())
def test_a_name_that_gives_a_secret_away(name):
    assert is_secret(name)


@pytest.mark.parametrize("name", OPEN.split())
def test_a_name_that_does_not(name):
    assert not is_secret(name)


def test_the_list_can_be_extended_and_shortened(monkeypatch):
    monkeypatch.setenv("SCITEX_SECRETS", "licence, -key")

    assert is_secret("licence_number")
    assert not is_secret("sort_key")


@dataclasses.dataclass
class Login:
    user: str
    password: str


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"token": None, "password": True, "pwd": 1234, "key": ["a", "b"]}, None),
        ({"secrets": {"hf": "x", "more": {"s3": ["y"]}}}, {"secrets": {"hf": "***", "more": {"s3": ["***"]}}}),
        ({"token": {"size": 5, "api_key": "x"}}, {"token": {"size": 5, "api_key": "***"}}),
        ([{"password": "x"}], [{"password": "***"}]),
        ("see postgres://ada:x@db/y", "see postgres://***@db/y"),
        ("https://ghp_abc@example.org/x.git", "https://***@example.org/x.git"),
        ("ssh://git@example.org/x.git", "ssh://git@example.org/x.git"),
        (Login("ada", "x"), {"user": "ada", "password": "***"}),
        (Login("ada", None), Login("ada", None)),
    ],
)
def test_a_value_is_masked_by_its_name(value, expected):
    if expected is None:
        expected = {"token": None, "password": True, "pwd": "***", "key": ["***", "***"]}

    assert masked(value) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("t.py --api-token abcd --lr 0.1", "t.py --api-token *** --lr 0.1"),
        ("t.py --api-token=abcd x", "t.py --api-token=*** x"),
        ("t.py --DB.password abcd", "t.py --DB.password ***"),
        ("t.py --opt token=abcd lr=1", "t.py --opt token=*** lr=1"),
        ("t.py --passwords a b --x", "t.py --passwords a b --x"),
        ("t.py --secret a b --x c", "t.py --secret *** *** --x c"),
        ("t.py -tknown", "t.py -t***"),
        ("t.py http://a:b@c/d", "t.py http://***@c/d"),
    ],
)
def test_a_command_is_masked(command, expected):
    assert masked_command(command.split(), ["known"]) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zip://a.csv::s3://k:s@b/x.zip, https://t@h", "zip://a.csv::s3://***@b/x.zip, https://***@h"),
        ("s3://b/x?versionId=5&X-Amz-Credential=a%2Fb&X-Amz-Signature=c", None),
        (
            "https://h/x.csv?sv=2022&sig=a%2Bb#access_token=c;d=1",
            "https://h/x.csv?sv=2022&sig=***#access_token=***;d=1",
        ),
        ("get('https://h/x?api_key=a').json()", "get('https://h/x?api_key=***').json()"),
        ("https://h/x?token={token}&key=$KEY&sig=%s&key=***/0", "https://h/x?token={token}&key=$KEY&sig=%s&key=***/0"),
        ("a?token=b signature=c key=d", "a?token=b signature=c key=d"),
    ],
)
def test_secrets_in_urls_are_masked(text, expected):
    if expected is None:
        expected = "s3://b/x?versionId=5&X-Amz-Credential=***&X-Amz-Signature=***"

    assert masked_urls(text) == expected
    assert masked_urls(expected) == expected


def test_a_long_text_without_spaces_is_searched_in_no_time():
    assert masked_urls("a://" * 200_000) == "a://" * 200_000


def test_recorders_and_log_see_no_secret_and_the_function_sees_all(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nwitness = extra:witness\n")
    project.write("extra.py", WITNESS)
    project.write("config/db.yaml", "DB:\n  user: ada\n  password: hush-1\nurl: http://a:hush-2@b/c\n")
    project.script("""
        @session
        def main(api_token, CONFIG=INJECTED, run=INJECTED):
            known = [api_token, CONFIG.DB.password, CONFIG.url, run.parameters["api_token"].value]
            if known == ["hush-3", "hush-1", "http://a:hush-2@b/c", "hush-3"]:
                raise ValueError(f"refused: {api_token}")
        """)

    project.run("--api-token", "hush-3")

    record = (project.directory / "record.txt").read_text()
    assert "refused: ***" in record
    assert "'user': 'ada'" in record
    assert "hush" not in record
    assert "hush" not in "".join(project.frame())
    for crate in project.only_run().glob("ro-crate-metadata.json"):
        assert "hush" not in crate.read_text().replace(project.script("").read_text(), "")


def test_a_type_that_keeps_a_secret_is_masked_whatever_its_name(project):
    project.write("witness.py", WITNESS)
    project.script("""
        from pydantic import BaseModel, SecretStr
        class Login(BaseModel):
            user: str = "ada"
            phrase: SecretStr = SecretStr("none yet")
        @session
        def main(login: Login = Login()):
            print(login.phrase.get_secret_value() == "sesame")
        """)

    result = project.run("--login.phrase", "sesame")

    assert result.stdout == "True\n"
    written = "".join(path.read_text() for path in project.only_run().iterdir())
    assert "sesame" not in written
    assert "--login.phrase ***" in written
