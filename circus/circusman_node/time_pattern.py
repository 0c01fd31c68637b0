"""How a service writes the time into the lines of a log: strftime's signs, which circusman reads."""

import re

#: All that circusman reads; see the README.
_KNOWN = "YmdHMSfbzes"
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)


def time_problem(pattern: str) -> str | None:
    """What is wrong with it, to be put behind it; None for one that says a whole time, and for the empty one: the lines have no time."""
    if not pattern:
        return None
    signs = _DIRECTIVE.findall(pattern)
    for sign in signs:
        if not sign or sign not in _KNOWN:
            return f"has %{sign}, which is not known; known: {', '.join(f'%{one}' for one in _KNOWN)}"
    if double := next((sign for sign in signs if signs.count(sign) > 1), None):
        return f"has %{double} twice"
    given = set(signs)
    if "s" not in given and not ({"Y", "H", "M"} <= given and given & {"m", "b"} and given & {"d", "e"}):
        return "says no whole time; it needs %Y, %m or %b, %d or %e, %H and %M, or %s alone"
    return None
