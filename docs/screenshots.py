"""Takes the pictures of the user guide from a fresh demo in a real browser: `make screenshots`.

Everything runs in a folder of its own that is thrown away; the pictures land in docs/billeder/.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "billeder"
BIN = Path(sys.executable).parent
WIDTH, HEIGHT = 1200, 800
START_SECONDS = 30

# Picture → (who, the proposal's title or "" for a page of the round, address with {pk}, whole page).
Shot = tuple[str, str, str, bool]
SHOTS: dict[str, Shot] = {
    "forside-cfoe": ("cfoe-underskriver", "", "/", False),
    "runde": ("cfoe-sagsbehandler", "", "/runder/{pk}/", False),
    "opgaver": ("tmf-skribent", "AREALOPTIMERING", "/forslag/{pk}/", True),
    "afsnit-oekonomi": ("tmf-skribent", "AREALOPTIMERING", "/forslag/{pk}/afsnit/economy/", True),
    "afsnit-tekst": ("tmf-skribent", "AREALOPTIMERING", "/forslag/{pk}/afsnit/description/", False),
    "tjek": ("tmf-skribent", "AREALOPTIMERING", "/forslag/{pk}/tjek/", False),
    "sagsgang": ("cfoe-underskriver", "Samlet ferieløsning", "/forslag/{pk}/sagsgang/", True),
    "godkend": ("cfoe-underskriver", "Analyse af mulighederne", "/forslag/{pk}/handling/approve/", False),
    "hoeringer": ("cfoe-sagsbehandler", "Samlet ferieløsning", "/forslag/{pk}/hoeringer/", False),
    "historik": ("cfoe-sagsbehandler", "Samlet ferieløsning", "/forslag/{pk}/historik/", False),
    "kommentarer": ("bif-skribent", "Analyse af mulighederne", "/forslag/{pk}/kommentarer/", False),
    "beskeder": ("bif-skribent", "", "/beskeder/valg/", False),
    "moeder": ("cfoe-sagsbehandler", "", "/runder/{pk}/moeder/", False),
    "tavle": ("cfoe-sagsbehandler", "", "/runder/{pk}/overblik/", True),
    "liste": ("cfoe-sagsbehandler", "", "/runder/{pk}/overblik/liste/", False),
    "diagrammer": ("cfoe-sagsbehandler", "", "/runder/{pk}/overblik/diagrammer/", True),
    "udbakke": ("cfoe-sagsbehandler", "", "/runder/{pk}/udbakke/", False),
    "medarbejdere": ("bif-administrator", "", "/medarbejdere/", False),
    "visning": ("bif-skribent", "Bedre brug af Fasit", "/forslag/{pk}/visning/", False),
    "bilag": ("cfoe-sagsbehandler", "", "/runder/{pk}/bilag/", True),
}


def main() -> None:
    """Makes every picture anew; an address that does not answer stops the run."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as address, sync_playwright() as playwright:
        password = (Path(folder) / "demo-password").read_text(encoding="utf-8").strip()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        pages: dict[str, Page] = {}
        for name, (who, title, path, whole) in SHOTS.items():
            if who not in pages:
                pages[who] = sign_in(browser, address, f"{who}@example.org", password)
            take(pages[who], address, name, title, path, whole)
        browser.close()


def chromium() -> str:
    """The system's browser; SystemExit when there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("Der er ingen Chromium på maskinen (CHROMIUM=sti).")
    return found


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """A demo with a web server of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "DEBUG": "True",
    }
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    server = subprocess.Popen(  # noqa: S603
        [*manage, "runserver", "--noreload", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/sundhed/")  # noqa: S310 - our own server
            return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def sign_in(browser: Browser, address: str, email: str, password: str) -> Page:
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="da-DK").new_page()
    page.goto(f"{address}/konto/log-ind/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def take(page: Page, address: str, name: str, title: str, path: str, whole: bool) -> None:
    """Goes to the page by way of the open round, as a person would find it, and takes the picture."""
    page.goto(address)
    round_path = page.locator("a[href^='/runder/']:has-text('Budget 2025')").first.get_attribute("href")
    pk = round_path.strip("/").split("/")[-1]
    if title:
        page.goto(address + round_path)
        pk = page.locator(f"a:has-text('{title}')").first.get_attribute("href").strip("/").split("/")[-1]
    response = page.goto(address + path.format(pk=pk))
    if response is None or not response.ok:
        sys.exit(f"{name}: {path.format(pk=pk)} svarede {response and response.status}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
    sys.stdout.write(f"{name}.png\n")


if __name__ == "__main__":
    main()
