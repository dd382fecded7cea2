"""Times the entry grid in a real browser: from a keystroke in a cell to the figures on the screen.

`python -m bench.typing` starts the demo with a web server of its own in a temporary folder and types into the economy
of a published proposal. Printed are the parts of the way: the wait for more keys, the request, the drawing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from docs.screenshots import chromium, demo, sign_in

TARGET_MS = 100
PARTS = ("wait", "request", "drawing", "in all")
WRITER, TITLE = "tmf-skribent@example.org", "AREALOPTIMERING"
# From the key itself to the frame in which the new figures are drawn.
WATCH = """() => {
    const marks = {};
    window.typed = [];
    addEventListener("keydown", () => { marks.key = performance.now(); }, true);
    addEventListener("htmx:beforeRequest", () => { marks.sent = performance.now(); });
    addEventListener("htmx:beforeSwap", () => { marks.answered = performance.now(); });
    addEventListener("htmx:afterSwap", (event) => {
        if (event.target.id !== "computed") return;
        requestAnimationFrame(() => setTimeout(() => {
            const now = performance.now();
            const { key, sent, answered } = marks;
            typed.push([sent - key, answered - sent, now - answered, now - key]);
        }));
    });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.typing", description=__doc__)
    parser.add_argument("--keys", type=int, default=40, help="keystrokes that are counted, after 5 that are not (40)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as address:
        password = (Path(folder) / "demo-password").read_text(encoding="utf-8").strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = sign_in(browser, address, WRITER, password)
            lines, times = typed(page, address, options.keys + 5)
            browser.close()
    report(lines, times[5:])


def typed(page: Page, address: str, keys: int) -> tuple[int, list[list[float]]]:
    """The number of cells on the page, and for each key the milliseconds of its parts."""
    page.goto(address)
    page.goto(address + page.locator("a[href^='/runder/']:has-text('Budget 2025')").first.get_attribute("href"))
    page.goto(address + page.locator(f"a:has-text('{TITLE}')").first.get_attribute("href") + "afsnit/economy/")
    page.evaluate(WATCH)
    cell = page.locator("input.amount").first
    cell.fill("")
    page.wait_for_timeout(1000)
    page.evaluate("typed.length = 0")
    for key in range(keys):
        cell.press("Backspace" if key % 4 == 3 else "-123"[key % 4])
        page.wait_for_function("count => typed.length >= count", arg=key + 1)
        page.wait_for_timeout(100)
    return page.locator("input.amount").count(), page.evaluate("typed")


def report(cells: int, times: list[list[float]]) -> None:
    print(f"{cells} cells, {len(times)} keystrokes, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}.\n")
    print(f"{'ms':<10}{'median':>8}{'95 %':>8}{'highest':>9}")
    for place, name in enumerate(PARTS):
        column = [one[place] for one in times]
        print(f"{name:<10}{median(column):>8.0f}{quantiles(column, n=20)[-1]:>8.0f}{max(column):>9.0f}")
    whole = median(one[-1] for one in times)
    print(f"\n{'reached' if whole < TARGET_MS else 'MISSED'}: under {TARGET_MS} ms from key to figures.")
    sys.exit(whole >= TARGET_MS)


if __name__ == "__main__":
    main()
