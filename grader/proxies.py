"""Proxy rule: HTTP proxies of the environment (HTTP_PROXY …) are used for public addresses, never for local ones."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_public(url: str) -> bool:
    """Whether the URL's host is public, so that proxies of the environment apply (httpx: `trust_env`)."""
    return not is_local(urlsplit(url).hostname or "")


def is_local(host: str) -> bool:
    """Whether a host is local: a private or loopback address, a name without a dot, .local, .lan, .internal, .localhost."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".localhost"))
