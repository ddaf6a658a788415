"""Where a source may be fetched from: public addresses, and private ones that the deployment names; nothing else.

A name is looked up, judged and connected to as one step, so a name that answers differently a second later changes
nothing (DNS rebinding).
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 2_000
SECRET_NAMES = frozenset({"tk", "key", "token", "apikey", "api_key", "access_token", "password", "ak", "sk", "secret",
                          "sig", "signature", "appkey", "app_key"})
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")


@dataclass(frozen=True)
class Allowed:
    """What YIPING_SOURCES_ALLOW names: host names, and networks. Both open private addresses; cameras need one."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, said: str) -> "Allowed":
        """Return what a comma separated list names. Raises ValueError for what is neither a name nor a network."""
        hosts, networks = set(), []
        for one in filter(None, (part.strip().lower() for part in said.split(","))):
            if one[0].isdigit() or ":" in one:
                networks.append(ipaddress.ip_network(one, strict=False))
            elif all(part and part.replace("-", "").isalnum() for part in one.split(".")):
                hosts.add(one)
            else:
                raise ValueError(f"{one!r} is neither a host name nor a network")
        return cls(frozenset(hosts), tuple(networks))

    def names(self, host: str) -> bool:
        """Is this host, a name or an address, on the list itself?"""
        host = host.strip("[]").lower()
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return host in self.hosts
        return self._holds(address)

    def lets(self, host: str, address: str) -> bool:
        """May this address, which the host's name led to, be connected to?"""
        found = plain(ipaddress.ip_address(address.partition("%")[0]))
        if self._holds(found):
            return True
        if found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved:
            return False
        return found.is_global or host.lower() in self.hosts

    def _holds(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.networks)


def plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for (mapped, NAT64, 6to4), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address in SIX_TO_FOUR and address.sixtofour is not None:
            return address.sixtofour
    return address


def require_plain(url: str) -> str:
    """Return the URL of a source as it may stand in a file. Raises ValueError with the reason.

    Web only, no user or password in it, no parameter that looks like a key.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("it is no URL") from None
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("it is too long or holds signs that a URL does not")
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("it must begin with http:// or https:// and name a host")
    if "@" in parts.netloc:
        raise ValueError("a user or password stands in it; name a secret under `credential` instead")
    keys = {pair.partition("=")[0].lower() for pair in parts.query.split("&")}
    if keys & SECRET_NAMES:
        raise ValueError(f"{min(keys & SECRET_NAMES)}= looks like a key; name a secret under `credential` instead")
    return url
