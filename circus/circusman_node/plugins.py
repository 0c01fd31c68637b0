"""The process of a circus plugin, which connects to circusd's endpoints: on IPv6, too."""

from circus import plugins

from circusman_node.ipv6 import allow_ipv6


def main() -> None:
    """As circus's."""
    allow_ipv6()
    plugins.main()
