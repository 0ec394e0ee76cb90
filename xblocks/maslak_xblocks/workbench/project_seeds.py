"""How the workbench's dossiers begin: one state for each name a student may have."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.project.assignment import Assignment, StageRule
from maslak_xblocks.project.port import (
    CriterionMark,
    Draft,
    FileComment,
    FileContent,
    Forming,
    Member,
    PublishedMark,
    Round,
    RoundState,
    StageWork,
    StoredFile,
    TeamOffer,
)

STATES: Final = ("new", "draft", "waiting", "returned", "marked", "closed", "early", "teamless", "forming")
_TEXT: Final = (
    "Notre question : la pluie change-t-elle l’affluence du tramway de Rabat-Salé ?\n\n"
    "نقارن عدد الركاب في الأيام الممطرة وغيرها خلال سنة 2025."
)
_BANDS: Final = ({1: 2, 2: 2, 3: 1, 4: 3, 5: 2, 6: 2}, {1: 3, 2: 3, 3: 3, 4: 4, 5: 2, 6: 3})
_ROWS: Final = ("knowledge", "know_how", "complexity", "autonomy", "adaptability", "communication")
_PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def list_members(name: str, most: int, language: Language | None) -> tuple[Member, ...]:
    """Name the team: the student and, where the project is for several, two others."""
    others = ("أمينة العلوي", "ياسين بنعلي") if language == "ar" else ("Amina El Alaoui", "Yassine Benali")
    return (Member(name, is_you=True), *(Member(each) for each in others[: max(0, most - 1)]))


def seed_forming(now: datetime, asked: str) -> Forming:
    """Give what somebody in no team sees while teams are formed: one team of their group has a place."""
    offer = TeamOffer("t1", "Les Économes", ("Amina El Alaoui", "Yassine Benali"), 2)
    return Forming(now + timedelta(days=5), offers=(offer,), asked=asked)


def seed_stages(name: str, assignment: Assignment, now: datetime) -> tuple[dict[str, StageWork], dict[str, FileContent]]:
    """Give a team's stages and files: the first stage is in the state that the name asks for, those after it are new."""
    stages: dict[str, StageWork] = {}
    files: dict[str, FileContent] = {}
    for number, rule in enumerate(assignment.stages):
        due = now + timedelta(days=rule.due_days) if rule.due_days else None
        stages[rule.id] = StageWork(rule.id, opens_at=now - timedelta(days=3), due_at=due)
        if name == "marked" or (number == 0 and name in STATES):
            stages[rule.id] = _seed(name, rule, stages[rule.id], now, files)
    return stages, files


def _seed(name: str, rule: StageRule, work: StageWork, now: datetime, files: dict[str, FileContent]) -> StageWork:
    texts, kept = _fill(name, rule, now, files)
    first = Round(1, "submitted", now - timedelta(days=2), texts, kept, name, is_late=False)
    common = {"id": rule.id, "opens_at": work.opens_at, "due_at": work.due_at, "revision": 4}
    if name == "draft":
        return StageWork(**common, state="draft", draft=Draft(texts, kept, now - timedelta(hours=1), "Amina El Alaoui"))  # type: ignore[arg-type]
    if name == "waiting":
        return StageWork(**common, state="marking", can_change=False, rounds=(first,))  # type: ignore[arg-type]
    back = _mark(first, "returned", 0, kept, now - timedelta(days=1))
    if name == "returned":
        return StageWork(**common, state="returned", draft=Draft(texts, kept, now - timedelta(days=1)), rounds=(back,))  # type: ignore[arg-type]
    if name == "marked":
        second = Round(2, "submitted", now - timedelta(hours=20), texts, kept, "Yassine Benali", is_late=True)
        done = _mark(second, "marked", 1, kept, now - timedelta(hours=2))
        return StageWork(**common, state="marked", can_change=False, rounds=(back, done))  # type: ignore[arg-type]
    if name == "closed":
        over = {**common, "due_at": now - timedelta(days=2)}
        return StageWork(**over, state="draft", can_change=False, closes_at=now - timedelta(days=1), draft=Draft(texts, kept, now))  # type: ignore[arg-type]
    if name == "early":
        return StageWork(rule.id, can_change=False, opens_at=now + timedelta(days=5), due_at=work.due_at)
    return work


def _fill(
    name: str, rule: StageRule, now: datetime, files: dict[str, FileContent]
) -> tuple[dict[str, str], tuple[StoredFile, ...]]:  # fmt: skip
    texts = {
        each.id: "https://github.com/maslak-demo/tram" if each.kind == "link" else _TEXT
        for each in rule.deliverables
        if each.kind != "file"
    }
    kept = []
    for each in rule.deliverables:
        if each.kind == "file":
            id = f"{name}-{rule.id}-{each.id}"
            files[id] = FileContent("rapport-équipe-3.pdf", "application/pdf", _PDF)
            kept.append(StoredFile(id, each.id, "rapport-équipe-3.pdf", "application/pdf", 1_340_000, now - timedelta(days=2), name))
    return texts, tuple(kept)


def _mark(each: Round, state: RoundState, number: int, files: tuple[StoredFile, ...], at: datetime) -> Round:
    remark = (
        "La question est claire. Dites d’où viennent les données et ce que vous ferez si elles manquent.",
        "Travail solide : les risques sont suivis et la source est citée.",
    )[number]
    bands = tuple(
        CriterionMark(row, _BANDS[number][place], "Citez la licence des données." if row == "knowledge" else "")
        for place, row in enumerate(_ROWS, 1)
    )
    comments = tuple(FileComment(file.deliverable, "Page 2 : l’axe vertical n’a pas d’unité.", file.id, "S. Berrada", at) for file in files)
    score = (Decimal("0.3333"), Decimal("0.6667"))[number]
    mark = PublishedMark(at, remark, bands, comments, "S. Berrada", score)
    return Round(each.number, state, each.submitted_at, each.texts, each.files, each.submitted_by, each.is_late, mark)
