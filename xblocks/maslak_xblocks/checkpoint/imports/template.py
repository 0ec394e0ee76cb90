"""The spreadsheet that authors begin from: heads in their language, a question of every type, and the choice of types in a list.

Its bytes depend on nothing but the language, so two downloads can be compared and a cache may keep one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from maslak_domain.language import Language, direction
from maslak_xblocks.checkpoint.imports.columns import COLUMNS, TYPES, YES
from maslak_xblocks.checkpoint.items.item import ItemType
from maslak_xblocks.workbook import MOST_ROWS, number_to_name

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_NAMES: Final[dict[Language, str]] = {"ar": "الأسئلة", "fr": "Questions", "en": "Questions"}
_WIDTHS: Final = {"type": 20, "right": 12, "tolerance": 12}

_Three = tuple[str, str, str]
_NONE: Final[_Three] = ("", "", "")
# A row of the examples: type, text, right (True means yes), tolerance, counterpart, feedback.
_Row = tuple[ItemType | None, _Three, bool | str, str, _Three, _Three]
_EXAMPLES: Final[Sequence[_Row]] = (
    (
        "single",
        ("ماذا يضمن القفل في شريط العنوان؟", "Que garantit le cadenas de la barre d’adresse\u202f?", "What does the padlock promise?"),
        False, "", _NONE, _NONE,
    ),
    (
        None,
        ("أن الاتصال مشفّر", "La connexion est chiffrée", "The connection is encrypted"),
        True, "", _NONE,
        ("صحيح: القفل يخصّ الاتصال وحده.", "Oui\u00a0: il ne parle que de la connexion.", "Yes: it speaks of the connection alone."),
    ),
    (
        None,
        ("أن صاحب الموقع أمين", "Le site est honnête", "The site is honest"),
        False, "", _NONE,
        ("لا: المحتالون أيضاً يشفّرون.", "Non\u00a0: les fraudeurs chiffrent aussi.", "No: frauds encrypt too."),
    ),
    (
        "multiple",
        ("أيّ الكلمات الآتية عبارات مرور قوية؟", "Lesquels sont de bons secrets\u202f?", "Which of these are good secrets?"),
        False, "", _NONE, _NONE,
    ),
    (None, ("خمس كلمات عشوائية", "Cinq mots au hasard", "Five random words"), True, "", _NONE, _NONE),
    (None, ("ما ينشئه مدير كلمات السر", "Ce qu’un gestionnaire a créé", "What a manager made"), True, "", _NONE, _NONE),
    (None, ("تاريخ الميلاد", "Une date de naissance", "A date of birth"), False, "", _NONE, _NONE),
    (
        "numeric",
        ("كم بتاً في البايت؟", "Combien de bits dans un octet\u202f?", "How many bits are there in a byte?"),
        "8", "0", _NONE,
        ("ثمانية بتات.", "Huit bits.", "Eight bits."),
    ),
    (
        "text",
        ("ما الذي يفصل بين شبكتين ويصفّي ما يمر بينهما؟", "Qu’est-ce qui filtre entre deux réseaux\u202f?", "What filters traffic?"),
        False, "", _NONE, _NONE,
    ),
    (None, ("جدار الحماية", "pare-feu", "firewall"), False, "", _NONE, _NONE),
    (
        "ordering",
        ("رتّب خطوات التعامل مع رسالة مشبوهة.", "Rangez les étapes face à un message suspect.", "Put the steps in order."),
        False, "", _NONE, _NONE,
    ),
    (None, ("لا أنقر", "Ne pas cliquer", "Do not click"), False, "", _NONE, _NONE),
    (None, ("أتحقق من المرسل", "Vérifier l’expéditeur", "Check the sender"), False, "", _NONE, _NONE),
    (None, ("أبلّغ", "Signaler", "Report it"), False, "", _NONE, _NONE),
    (
        "matching",
        ("اربط كل امتداد بنوع الملف.", "Associez chaque extension à son contenu.", "Match each extension with what it holds."),
        False, "", _NONE, _NONE,
    ),
    (None, (".csv", ".csv", ".csv"), False, "", ("جدول", "un tableau", "a table"), _NONE),
    (None, (".png", ".png", ".png"), False, "", ("صورة", "une image", "a picture"), _NONE),
    (None, _NONE, False, "", ("صوت", "un son", "a sound"), _NONE),
)  # fmt: skip


@lru_cache(maxsize=3)
def make_template(language: Language) -> bytes:
    """Give the template as an .xlsx file, with heads and words in a language."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations((f"{_OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _workbook(language),
        "xl/_rels/workbook.xml.rels": _relations((f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"), (f"{_OFFICE}/styles", "styles.xml")),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _sheet(language),
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, text in parts.items():
            # One date for all, and nothing of the machine that writes; unpacked, so that no version of zlib matters.
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, (_DECLARATION + text).encode())
    return stream.getvalue()


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = {"/xl/workbook.xml": "sheet.main", "/xl/worksheets/sheet1.xml": "worksheet", "/xl/styles.xml": "styles"}
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}.{what}+xml"/>' for name, what in overrides.items())
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    nodes = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{path}"/>' for n, (kind, path) in enumerate(targets, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{nodes}</Relationships>'


def _workbook(language: Language) -> str:
    name = _SHEET_NAMES[language]
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'


def _styles() -> str:
    """Give three styles: plain, text that wraps and never becomes a date, and the heads."""
    fonts = '<font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>'
    fill = '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EEF0"/><bgColor indexed="64"/></patternFill></fill>'
    align = '<alignment vertical="top" wrapText="1"/>'
    formats = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">{align}</xf>'
        f'<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">{align}</xf>'
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2">{fonts}</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{fill}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(language: Language) -> str:
    right_to_left = ' rightToLeft="1"' if direction(language) == "rtl" else ""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_WIDTHS.get(name, 34)}" customWidth="1" style="1"/>' for n, name in enumerate(COLUMNS, 1)
    )
    heads = _row(1, [words[language] for words in COLUMNS.values()], 2)
    rows = [_row(number, _example(row, language), 1) for number, row in enumerate(_EXAMPLES, 2)]
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{right_to_left} workbookViewId="0">'
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{heads}{''.join(rows)}</sheetData>{_choices(language)}</worksheet>"
    )


def _example(row: _Row, language: Language) -> list[str]:
    kind, text, right, tolerance, pair, feedback = row
    ticked = right if isinstance(right, str) else YES[language] if right else ""
    return [TYPES[kind][language] if kind else "", *text, ticked, tolerance, *pair, *feedback]


def _row(number: int, texts: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{number_to_name(column)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for column, text in enumerate(texts, 1)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _choices(language: Language) -> str:
    """Offer the types as a list; what else somebody writes is refused by Excel at once."""
    words = escape(",".join(kind[language] for kind in TYPES.values()))
    return (
        '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'sqref="A2:A{MOST_ROWS}"><formula1>"{words}"</formula1></dataValidation></dataValidations>'
    )
