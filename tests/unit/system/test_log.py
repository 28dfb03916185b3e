"""Unit: the log is there when it is needed, and holds no secret."""

from __future__ import annotations

import logging
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.model.errors import KnownError
from core.system.log import Redactor, start_log, stop_log

SECRET = "kJ8s0secretOfTheAccount"


@contextmanager
def logging_to(folder: Path, redactor: Redactor | None = None) -> Iterator[Path]:
    root = logging.getLogger()
    before = root.level
    handler = start_log(folder, redactor or Redactor())
    try:
        yield folder / "bucketferry.log"
    finally:
        stop_log(handler)
        root.setLevel(before)


def test_a_line_tells_when_how_grave_where_and_what(tmp_path: Path) -> None:
    with logging_to(tmp_path) as file:
        logging.getLogger("core.test").info("copied %d parts", 3)
    line = file.read_text("utf-8")
    assert "INFO" in line
    assert "MainThread core.test: copied 3 parts" in line


def test_a_known_secret_is_hidden_in_messages_arguments_and_tracebacks(tmp_path: Path) -> None:
    redactor = Redactor()
    redactor.hide(SECRET)
    with logging_to(tmp_path, redactor) as file:
        log = logging.getLogger("core.test")
        log.info("it is %s and %r", SECRET, {"secret": SECRET})
        try:
            raise ValueError(SECRET)
        except ValueError:
            log.info("failed", exc_info=True)
    text = file.read_text("utf-8")
    assert SECRET not in text
    assert text.count("[hidden]") == 3
    assert "ValueError: [hidden]" in text


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: OSS LTAIkey:c2lnbmF0dXJlMQ==",
        "authorization: OSS4-HMAC-SHA256 Credential=LTAI/20260101/r/oss/aliyun_v4_request,Signature=c2lnbmF0dXJlMQ==",
        "(b'Authorization', b'OSS LTAIkey:c2lnbmF0dXJlMQ==')",
        "{'x-oss-security-token': 'c2lnbmF0dXJlMQ=='}",
        "x-cos-security-token=c2lnbmF0dXJlMQ==&b=c",
        "X-Amz-Security-Token: c2lnbmF0dXJlMQ==",
        "https://b.example/k?Expires=1&OSSAccessKeyId=k&Signature=c2lnbmF0dXJlMQ==",
        "https://b.example/k?x-oss-signature=c2lnbmF0dXJlMQ==&x-oss-date=1",
        "q-sign-algorithm=sha1&q-signature=c2lnbmF0dXJlMQ==",
        "Proxy-Authorization: Basic c2lnbmF0dXJlMQ==",
        '{"security_token": "c2lnbmF0dXJlMQ=="}',
        "BUCKETFERRY access_key_secret=c2lnbmF0dXJlMQ==",
    ],
)
def test_values_that_give_access_are_hidden_by_their_names(line: str) -> None:
    cleaned = Redactor().clean(line)
    assert "c2lnbmF0dXJlMQ" not in cleaned
    assert "[hidden]" in cleaned


@pytest.mark.parametrize("line", ["SignatureDoesNotMatch 403 for key LTAI", "the token of the next page is abc", "a=b"])
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert Redactor().clean(line) == line


def test_a_short_word_is_not_hidden_everywhere() -> None:
    redactor = Redactor()
    redactor.hide("a")
    redactor.hide("")
    assert redactor.clean("a banana") == "a banana"


def test_a_secret_inside_another_leaves_no_rest() -> None:
    redactor = Redactor()
    redactor.hide("12345678")
    redactor.hide("0123456789")
    assert redactor.clean("0123456789") == "[hidden]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_the_file_is_for_the_user_alone(tmp_path: Path) -> None:
    with logging_to(tmp_path) as file:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        for _ in range(80):
            logging.getLogger("core.test").info("x" * 100_000)
    files = list(tmp_path.iterdir())
    assert len(files) == 3
    assert sum(file.stat().st_size for file in files) < 3 * 2.2 * 1024 * 1024


def test_a_second_run_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for word in ("first", "second"):
        with logging_to(tmp_path) as file:
            logging.getLogger("core.test").info(word)
    assert [line.rpartition(" ")[2] for line in file.read_text("utf-8").splitlines()] == ["first", "second"]


def test_headers_of_requests_are_not_logged_by_others(tmp_path: Path) -> None:
    with logging_to(tmp_path) as file:
        logging.getLogger("httpcore.http11").debug("send_request_headers")
        logging.getLogger("httpx").info("HTTP Request")
    assert file.read_text("utf-8") == ""


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        start_log(tmp_path / "missing", Redactor())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
def test_a_full_disk_costs_lines_of_the_log_and_tells_nobody_a_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    handler = start_log(tmp_path, Redactor())
    assert isinstance(handler, logging.StreamHandler)
    with closing(handler.stream):
        handler.setStream(Path("/dev/full").open("w", encoding="utf-8"))  # noqa: SIM115 - the handler closes it
        logging.getLogger("core.test").info("lost")
        stop_log(handler)
    assert capfd.readouterr() == ("", "")
