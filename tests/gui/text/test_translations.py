"""Every text of the window is translated, and the compiled files are those of the sources."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import dev
from core.model.jobs import State
from core.rules.assets import resources
from gui.text import phrases
from gui.text.translate import together, words

ROOT = Path(__file__).resolve().parents[3]
EACH = pytest.mark.parametrize("language", dev.LANGUAGES)

Message = tuple[str, str, tuple[str, ...]]


def tool(name: str, *arguments: str | Path) -> None:
    """Run one of PySide6's translation tools."""
    code = f"from PySide6.scripts.pyside_tool import {name}; {name}()"
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)


def messages(path: Path) -> list[Message]:
    """Context, source and translations (none when it is not finished) of each text."""
    found: list[Message] = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            done = message.find("translation")
            assert done is not None
            forms = [form.text or "" for form in done.iter("numerusform")] or [done.text or ""]
            finished = done.get("type") is None
            found.append(
                (context.findtext("name", ""), message.findtext("source", ""), tuple(forms) if finished else ())
            )
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The translation files after a new run of lupdate over the sources."""
    folder = tmp_path_factory.mktemp("i18n")
    sources = [ROOT / "core/rules/messages.py", *sorted((ROOT / "gui").rglob("*.py"))]
    made = {}
    for language, options in dev.LANGUAGES.items():
        made[language] = folder / f"bucketferry_{language}.ts"
        shutil.copy(resources() / "i18n" / made[language].name, made[language])
        tool("lupdate", *sources, "-no-obsolete", "-locations", "none", *options, "-ts", made[language])
    return made


@EACH
def test_every_text_of_the_window_is_translated(fresh: dict[str, Path], language: str) -> None:
    missing = [(context, source) for context, source, forms in messages(fresh[language]) if not all(forms) or not forms]
    assert missing == []


@EACH
def test_no_translation_is_of_a_text_that_is_gone(fresh: dict[str, Path], language: str) -> None:
    kept = {message[:2] for message in messages(resources() / "i18n" / f"bucketferry_{language}.ts")}
    assert kept == {message[:2] for message in messages(fresh[language])}


@EACH
def test_the_compiled_file_is_of_the_source(tmp_path: Path, language: str) -> None:
    source = resources() / "i18n" / f"bucketferry_{language}.ts"
    tool("lrelease", source, "-qm", tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == source.with_suffix(".qm").read_bytes()


@EACH
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    for _, source, forms in messages(resources() / "i18n" / f"bucketferry_{language}.ts"):
        for form in forms:
            assert _placeholders(form) == _placeholders(source) or (language == "en" and "%Ln" in source), source


def test_shortcut_letters_are_kept_in_chinese() -> None:
    for _, source, forms in messages(resources() / "i18n" / "bucketferry_zh_CN.ts"):
        assert _letter(source) == _letter(forms[0]), source


def test_chinese_is_complete_in_use(qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(QLocale("zh_CN"), "bucketferry", "_", str(resources() / "i18n"))
    qapp.installTranslator(translator)
    try:
        assert phrases.state(State.DONE) == "已完成"
        assert words.tr("%Ln part(s)", None, 3) == "3 个分片"
    finally:
        qapp.removeTranslator(translator)


def test_sentences_follow_each_other_as_the_language_writes_them(qapp: QApplication) -> None:
    assert together("One.", "", "Two.", "Three.") == "One. Two. Three."
    assert together("", "") == ""
    translator = QTranslator()
    assert translator.load(QLocale("zh_CN"), "bucketferry", "_", str(resources() / "i18n"))
    qapp.installTranslator(translator)
    try:
        assert together("一。", "{二}。") == "一。{二}。"
    finally:
        qapp.removeTranslator(translator)


def test_english_knows_one_and_many(qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load("bucketferry_en", str(resources() / "i18n"))
    qapp.installTranslator(translator)
    try:
        assert words.tr("%Ln part(s)", None, 1) == "1 part"
        assert words.tr("%Ln part(s)", None, 3) == "3 parts"
    finally:
        qapp.removeTranslator(translator)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | set(re.findall(r"%L?n", text))


def _letter(text: str) -> str:
    found = re.search(r"&(\w)", text)
    return found.group(1).lower() if found else ""
