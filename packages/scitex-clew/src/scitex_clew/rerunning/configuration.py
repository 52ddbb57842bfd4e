"""The merged configuration of a run as a file, in place of configuration files that are not what they were."""

import json
import re
from collections.abc import Iterable

from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.rerunning.plan import MASK, Plan

ESCAPED = re.compile(r"\\(?:u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})|.)")


def replaceable(plan: Plan, lost: Iterable[FileAccess]) -> list[FileAccess]:
    """Return the configuration files of a run in place of which its merged configuration can stand.

    That is all of them or none: none if something else is lost, if secrets in the record are masked, or if one of the
    files is to come from another rerun.
    """
    files = [access for access in plan.record.accesses if access.role == "config"]
    masked = MASK in json.dumps(dict(plan.record.config))
    given = any(access in plan.givers for access in files)
    return files if not masked and not given and all(access.role == "config" for access in lost) else []


def merged(record: RunRecord) -> bytes:
    """Return the merged configuration as YAML in which every text stays what it is: in quotes, dollar signs doubled.

    That is JSON, but for signs beyond 16 bits, of which JSON makes two and YAML one.
    """
    text = json.dumps(undollared(dict(record.config)), indent=1)
    return ESCAPED.sub(lambda found: beyond_16_bits(found) if found["high"] else found[0], text).encode("ascii")


def beyond_16_bits(found: re.Match[str]) -> str:
    """Return the escape in YAML for a pair of surrogates in JSON."""
    sign = bytes.fromhex(found["high"] + found["low"]).decode("utf-16-be")
    return f"\\U{ord(sign):08x}"


def undollared(value: object) -> object:
    """Return a value in whose texts every dollar sign is doubled, which the session takes for one."""
    match value:
        case str():
            return value.replace("$", "$$")
        case dict():
            return {key: undollared(item) for key, item in value.items()}
        case list():
            return [undollared(item) for item in value]
        case _:
            return value
