"""axe-core, the accessibility checker, installed exactly as its lock file says."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.factories.database import skip_or_fail
from tests.factories.shared import alone

from maslak_web.build_assets import BuildError, find_node

SOURCE = Path(__file__).resolve().parents[1] / "data" / "axe"
MODULES = SOURCE / "node_modules"
SCRIPT = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
# In a frame there is no second checker that could answer, and the first one waits half a second for it each time: a frame is judged
# as a part of the page it stands in, as its name and its place are.
RUN = """async ([tags, without]) => {
  const rules = Object.fromEntries(without.map(rule => [rule, {enabled: false}]));
  const options = {runOnly: {type: "tag", values: tags}, rules, resultTypes: ["violations"], iframes: false};
  const found = await axe.run(document, options);
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


@cache
def read_axe() -> str:
    """Return the checker's script, or skip the test with the reason printed."""
    with alone(MODULES):
        if not SCRIPT.is_file():
            _install()
    return SCRIPT.read_text(encoding="utf-8")


def _install() -> None:
    try:
        node, npm = find_node()
    except (BuildError, subprocess.CalledProcessError) as error:
        skip_or_fail(f"axe-core cannot be installed: {error}")
    shutil.rmtree(MODULES, ignore_errors=True)
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode or not SCRIPT.is_file():
        skip_or_fail(f"axe-core cannot be installed: {done.stderr[-300:]}")
