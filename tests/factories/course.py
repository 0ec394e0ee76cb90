"""Small courses for tests: a directory of OLX with one chapter, two units and a checkpoint."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

COURSE_KEY = "tiny"
PREFIX = "block-v1:Maslak+TINY+run"
LESSON = f"{PREFIX}+type@maslak_lesson+block@u1-lesson"
CHECKPOINT = f"{PREFIX}+type@maslak_checkpoint+block@cp-bank"
COMPETENCY = "MA-NUM.TC.06"

_VARIANT = '<variant lang="{0}" status="{3}" title="{1}"><section><h2>{1}</h2><p>{2}</p></section></variant>'
_TEXTS = {"fr": ("Leçon", "Bonjour le cours."), "ar": ("درس", "أهلا بكم في الدرس."), "en": ("Lesson", "Hello course.")}


def _status(language: str) -> str:
    return "source" if language == "fr" else "translated"


def make_lesson(name: str = "u1-lesson", body: str = "") -> str:
    """Return the OLX of a lesson in three languages."""
    variants = "".join(_VARIANT.format(lang, title, text + body, _status(lang)) for lang, (title, text) in _TEXTS.items())
    objective = f'<objective id="o1" competency="{COMPETENCY}" level="N1" verb="recognise"/>'
    return f'<maslak_lesson url_name="{name}" level="N1">{objective}{variants}</maslak_lesson>'


def make_item(number: int) -> str:
    """Return the OLX of a single-choice item whose right answer is `a`."""
    texts = "".join(
        f'<variant lang="{lang}" status="{_status(lang)}"><stem><p>Q{number} {lang}</p></stem>'
        f'<text option="a">right {lang}</text><feedback option="a">yes {lang}</feedback>'
        f'<text option="b">wrong {lang}</text><feedback option="b">no {lang}</feedback></variant>'
        for lang in ("fr", "ar", "en")
    )
    return (
        f'<item id="q{number}" type="single" objective="o1" thinking="K2" version="1" author="maslak" points="1">'
        f'<option id="a" correct="true"/><option id="b" misconception="m1"/>{texts}</item>'
    )


def make_checkpoint(items: int = 3, purpose: str = "mastery", name: str = "cp-bank") -> str:
    """Return the OLX of a checkpoint that asks every item."""
    intro = "".join(f'<variant lang="{lang}" status="{_status(lang)}" title="{lang}"><p>intro</p></variant>' for lang in ("fr", "ar", "en"))
    bank = "".join(make_item(number) for number in range(1, items + 1))
    names = "".join(f'<name lang="{lang}">m {lang}</name>' for lang in ("fr", "ar", "en"))
    return (
        f'<maslak_checkpoint url_name="{name}" purpose="{purpose}" competency="{COMPETENCY}" level="N1" draw="0" attempts="0" '
        f'cooldown="0" pass_mark="0.7">{intro}{bank}<misconception id="m1">{names}</misconception></maslak_checkpoint>'
    )


def make_course_files(changes: Mapping[str, str | bytes | None] | None = None, *, items: int = 3) -> dict[str, bytes]:
    """Return the files of the small course; `changes` replaces files, and None leaves one out."""
    files: dict[str, str | bytes | None] = {
        "course.xml": '<course url_name="run" org="Maslak" course="TINY"/>',
        "course/run.xml": '<course display_name="Petit cours" language="fr"><chapter url_name="ch1"/></course>',
        "chapter/ch1.xml": '<chapter display_name="Chapitre"><sequential url_name="u1"/><sequential url_name="cp"/></chapter>',
        "sequential/u1.xml": '<sequential display_name="Unité"><vertical url_name="u1-read"/><vertical url_name="u1-more"/></sequential>',
        "sequential/cp.xml": '<sequential display_name="Évaluation"><vertical url_name="cp-page"/></sequential>',
        "vertical/u1-read.xml": f'<vertical display_name="Lire">{make_lesson()}</vertical>',
        "vertical/u1-more.xml": '<vertical display_name="Plus"><problem url_name="p1" display_name="Un problème"/></vertical>',
        "vertical/cp-page.xml": f'<vertical display_name="Banque">{make_checkpoint(items)}</vertical>',
        "static/star.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "titles.xml": '<titles><title for="u1"><text lang="ar">درس أول</text><text lang="fr">Unité une</text></title></titles>',
    } | dict(changes or {})
    return {name: text.encode() if isinstance(text, str) else text for name, text in files.items() if text is not None}


def write_course(directory: Path, changes: Mapping[str, str | bytes | None] | None = None, *, items: int = 3) -> Path:
    """Write the small course into a directory and return it."""
    for name, data in make_course_files(changes, items=items).items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return directory


def write_archive(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """Write an archive with exactly these members, however hostile."""
    with tarfile.open(path, "w:gz") as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def make_members(files: Mapping[str, bytes]) -> list[tuple[tarfile.TarInfo, bytes]]:
    """Return plain archive members for files."""
    return [(tarfile.TarInfo(name), data) for name, data in files.items()]
