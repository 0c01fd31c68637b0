"""The process of circusd-stats, where an ini has `statsd`: as circus's, on IPv6, too."""

from circus import stats

from circusman_node.ipv6 import allow_ipv6


def main() -> None:
    """As circus's."""
    allow_ipv6()
    stats.main()
