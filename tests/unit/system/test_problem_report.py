"""The bundle for a report of a problem holds the log and facts, and nothing that is secret."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from core.model.errors import KnownError
from core.model.values import Account
from core.system.log import Redactor
from core.system.problem_report import facts, write_report

WORK = Account("my work", "oss", "https://private.example", key_id="LTAIprivate", proxy="http://user@proxy.example:1")


def test_a_bundle_has_the_ends_of_the_logs_and_the_facts_without_what_is_the_users(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "bucketferry.log").write_text(
        "a line\nauthorization: OSS4-HMAC abc\nwith very-secret-word in it\n", "utf-8"
    )
    (logs / "crash.log").write_text("", "utf-8")
    (logs / "other.txt").write_text("of somebody else", "utf-8")
    redactor = Redactor()
    redactor.hide("very-secret-word")
    path = tmp_path / "report.zip"
    names = write_report(path, logs, facts([WORK], {"language": "zh_CN"}), redactor)
    assert names == ("facts.json", "bucketferry.log", "crash.log")
    with zipfile.ZipFile(path) as bundle:
        whole = "\n".join(bundle.read(name).decode() for name in bundle.namelist())
        told = json.loads(bundle.read("facts.json"))
    assert "a line" in whole
    for private in ("very-secret-word", "OSS4-HMAC", "LTAIprivate", "private.example", "my work", "proxy.example"):
        assert private not in whole
    assert (told["accounts"], told["with a proxy"], told["language"]) == ({"oss": 1}, 1, "zh_CN")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        write_report(tmp_path / "none" / "x.zip", tmp_path, {}, Redactor())
