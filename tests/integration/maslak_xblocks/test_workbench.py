"""The workbench starts from nothing and shows every scenario, in the language of the page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("workbench", reason="xblock-sdk is not installed")

PROBE = """
import re
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", run_syncdb=True, verbosity=0)
client = Client()
names = sorted(set(re.findall(r"scenario/([^/]+)/", client.get("/").content.decode())))
for name in names:
    for language in ("ar", "fr", "en"):
        for view in ("student_view", "author_view", "studio_view"):
            page = client.get(f"/scenario/{name}/{view}/?student=staff", headers={"Accept-Language": language})
            assert page.status_code == 200, (name, view)
            assert f'<html lang="{language}"' in page.content.decode(), (name, language)
            assert "No such view" not in page.content.decode(), (name, view)
from maslak_xblocks.workbench.urls import BLOCKS, list_scenarios
assert len(names) == sum(len(list_scenarios(name)) for name in BLOCKS) >= len(BLOCKS), names
"""


def test_every_scenario_has_every_view_in_three_languages(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "maslak_xblocks.workbench.settings", "MASLAK_WORKBENCH_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["workbench.db"], "nothing is written beside the database"
