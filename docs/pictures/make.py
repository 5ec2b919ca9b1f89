"""Makes the pictures of the documentation from the demo, with Chromium: `make pictures` (it needs Pillow).

They show the real thing: the brief of `bilat demo`, and the pages over the demo's workspace. Colours are cut to 64, so
that all together stay small.
"""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1200, 800
COLOURS = 64
STATE = "/state?on=2025-11-20"


def main() -> None:
    """Writes every picture beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "bilat.cli", "demo", "-o", folder], check=True, stdout=subprocess.DEVNULL)
        options = webdriver.ChromeOptions()
        for each in ("--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT + 150}"):
            options.add_argument(each)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            driver.set_window_size(WIDTH, HEIGHT + 150)
            driver.get(f"file://{folder}/brief.en.html")
            save(driver, "brief")
            driver.get(f"file://{folder}/brief.zh-Hans.html")
            save(driver, "brief.zh")
            served(driver, Path(folder) / "bilat.db")
        finally:
            driver.quit()


def served(driver: webdriver.Chrome, workspace: Path) -> None:
    """The pages: how things stood on a day, and a document with its records in place."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "bilat.cli", "serve", "--workspace", str(workspace), "--port", str(port)]
    server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        root = f"http://127.0.0.1:{port}"
        wait(port)
        driver.get(f"{root}{STATE}")
        save(driver, "state")
        driver.get(f"{root}/documents")
        page = next(one for one in driver.find_elements(By.PARTIAL_LINK_TEXT, "soybeans in one account"))
        page.click()
        save(driver, "document")
    finally:
        server.terminate()
        server.wait(30)


def wait(port: int) -> None:
    """Until the server answers; a few minutes at most."""
    for _ in range(1000):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nobody answers on port {port}")


def save(driver: webdriver.Chrome, name: str) -> None:
    """What the window shows, in few colours."""
    shown = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB").crop((0, 0, WIDTH, HEIGHT))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)
    print(f"{name}.png: {(HERE / f'{name}.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
