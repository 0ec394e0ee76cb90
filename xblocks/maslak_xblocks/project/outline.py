"""What a release records of a project, and what every client is told of it first: stages, deliverables and the rubric."""

from __future__ import annotations

from typing import Any

from maslak_xblocks.project.document import ProjectDocument


def describe_project(document: ProjectDocument) -> dict[str, Any]:
    """Give what a release records under ``project``: all that a marker's queue needs to know of the document."""
    return {
        "team": document.team,
        "rounds": document.rounds,
        "titles": {language: document.title(language) for language in document.variants},
        "stages": [
            {
                "id": stage.id,
                "titles": {language: variant.body.title for language, variant in stage.variants.items()},
                "due_days": stage.due_days,
                "criteria": list(stage.criteria),
                "deliverables": [
                    {
                        "id": each.id,
                        "type": each.kind,
                        "labels": dict(each.labels),
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
                "titles": dict(each.labels),
                "bands": [dict(band) for band in each.bands],
            }
            for each in document.criteria
        ],
    }
