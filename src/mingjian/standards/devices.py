"""Devices and network addresses as logs hold them: what stands there when a device gave no name, or none was seen.

An app that may not read the advertising identifier gets zeros (Apple, ASIdentifierManager; Google Play services), and
an early Android gave one and the same ``ANDROID_ID`` to all devices of several makers (Android issue 10603).
"""

import re
from ipaddress import ip_address, ip_network

UNNAMED_DEVICE = "[0:-]+|[1:-]+|[fF:-]+|[xX:-]+|9774[dD]56[dD]682[eE]549[cC]|0?2:?00:?00:?00:?00:?00"
"""A regular expression (RE2) of the whole of what stands for no device."""

INNER_ADDRESS = r"(0|10|127)\.|169\.254\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\."
"""A regular expression (RE2) of the beginning of an address that no network outside sees (RFC 1122, 1918, 3927)."""

_INNER = tuple(map(ip_network, ("::/128", "::1/128", "fc00::/7", "fe80::/10")))
"""The same of IPv6 (RFC 4193, 4291)."""


def names_a_device(text: str) -> bool:
    """Whether it can tell one device from another."""
    return re.fullmatch(UNNAMED_DEVICE, text) is None


def is_inner_address(text: str) -> bool:
    """Whether it is an address of a network's inside, which any number of people have: it says nothing of anybody."""
    if re.match(INNER_ADDRESS, text):
        return True
    try:
        address = ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return is_inner_address(str(mapped)) if mapped else any(address in network for network in _INNER)
