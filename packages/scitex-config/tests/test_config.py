"""CONFIG is a read-only mapping with attributes, whose values know their source."""

import copy
import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scitex_config import Config, Source, UnknownKeyError, Value, load_config

TEXT = "DATA_DIR: ./data\nMODEL:\n  hidden_size: 256\n  layers: [64, 32]\nitems: 1\n"


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Load one file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/a.yaml").write_text(TEXT)
    return load_config()


def test_brackets_and_attributes_are_the_same(config):
    assert config["MODEL"]["hidden_size"] == config.MODEL.hidden_size == 256
    assert config["items"] == 1
    assert dict(config.items())["DATA_DIR"] == "./data"


def test_it_is_read_only(config):
    with pytest.raises(TypeError, match="does not support item assignment"):
        config["MODEL"] = 1
    with pytest.raises(AttributeError, match="CONFIG is read-only"):
        config.MODEL.hidden_size = 1
    with pytest.raises(AttributeError, match="CONFIG is read-only"):
        del config.MODEL
    config.MODEL.layers.append(1)
    assert config.MODEL.layers == [64, 32]


def test_it_copies_and_pickles(config):
    for other in (copy.copy(config), copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        assert other == config
        assert other.source_of("MODEL.layers") == config.source_of("MODEL.layers")


def test_a_missing_key_names_the_nearest(config):
    with pytest.raises(KeyError, match="did you mean 'MODEL'"):
        config["MODLE"]
    with pytest.raises(
        AttributeError, match=r"no configuration key 'MODEL\.hiden_size' \(did you mean 'hidden_size'\?\)"
    ):
        _ = config.MODEL.hiden_size
    with pytest.raises(UnknownKeyError, match=r"did you mean 'MODEL\.hidden_size'"):
        config.source_of("MODEL.hiddensize")


def test_every_value_knows_its_file_and_line(config):
    assert str(config.source_of("MODEL.hidden_size")) == "config/a.yaml:3"
    assert str(config.MODEL.source_of("hidden_size")) == "config/a.yaml:3"
    assert config.source_of("DATA_DIR") == Source("config/a.yaml", 1)


def test_an_override_keeps_the_rest(config):
    flag = Value(9, Source("flag --MODEL.hidden_size"))

    changed = config.overridden({"MODEL.hidden_size": flag})

    assert changed.MODEL == {"hidden_size": 9, "layers": [64, 32]}
    assert str(changed.source_of("MODEL.hidden_size")) == "flag --MODEL.hidden_size"
    assert config.MODEL.hidden_size == 256


def test_an_override_replaces_a_mapping_as_a_whole(config):
    changed = config.overridden({"MODEL": Value({"a": {"b": 1}}, Source("call"))})

    assert changed.MODEL.a.b == 1
    assert changed.MODEL == {"a": {"b": 1}}
    assert str(changed.source_of("MODEL.a.b")) == "call"


def test_an_override_of_an_unknown_key_is_refused(config):
    with pytest.raises(UnknownKeyError, match="no configuration key 'NEW'"):
        config.overridden({"NEW": Value(1, Source("flag"))})


def test_an_override_may_make_a_key(config):
    changed = config.overridden(
        {"MODEL.new.deep": Value(1, Source("flag")), "OTHER": Value(2, Source("flag"))}, create=True
    )

    assert changed.to_dict() == {**config.to_dict(), "MODEL": {**config["MODEL"], "new": {"deep": 1}}, "OTHER": 2}
    assert str(changed.source_of("MODEL.new")) == "flag"


def test_a_key_with_dots_is_found(tmp_path):
    (tmp_path / "a.yaml").write_text("a.b:\n  c.d: 1\na: {x: 1}\n")
    loaded = load_config(tmp_path)

    assert loaded.source_of("a.b.c.d").line == 2
    assert loaded.overridden({"a.b.c.d": Value(2, Source("flag"))}) == {"a.b": {"c.d": 2}, "a": {"x": 1}}


def test_it_equals_a_mapping_of_the_same_values_and_has_no_hash(config):
    assert config == config.to_dict()
    assert config != {}
    with pytest.raises(TypeError, match="unhashable"):
        hash(config)


def test_it_completes(config):
    assert {"DATA_DIR", "MODEL", "to_dict"} <= set(dir(config))
    assert config._ipython_key_completions_() == ["DATA_DIR", "MODEL", "items"]


def test_it_prints_in_one_line_or_a_line_an_entry(config):
    assert repr(config.MODEL) == str(config.MODEL) == "Config({'hidden_size': 256, 'layers': [64, 32]})"
    root = sourced({"MODEL": {"hidden_size": 256}, "TEXT": 60 * "x", "LAST": 60 * "y"})
    assert repr(Config(root)) == (
        f"Config(\n    {{'MODEL': {{'hidden_size': 256}},\n     'TEXT': '{60 * 'x'}',\n     'LAST': '{60 * 'y'}'}}\n)"
    )


def test_ipython_prints_it_as_python_does(config):
    pretty = pytest.importorskip("IPython.lib.pretty")

    assert pretty.pretty(config.MODEL) == repr(config.MODEL)


COMPLETIONS = """
import sys
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from scitex_config import load_config
shell = InteractiveShell()
shell.user_ns |= {"CONFIG": load_config(), "model": load_config().MODEL}
typed, evaluation = sys.argv[1:]
shell.Completer.evaluation = evaluation
with provisionalcompleter():
    print(*sorted({found.text for found in shell.Completer.completions(typed, len(typed))}))
"""


@pytest.mark.parametrize(
    ("typed", "evaluation", "completed"),
    [
        ('CONFIG["', "limited", "DATA_DIR MODEL items"),
        ('model["', "limited", "hidden_size layers"),
        ("CONFIG.MODEL.hid", "limited", "hidden_size"),
        ('CONFIG["MODEL"]["', "unsafe", "hidden_size layers"),
        ('CONFIG.MODEL["hid', "unsafe", "hidden_size"),
    ],
)
def test_ipython_completes_keys_where_it_may_look(config, tmp_path, typed, evaluation, completed):
    pytest.importorskip("IPython")
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}

    shell = [sys.executable, "-c", COMPLETIONS, typed, evaluation]
    done = subprocess.run(shell, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == completed


TREES = st.recursive(
    st.integers() | st.text(),
    lambda inner: st.dictionaries(st.text("abc.", min_size=1, max_size=3), inner, max_size=3),
)


def sourced(tree):
    """Return a tree of values."""
    content = {key: sourced(value) for key, value in tree.items()} if isinstance(tree, dict) else tree
    return Value(content, Source("test"))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text("abc.", min_size=1, max_size=3), TREES, max_size=3))
def test_to_dict_gives_back_any_tree(tree):
    assert Config(sourced(tree)).to_dict() == tree
    assert Config(sourced(tree)) == tree
