from __future__ import annotations

from pathlib import Path

import pytest

from maslak_xblocks.stamping import main

LESSON = """<vertical>
  <maslak_lesson url_name="a" level="N1">
    <variant lang="fr" status="source" title="Titre"><p>Texte</p></variant>
    <variant lang="ar" status="translated" basis="" title="عنوان"><p>نص</p></variant>
  </maslak_lesson>
</vertical>
"""


def test_a_translation_is_stamped_once_and_nothing_else_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xml"
    path.write_text(LESSON, encoding="utf-8")
    assert main([str(path)]) == 0
    stamped = path.read_text(encoding="utf-8")
    before, after = LESSON.split('basis=""'), stamped.split('basis="')
    assert (before[0], before[1]) == (after[0], after[1][13:])
    assert "stamped" in capsys.readouterr().out
    assert main([str(path)]) == 0
    assert (path.read_text(encoding="utf-8"), capsys.readouterr().out) == (stamped, "")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_stamped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken, whole = tmp_path / "broken.xml", tmp_path / "whole.xml"
    broken.write_text("<vertical>", encoding="utf-8")
    whole.write_text(LESSON, encoding="utf-8")
    assert main([str(tmp_path / "absent.xml"), str(broken), str(whole)]) == 1
    said = capsys.readouterr()
    assert "absent.xml" in said.err
    assert "broken.xml" in said.err
    assert "whole.xml: stamped" in said.out
