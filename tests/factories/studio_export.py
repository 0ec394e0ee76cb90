"""A course as Studio exports it: its own file names, its policies, drafts, pages of the LMS, blocks of many kinds, files of all sorts."""

from __future__ import annotations

import json
import re
from pathlib import Path

RUN = "2026_T1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
_HTML, _PROBLEM, _VIDEO, _DRAFT = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "11" * 16, "22" * 16, "33" * 16


def make_studio_files() -> dict[str, bytes]:
    """Return the parts of an export that are not ours: as Studio writes them, line ends of Windows where an author pasted some."""
    page = (
        f'<vertical display_name="Suite" xml_attributes="{{}}">\n  <html url_name="{_HTML}"/>\n  <problem url_name="{_PROBLEM}"/>\n'
        f'  <video url_name="{_VIDEO}"/>\n  <lti_consumer url_name="tool" xblock-family="xblock.v1" launch_url="https://x.example"/>\n'
        '  <school_quiz url_name="q" xblock-family="xblock.v1"><deep><er a="1">x</er></deep></school_quiz>\n</vertical>\n'
    )
    texts = {
        "vertical/aa00aa00aa00aa00aa00aa00aa00aa00.xml": page,
        f"html/{_HTML}.xml": f'<html filename="{_HTML}" display_name="Texte" editor="raw"/>\n',
        f"html/{_HTML}.html": '<p>Voir <a href="/static/plan du cours.pdf">le plan</a> &nbsp;</p>\n<pre>a  b</pre>\n',
        f"problem/{_PROBLEM}.xml": '<problem display_name="Q" markdown="null">\n  <p>2 &lt; 3 ?</p>\n</problem>\n',
        f"video/{_VIDEO}.xml": f'<video url_name="{_VIDEO}" youtube_id_1_0="x"><transcript language="ar" src="s-ar.srt"/></video>\n',
        f"policies/{RUN}/policy.json": json.dumps(
            {
                f"course/{RUN}": {"display_name": "Tronc commun", "language": "fr", "start": "2026-09-01T08:00:00Z", "tabs": []},
                "chapter/aa": {"start": "2026-10-01T00:00:00Z"},
            },
            indent=4,
        ),
        f"policies/{RUN}/grading_policy.json": '{\n    "GRADER": [],\n    "GRADE_CUTOFFS": {"Pass": 0.5}\n}',
        "policies/assets.json": json.dumps({"plan du cours.pdf": {"displayname": "plan du cours.pdf", "locked": False}}),
        "assets/assets.xml": "<assets/>\n",
        "about/overview.html": "<section>À propos</section>",
        "about/short_description.html": "",
        "about/effort.html": "02:30",
        "info/updates.html": "<ol><li><h2>1 octobre 2026</h2>Bienvenue</li></ol>",
        "info/updates.items.json": '[{"id": 1, "date": "October 1, 2026", "content": "Bienvenue", "status": "visible"}]',
        "info/handouts.html": "<ol></ol>",
        "tabs/3f.html": "<p>Page</p>",
        f"drafts/vertical/{_DRAFT}.xml": (
            f'<vertical display_name="Brouillon" parent_url="block-v1:M+N+{RUN}+type@sequential+block@u1" index_in_children_list="2">\n'
            f'  <html url_name="{_DRAFT}"/>\n</vertical>\n'
        ),
        f"drafts/html/{_DRAFT}.xml": f'<html filename="{_DRAFT}"/>\n',
        f"drafts/html/{_DRAFT}.html": "<p>À finir</p>",
    }
    files = {name: text.encode() for name, text in texts.items()}
    files[f"html/{_HTML}.html"] = files[f"html/{_HTML}.html"].replace(b"\n", b"\r\n")
    files |= {
        "static/plan du cours.pdf": b"%PDF-1.7\r\n" + bytes(range(256)),
        "static/صورة.png": PNG,
        "static/données.csv": b"\xff\xfe" + "a;b\r\n".encode("utf-16-le"),
        "static/empty.txt": b"",
        "static/s-ar.srt": "1\r\n00:00:01,000 --> 00:00:02,000\r\nمرحبا\r\n".encode(),
    }
    return files


def make_export(tree: Path, *, org: str = "UM5", number: str = "NUM") -> dict[str, bytes]:
    """Return what Studio exports after a school has imported the course of `tree` into its own run and added things of its own."""
    own = {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(tree.rglob("*")) if path.is_file()}
    kept = {name: data for name, data in own.items() if "/" in name and not name.startswith("policies/")}
    (course,) = (name for name in kept if name.startswith("course/"))
    body = re.sub(rb' course_image="[^"]*"', b"", kept.pop(course), count=1)
    body = body.replace(b"<course ", b'<course advanced_modules="[&quot;maslak_lesson&quot;]" course_image="x.png" ', 1)
    # Studio writes its own order of attributes and its own layout.
    pages = {name: data.replace(b"  <vertical ", b"      <vertical ") for name, data in kept.items()}
    pointer = f'<course url_name="{RUN}" org="{org}" course="{number}"/>\n'
    return pages | {"course.xml": pointer.encode(), f"course/{RUN}.xml": body} | make_studio_files()
