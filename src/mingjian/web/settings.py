"""What the pages may be told by whoever starts them."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge


@dataclass(frozen=True)
class WebSettings:
    """Settings of the pages; the defaults are for one desk on its own machine."""

    actor: str = "desk"
    """Who the audit log says was looking, on a desk without accounts."""
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    """Names under which the pages may be called; any other is refused, so that no foreign site can rebind to them."""
    behind_proxy: bool = False
    """Whether a proxy before this server speaks TLS: without it, or a certificate, only this machine is served."""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses and networks of such proxies: what they alone say of a visitor's address and of TLS is believed."""
    strict_transport_days: Annotated[int, Ge(0)] = 365
    """Days for which a browser that came over TLS is told to come back over TLS alone (HSTS); 0 tells it nothing."""
    webhook_hosts: tuple[str, ...] = ()
    """Hosts that webhooks may lead to; any other is refused, so that nobody reaches into the network through us."""
    worker: bool = True
    """Whether the server does the queue's jobs itself; false where 'mingjian work' does."""
    processes: Annotated[int, Ge(1)] | None = None
    """Processes that answer on the same port; empty: for a team one a core, four at most, and one for a desk."""
    at_once: int = 12
    """Requests that are worked on at the same time, by all processes together; the others wait their turn. More than
    the processors can do at once only makes each of them later."""
    page_rows: int = 50
    """Rows of a table on one page."""
    export_rows: int = 100_000
    """Rows that one export holds at most; a cut export says so."""
    graph_nodes: int = 23
    """Nodes that a neighbourhood's picture shows at most; it always says of how many."""
