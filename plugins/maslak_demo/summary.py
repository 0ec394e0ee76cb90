"""What a visitor of the demo needs: addresses, one login per role, the registrar's API client."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .layout import Service


def summarise(services: Sequence[Service], seeded: dict[str, Any]) -> dict[str, Any]:
    """Return the content of `demo.json`: addresses by service, logins by service and role, API clients by institution.

    `seeded` holds, by service, what its `seed-demo --json` printed: `logins` by role, and `clients` at the registry.
    """
    registry, *companions = services
    clients = seeded[registry.key]["clients"]
    for client in clients.values():
        client["token_url"] = f"{registry.address}/v1/token"
    return {
        "addresses": {service.key: service.address for service in services},
        "logins": {service.key: seeded[service.key]["logins"] for service in services},
        "tutors": {service.key: _locate(seeded[service.key]["tutor"], service) for service in companions},
        "clients": clients,
        "client": clients[companions[0].key],
    }


def _locate(tutor: dict[str, Any], service: Service) -> dict[str, Any]:
    """Return a company tutor's link where it opens on this machine: what the service signs with is another address."""
    return tutor | {"address": service.address + tutor["path"]}


def describe(summary: dict[str, Any], demo_file: Path) -> str:
    """Return the text that `scripts/start` prints once everything answers."""
    lines = ["", "Maslak is running on this machine."]
    for key, address in summary["addresses"].items():
        lines += ["", f"  {key:<19}{address}"]
        lines += [f"    {role:<17}{login['login']:<28}{login['password']}" for role, login in summary["logins"][key].items()]
        if tutor := summary["tutors"].get(key):
            lines += [f"    {'company tutor':<17}{tutor['address']}", f"    {'':<17}signs with {tutor['code']}"]
    client = summary["client"]
    lines += [
        "",
        f"  {'API client':<19}{client['client_id']:<28}its secret stands in {_shown(demo_file)}",
        "",
        f"The same is in {_shown(demo_file)}. Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
