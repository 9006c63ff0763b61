"""Where outgoing requests may go. Pure: addresses and URLs in, verdicts out.

A name is never judged by its spelling (`127.1`, `0x7f.1` and `2130706433` are all this machine): the addresses it
resolves to are, each of them, and the connection goes to the address that was judged.
"""

import dataclasses
import ipaddress

import yarl

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

URL_CHARS = 2048
PORTS = frozenset({443, 8443})  # of the public internet, where nothing but https is spoken to
_HINT = "the operator can allow private networks, by http:// too, with SMOOCH_OUTBOX_ALLOW"  # whatever is allowed now

# Not for strangers although `is_global` says so, or says so in some Python versions only.
_REFUSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this host
        "192.88.99.0/24",  # 6to4 relays
        "240.0.0.0/4",  # reserved
        "::/96",  # IPv4-compatible: carries any IPv4 address
        "64:ff9b::/96",  # NAT64: carries any IPv4 address
        "64:ff9b:1::/48",  # NAT64 of one's own network
        "100::/64",  # discard
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4: carries any IPv4 address
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # the former site-local
    )
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Policy:
    """What the operator allows beyond public https: networks of his own, on any port and by plain http as well."""

    allow_networks: tuple[Network, ...] = ()


class Refused(OSError):
    """This address is not allowed."""


def is_public(address: Address) -> bool:
    """Tell whether `address` belongs to the public internet and to one host there."""
    address = _unmapped(address)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_loopback
        and not address.is_link_local
        and not address.is_unspecified
        and not _within(address, _REFUSED)
    )


def check_connect(host: str, port: int, policy: Policy) -> None:
    """Allow a connection to a numeric address, or refuse it.

    Raises:
        Refused: neither public on an allowed port nor in a network the operator allows.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise Refused(f"{host} is not a numeric address") from error
    if _within(_unmapped(address), policy.allow_networks):
        return
    if not is_public(address):
        raise Refused("the address is not public")
    if port not in PORTS:
        raise Refused(f"port {port} is not allowed")


def parse_url(text: str, policy: Policy) -> yarl.URL:
    """Return the URL as the client will use it. Everything is checked that can be before its name is resolved.

    Raises:
        Refused: the URL can never be used; the text is the end of a sentence that starts with what the URL is.
    """
    if len(text) > URL_CHARS:
        raise Refused(f"must not be longer than {URL_CHARS} characters")
    if any(ord(char) <= 0x20 or char in "\x7f\\" for char in text):
        raise Refused("must not contain spaces, backslashes or control characters")
    try:
        url = yarl.URL(text)
        host, port = url.host, url.port
    except ValueError as error:
        raise Refused("must be a URL") from error
    if url.scheme not in ("https", "http"):
        raise Refused(f"must be a URL that starts with https://; {_HINT}")
    if not host or port is None:
        raise Refused("must be a URL with a host")
    if url.raw_user is not None or url.raw_password is not None:
        raise Refused("must not contain a user name or password")
    _check_host(url.scheme, host, port, policy)
    return url


def _check_host(scheme: str, host: str, port: int, policy: Policy) -> None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # A name may lead into an allowed network, where every port is open: then the port is judged at connect.
        judged_later = bool(policy.allow_networks)
    else:
        if _within(_unmapped(address), policy.allow_networks):
            return
        judged_later = False
        if not is_public(address):
            raise Refused(f"must not point to a private address; {_HINT}")
    # At connect only the port tells https from http: so http has none of the ports that are open to everywhere.
    if scheme == "http" and (not judged_later or port in PORTS):
        raise Refused(f"must be a URL that starts with https://; {_HINT}")
    if not judged_later and port not in PORTS:
        allowed = " or ".join(str(number) for number in sorted(PORTS))
        raise Refused(f"must use port {allowed}")


def _unmapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
