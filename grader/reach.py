"""Which way leads to a server of ours: straight, or through a proxy that is set for the world outside."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_outside(url: str) -> bool:
    """Whether an address is beyond this machine and network, where a proxy set in the environment is to be used."""
    return not is_near(urlsplit(url).hostname or "")


def is_near(host: str) -> bool:
    """Whether a host is on this machine or network, where a proxy that is set for the world outside has no business."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".localhost"))
