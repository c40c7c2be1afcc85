"""What the demo prints: progress, the ways in, and that everybody in it is invented."""

import sys

from buffycoat.store.demo.fill import Summary
from buffycoat.store.roles import ROLES

BAR = 30


def progress(done: int, of: int, name: str) -> None:
    """One line that grows, where somebody watches; a line every ten people where nobody does."""
    if sys.stdout.isatty():
        filled = BAR * done // of
        print(f"\r  {'█' * filled}{'·' * (BAR - filled)} {done} of {of}  {name:<28}", end="", flush=True)
        if done == of:
            print()
    elif done % 10 == 0 or done == of:
        print(f"  {done} of {of} charts signed", flush=True)


def told(summary: Summary, address: str) -> str:
    """Who can look in and how, for the end of `buffycoat demo`."""
    lines = [
        f"A practice with invented patients, on {summary.day:%A} {summary.day.day} {summary.day:%B %Y}: "
        f"{summary.episodes} episodes, {summary.entries} signed entries.",
        f"{address} – password for everybody: {summary.accounts[0].password}",
        "",
        f"  {'sign in as':<12} {'role':<18} {'name':<20} {'code now':<9} or once each",
    ]
    for one in summary.accounts:
        role = ROLES[one.role].name
        codes = " ".join(one.recovery_codes)
        lines.append(f"  {one.username:<12} {role:<18} {one.name:<20} {one.code():<9} {codes}")
    lines += [
        "",
        "After the password the page itself shows the code to type: that is so only in the demo.",
        "A code changes every 30 seconds; for an authenticator app the secrets are:",
        *(f"  {one.username:<12} {one.secret}" for one in summary.accounts),
        "Passwords, codes and people are no secret and nobody’s: never put a real patient in here.",
    ]
    return "\n".join(lines)
