"""Drives headless Chromium through its DevTools protocol, over the pipe that it offers, without any package.

    browser.py check PAGE [--axe axe.min.js]     looks whether a report works, as JSON: {"name", "ok", "detail"} each
    browser.py picture PAGE PNG WIDTH HEIGHT     a screenshot
"""
import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

LIMIT = 60


class Browser:
    """A browser with one page."""

    def __init__(self, program, width=1280, height=900):
        # Chromium makes a socket in its folder, whose path must be short.
        self.folder = tempfile.mkdtemp(dir="/tmp")
        (first, self.write), (self.read, second) = os.pipe(), os.pipe()
        there, here = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (first, second))
        # Chromium reads from 3 and writes to 4.
        command = ["bash", "-c", f'exec "$@" 3<&{there} 4>&{here}', "browser", program, "--headless=new", "--no-sandbox", "--disable-gpu",
                   "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={self.folder}", "--no-first-run", "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(there, here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env=dict(os.environ, TMPDIR="/tmp"))
        for end in (first, second, there, here):
            os.close(end)
        self.number, self.events, self.rest, self.session = 0, [], b"", None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.size(width, height)

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        number, end = self.number, time.monotonic() + LIMIT
        while time.monotonic() < end:
            got = self.receive()
            if got.get("id") == number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]
            self.events.append(got)
        raise TimeoutError(method)

    def receive(self):
        while b"\0" not in self.rest:
            if not select.select([self.read], [], [], LIMIT)[0]:
                raise TimeoutError(f"the browser has said nothing for {LIMIT} s")
            more = os.read(self.read, 1 << 20)
            if not more:
                raise RuntimeError("the browser is gone")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def size(self, width, height, scheme="light"):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.settle()

    def settle(self):
        """Waits until the page is drawn anew."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def open(self, path, part=""):
        """Opens a file and waits until everything in sight is loaded; seconds until then."""
        start = time.monotonic()
        self.events = [event for event in self.events if event.get("method") != "Page.loadEventFired"]
        # A part of the page that is open already is no new document.
        isNew = "loaderId" in self.send("Page.navigate", url=pathlib.Path(path).resolve().as_uri() + part)
        while isNew and not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())
        self.settle()
        return time.monotonic() - start

    def run(self, script):
        """The value of an expression in the page, or what a promise gives."""
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def key(self, key):
        code = {"ArrowLeft": 37, "ArrowRight": 39, "Tab": 9, "Enter": 13}.get(key, ord(key[0].upper()))
        text = {"text": key} if len(key) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def mouse(self, kind, x, y):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def complaints(self):
        """What the page wrote to the console, and what was refused or failed."""
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded":
                found.append(parameters["entry"]["text"])
            if method == "Runtime.consoleAPICalled":
                found.append(str([argument.get("value") for argument in parameters["args"]]))
            if method == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"]["text"])
        return found

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]

    def picture(self, path, whole=False):
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


# What a person with weak eyes needs (WCAG 2.2, 1.4.3): text against what lies behind it, where both are plain colours.
CONTRAST = """(() => {
  const parse = text => { const parts = text.match(/[\\d.]+/g).map(Number); return parts.length > 3 ? parts : [...parts, 1]; };
  const light = colour => { const [r, g, b] = colour.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = element => { for (; element; element = element.parentElement) { const colour = parse(getComputedStyle(element).backgroundColor); if (colour[3] > .99) return colour; } return [255, 255, 255, 1]; };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ checkVisibilityCSS: true }) || element.matches("script, style, option") || element.closest("svg")) continue;
    texts += 1;
    const [front, back] = [parse(getComputedStyle(element).color), behind(element)].map(c => light(c.slice(0, 3)));
    const ratio = (Math.max(front, back) + .05) / (Math.min(front, back) + .05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(2)}: ${walker.currentNode.textContent.trim().slice(0, 40)}`);
  }
  return { texts, faults };
})()"""

# Everything that can be used has a name; everything that is shown has a text for those who do not see it.
LABELS = """(() => {
  const faults = [];
  for (const element of document.querySelectorAll("button, a, input, select, [role=application]")) {
    const name = element.getAttribute("aria-label") || element.textContent.trim() || element.closest("label")?.textContent.trim();
    if (!name) faults.push(element.outerHTML.slice(0, 80));
  }
  for (const element of document.querySelectorAll("img")) if (!element.hasAttribute("alt")) faults.push(element.outerHTML.slice(0, 80));
  for (const element of document.querySelectorAll("svg")) if (!element.getAttribute("aria-hidden") && !element.getAttribute("aria-label")) faults.push("svg without a label");
  if (!document.documentElement.lang) faults.push("no language");
  if (document.querySelectorAll("main").length !== 1) faults.push("no main part");
  const sizes = [...document.querySelectorAll("button, select, a")].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24);
  if (sizes.length) faults.push(`${sizes.length} targets smaller than 24 pixels`);
  return faults;
})()"""


class Checks:
    """What was looked at, and whether it is as it should be."""

    def __init__(self):
        self.all = []

    def add(self, name, ok, detail=""):
        self.all.append({"name": name, "ok": bool(ok), "detail": str(detail)[:2000]})


def check_portfolio(browser, checks, page):
    seconds = browser.open(page)
    checks.add("portfolio opens", browser.run("document.querySelectorAll('.card').length") > 0, f"{seconds:.2f} s")
    if page.name == "index.html":
        checks.add("portfolio is small", os.path.getsize(page) <= 2 << 20, os.path.getsize(page))
    shown = "[...document.querySelectorAll('.card')].filter(c => !c.hidden).map(c => c.dataset.name)"
    names = browser.run(shown)
    browser.run("(() => { const order = document.querySelector('[data-order]'); order.value = 'visibility'; order.dispatchEvent(new Event('change', { bubbles: true })); })()")
    values = browser.run("[...document.querySelectorAll('.card')].map(c => c.dataset.visibility).filter(v => v).map(Number)")
    checks.add("cards are ordered", values == sorted(values, reverse=True) and sorted(browser.run(shown)) == sorted(names), values)
    browser.run("(() => { const filter = document.querySelector('[data-filter=status]'); filter.value = filter.options[1].value; filter.dispatchEvent(new Event('change', { bubbles: true })); })()")
    chosen = browser.run("[...document.querySelectorAll('.card')].filter(c => !c.hidden).every(c => c.dataset.status === document.querySelector('[data-filter=status]').value)")
    said = browser.run("document.querySelector('[data-count]').textContent")
    checks.add("cards are chosen", chosen and said.endswith(f"of {len(names)} shown"), said)
    for width in (360, 1280, 2560):
        for scheme in ("light", "dark"):
            browser.size(width, 900, scheme)
            check_page(browser, checks, f"portfolio at {width}, {scheme}")
    browser.size(1280, 900)


def check_page(browser, checks, where):
    wide = browser.run("document.documentElement.scrollWidth - innerWidth")
    checks.add(f"{where}: nothing sticks out", wide <= 0, wide)
    contrast = browser.run(CONTRAST)
    checks.add(f"{where}: contrast", contrast["texts"] > 5 and not contrast["faults"], contrast)
    faults = browser.run(LABELS)
    checks.add(f"{where}: labels", not faults, faults)


def check_viewer(browser, checks):
    state = "(({ view, worst }) => ({ ...view, worst }))(document.querySelector('.viewer.live').lacquer)"
    clip = "document.querySelector('.viewer.live .protected').style.clipPath"
    first = browser.run(state)
    checks.add("viewer: the place that is seen most is in sight", browser.run("""(() => {
      const ring = document.querySelector('.viewer.live .ring').getBoundingClientRect(), stage = document.querySelector('.viewer.live .stage').getBoundingClientRect();
      const x = ring.x + ring.width / 2, y = ring.y + ring.height / 2;
      return x >= stage.left && x <= stage.right && y >= stage.top && y <= stage.bottom; })()"""), first)
    checks.add("viewer: pictures are loaded", browser.run("Promise.all([...document.querySelectorAll('.viewer.live img')].filter(i => i.checkVisibility()).map(i => i.decode())).then(() => true)"))
    share = int(browser.run("document.querySelector('.viewer.live input[type=range]').value"))
    checks.add("viewer: the slider begins where it is seen most", browser.run(f"""(() => {{
      const ring = document.querySelector('.viewer.live .ring').getBoundingClientRect(), stage = document.querySelector('.viewer.live .stage').getBoundingClientRect();
      return Math.abs((ring.x + ring.width / 2 - stage.x) / stage.width * 100 - {share}) <= 1 || {share} === 12 || {share} === 88; }})()"""), share)
    for _ in range(5):
        browser.key("ArrowRight")
    checks.add("viewer: the right arrow moves the slider", browser.run(clip) == f"inset(0px 0px 0px {share + 10}%)", browser.run(clip))
    browser.key("ArrowLeft")
    share += 8
    checks.add("viewer: the left arrow moves it back", browser.run(clip) == f"inset(0px 0px 0px {share}%)", browser.run(clip))
    browser.key("f")
    seen = browser.run("""new Promise(done => { const pane = document.querySelector('.viewer.live .protected'), seen = []; const watch = setInterval(() => {
      seen.push(getComputedStyle(pane).visibility); if (seen.length === 16) { clearInterval(watch); done(seen); } }, 100); })""")
    changes = sum(a != b for a, b in zip(seen, seen[1:]))
    checks.add("viewer: F flickers, and not too fast", 2 <= changes <= 4, changes)
    browser.key("f")
    checks.add("viewer: F ends the flicker", browser.run(state)["mode"] == "slider" and browser.run(clip) == f"inset(0px 0px 0px {share}%)")
    browser.key("2")
    two = browser.run(state)
    browser.key("1")
    one = browser.run(state)
    browser.key("0")
    fit = browser.run(state)
    checks.add("viewer: 1, 2 and 0 zoom", (one["scale"], two["scale"]) == (1, 2) and fit["zoom"] == "fit", (one["scale"], two["scale"], fit["scale"]))
    browser.key("2")
    browser.key("s")
    worlds = "[...document.querySelectorAll('.viewer.live .world')].map(w => w.style.transform)"
    box = browser.run("(r => [r.left, r.top, r.width, r.height])(document.querySelector('.viewer.live .stage').getBoundingClientRect())")
    x, y = box[0] + box[2] / 4, box[1] + box[3] / 4
    start = browser.run(worlds)
    for kind, dx in (("mousePressed", 0), ("mouseMoved", 20), ("mouseMoved", 40), ("mouseReleased", 40)):
        browser.mouse(kind, x + dx, y + dx)
    moved = browser.run(worlds)
    checks.add("viewer: both pictures move together", moved[0] == moved[1] and (moved != start or browser.run(state)["scale"] * max(first["worst"].values()) < box[2]), moved)
    browser.key("b")
    beside = browser.run("[...document.querySelectorAll('.viewer.live .pane')].map(p => p.getBoundingClientRect()).map(r => [Math.round(r.left), Math.round(r.right)])")
    checks.add("viewer: B shows both beside each other", beside[0][1] <= beside[1][0], beside)
    browser.key("b")
    browser.key("m")
    checks.add("viewer: M shows the map", browser.run("document.querySelector('.viewer.live .world > .map').checkVisibility()"))
    browser.key("m")
    handle = browser.run("(r => [r.left + r.width / 2, r.top + r.height / 2])(document.querySelector('.viewer.live .handle').getBoundingClientRect())")
    for kind, dx in (("mousePressed", 0), ("mouseMoved", -60), ("mouseReleased", -60)):
        browser.mouse(kind, handle[0] + dx, handle[1])
    dragged = float(browser.run("document.querySelector('.viewer.live input[type=range]').value"))
    checks.add("viewer: the handle is dragged", dragged < share - 2, dragged)


def check_focus(browser, checks):
    """Tab goes through everything in the order of the page, and each stop is seen; on a page that was just opened."""
    stops = []
    for _ in range(40):
        browser.key("Tab")
        stop = browser.run("""(e => e === document.body ? null : { what: e.getAttribute('aria-label') || e.textContent.trim() || e.type, outline: getComputedStyle(e).outlineStyle,
          order: [...document.querySelectorAll('*')].indexOf(e) })(document.activeElement)""")
        if stop is None:
            break
        stops.append(stop)
    orders = [stop["order"] for stop in stops]
    checks.add("focus: in the order of the page", len(stops) > 8 and orders == sorted(orders), [stop["what"][:30] for stop in stops])
    checks.add("focus: is seen", all(stop["outline"] != "none" for stop in stops), [stop["what"] for stop in stops if stop["outline"] == "none"])


def check_axe(browser, checks, axe, where):
    if not axe:
        return
    # Through the debugger: the page's own policy lets no other script in.
    browser.run(pathlib.Path(axe).read_text() + ";0")
    found = browser.run("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.id, v.impact, v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3)]))")
    checks.add(f"{where}: axe-core", not found, json.dumps(found))


def check(program, page, axe):
    checks, browser = Checks(), Browser(program)
    page = pathlib.Path(page)
    single = page.is_file()
    front = page if single else page / "index.html"
    try:
        check_portfolio(browser, checks, front)
        check_axe(browser, checks, axe, "portfolio")
        numbers = browser.run("[...document.querySelectorAll('.card a')].map(a => a.getAttribute('href')).sort()")
        for number, address in enumerate(numbers):
            if single:
                browser.open(front, address)
            else:
                browser.open(front.parent / address)
            if not browser.run("!!document.querySelector('.viewer.live')"):
                continue
            if number == 0:
                check_focus(browser, checks)
                check_viewer(browser, checks)
                check_axe(browser, checks, axe, "picture")
                for width in (360, 1280, 2560):
                    for scheme in ("light", "dark"):
                        browser.size(width, 900, scheme)
                        check_page(browser, checks, f"picture at {width}, {scheme}")
                browser.size(1280, 900)
        # Names are text, whatever stands in them: no element came of one, and no script ran.
        checks.add("names are text", not browser.run("!!document.querySelector('img[onerror], img[src=x]')"), "")
        checks.add("console is silent", not browser.complaints(), browser.complaints())
        foreign = [url for url in browser.requests() if not url.startswith(("file:", "data:", "about:"))]
        checks.add("nothing is fetched from elsewhere", not foreign, foreign)
    finally:
        browser.close()
    return checks.all


def main():
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        sys.exit("no Chromium")
    if sys.argv[1] == "check":
        axe = sys.argv[sys.argv.index("--axe") + 1] if "--axe" in sys.argv else None
        print(json.dumps(check(program, sys.argv[2], axe)))
    else:
        _, _, page, path, width, height = sys.argv[:6]
        browser = Browser(program, int(width), int(height))
        if "--dark" in sys.argv:
            browser.size(int(width), int(height), "dark")
        file, _, part = page.partition("#")
        browser.open(file, "#" + part if part else "")
        for key in sys.argv[sys.argv.index("--keys") + 1] if "--keys" in sys.argv else "":
            browser.key(key)
        browser.run("Promise.all([...document.images].filter(i => i.checkVisibility()).map(i => i.decode().catch(() => 0))).then(() => 1)")
        browser.picture(path, "--whole" in sys.argv)
        browser.close()


if __name__ == "__main__":
    main()
