"""Passwords, tokens and keys that are written into code and configuration files are not in what is recorded of them."""

import pytest

from scitex_io.written_secrets import masked_code, masked_diff

DIFF = """\
diff --git a/train.py b/train.py
--- a/train.py
+++ b/train.py
@@ -1,2 +1,2 @@
-token = read("token.txt")
+token = "sesame"
 rows = sorted(rows, key=first)
diff --git a/my config.yaml b/my config.yaml
--- a/my config.yaml\t
+++ b/my config.yaml\t
@@ -1 +1,6 @@
 lr: 0.1
-  hf_token: sesame
+  hf_token: sesame mucho  # mine
+password: null
+apiKey: ${API_KEY}
+key_column: name
+export S3_KEY=sesame
"""


@pytest.mark.parametrize(
    "line",
    [
        'password = "sesame"',
        "HF_TOKEN: str = 'sesame'",
        'token: str | None = "sesame"',
        'connect(user="ada", api_key = b"sesame")',
        '{"password": "sesame", "user": "ada"}',
        'os.environ["HF_TOKEN"] = "sesame"',
        'client.secret = r"open \\" sesame"',
        'x = "postgres://ada:sesame@db/y"',
        'key = """-----BEGIN RSA PRIVATE KEY-----\nsesame\n-----END RSA PRIVATE KEY-----"""',
    ],
)
def test_a_secret_in_code_is_hidden(line):
    text = masked_code(f"import os\n{line}\nprint(1)\n")

    assert "sesame" not in text
    assert "***" in text
    assert text.startswith("import os\n")
    assert text.endswith("\nprint(1)\n")


@pytest.mark.parametrize(
    "line",
    [
        'token = os.environ["HF_TOKEN"]',
        "rows.sort(key=lambda row: row.name)",
        'max_tokens = "ten"',
        'password = ""',
        "def login(password: str) -> None:",
    ],
)
def test_code_without_secrets_is_kept_as_it_is(line):
    assert masked_code(line) == line


def test_a_known_secret_is_hidden_wherever_it_stands():
    assert masked_code('print("open sesame")', ["sesame"]) == 'print("open ***")'


def test_a_diff_is_masked_by_the_kinds_of_its_files():
    masked = masked_diff(DIFF)

    assert "sesame" not in masked
    assert '-token = read("token.txt")\n+token = "***"\n rows = sorted(rows, key=first)\n' in masked
    assert "-  hf_token: ***\n+  hf_token: ***\n+password: null\n+apiKey: ${API_KEY}\n+key_column: name\n" in masked
    assert masked.endswith("+export S3_KEY=***\n")
