"""The project as JSON, for a phone and for tests: the same facts as the page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from maslak_xblocks.project.port import Dossier, Forming, PublishedMark, Round, StageWork, StoredFile
from maslak_xblocks.project.wording import localized

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock


def describe_dossier(block: ProjectBlock, dossier: Dossier) -> dict[str, Any]:
    """Give the team's dossier as plain JSON values; times in ISO 8601."""
    return {
        "has_team": dossier.has_team,
        "team": dossier.team_name,
        "forming": _forming(dossier.forming) if dossier.forming else None,
        "members": [{"name": each.name, "is_you": each.is_you} for each in dossier.members],
        "stages": [_stage(block, stage.text(block.language).title, dossier.stage(stage.id)) for stage in block.document.stages],
    }


def _forming(forming: Forming) -> dict[str, Any]:
    return {
        "until": _moment(forming.until),
        "code": forming.code,
        "can_leave": forming.can_leave,
        "requests": [{"id": each.id, "name": each.name} for each in forming.requests],
        "offers": [{"id": each.id, "name": each.name, "members": list(each.members), "size": each.size} for each in forming.offers],
        "asked": forming.asked,
    }


def _stage(block: ProjectBlock, title: str, work: StageWork) -> dict[str, Any]:
    return {
        "id": work.id,
        "title": title,
        "state": work.state,
        "revision": work.revision,
        "can_change": work.can_change,
        "opens_at": _moment(work.opens_at),
        "due_at": _moment(work.due_at),
        "closes_at": _moment(work.closes_at),
        "draft": {
            "texts": dict(work.draft.texts),
            "files": [_file(block, each) for each in work.draft.files],
            "saved_at": _moment(work.draft.saved_at),
            "saved_by": work.draft.saved_by,
        },
        "rounds": [_round(block, each) for each in work.rounds],
    }


def _round(block: ProjectBlock, each: Round) -> dict[str, Any]:
    return {
        "number": each.number,
        "state": each.state,
        "submitted_at": _moment(each.submitted_at),
        "submitted_by": each.submitted_by,
        "is_late": each.is_late,
        "texts": dict(each.texts),
        "files": [_file(block, file) for file in each.files],
        "mark": _mark(each.mark) if each.mark else None,
    }


def _mark(mark: PublishedMark) -> dict[str, Any]:
    return {
        "published_at": _moment(mark.published_at),
        "by": mark.by,
        "remark": mark.remark,
        "score": mark.score,
        "criteria": [{"criterion": each.criterion, "band": each.band, "comment": each.comment} for each in mark.criteria],
        "comments": [
            {"deliverable": each.deliverable, "file": each.file, "text": each.text, "by": each.by, "at": _moment(each.at)}
            for each in mark.comments
        ],
    }


def _file(block: ProjectBlock, each: StoredFile) -> dict[str, Any]:
    return {
        "id": each.id,
        "deliverable": each.deliverable,
        "name": each.name,
        "type": each.media_type,
        "size": each.size,
        "added_at": _moment(each.added_at),
        "added_by": each.added_by,
        "url": block.runtime.handler_url(block, "file", suffix=each.id),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def describe_view(block: ProjectBlock) -> dict[str, Any]:
    """Give a client what is the same for every learner, in one language."""
    document, language = block.document, block.language
    text = document.variants[language].body
    return {
        "title": text.title,
        "language": language,
        "languages": list(document.variants),
        "stale": document.is_stale(language),
        "html": block.with_addresses(text.html),
        "team": document.team,
        "rounds": document.rounds,
        "hours": document.hours,
        "pass_mark": str(document.pass_mark),
        "competency": document.competency,
        "level": document.level,
        "stages": [
            {
                "id": stage.id,
                "title": stage.text(language).title,
                "html": block.with_addresses(stage.text(language).html),
                "due_days": stage.due_days,
                "deliverables": [
                    {
                        "id": each.id,
                        "type": each.kind,
                        "label": localized(each.labels, language)[0],
                        "required": each.is_required,
                        "accept": list(each.accept),
                        "max_bytes": each.max_bytes,
                    }
                    for each in stage.deliverables
                ],
            }
            for stage in document.stages
        ],
        "criteria": [
            {
                "id": each.id,
                "descriptor": each.descriptor,
                "weight": each.weight,
                "title": localized(each.labels, language)[0],
                "bands": [localized(band, language)[0] for band in each.bands],
            }
            for each in document.criteria
        ],
    }
