"""Signs in to Superset as a person does, waits until a dashboard is drawn, and measures what is on it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

HEIGHT = 900
_HOLDERS = "[data-test=dashboard-component-chart-holder]"

#: What is drawn in each chart's card: its title, kind, size of its drawing and its text.
_CHARTS = """() => [...document.querySelectorAll('.chart-slice')].map(card => {
  const drawing = card.querySelector('canvas, .country_map svg, .handlebars, table, [class*=echarts] svg');
  const box = drawing ? drawing.getBoundingClientRect() : {width: 0, height: 0};
  const pixels = canvas => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return true;
    return false;
  };
  const canvas = card.querySelector('canvas'), map = card.querySelector('.country_map svg');
  return {
    title: card.querySelector('[data-test=slice-header]')?.innerText.trim() ?? '',
    kind: canvas ? 'canvas' : map ? 'map' : card.querySelector('.handlebars') ? 'template' : 'nothing',
    width: box.width, height: box.height,
    drawn: canvas ? pixels(canvas) : map ? map.querySelectorAll('path').length >= 7
      : (card.querySelector('.handlebars')?.innerText.trim().length ?? 0) > 0,
    text: card.innerText,
  };
})"""

_BOXES = """selector => [...document.querySelectorAll(selector)].map(card => {
  const box = card.getBoundingClientRect();
  return {left: box.left, top: box.top + scrollY, right: box.right, bottom: box.bottom + scrollY,
          name: card.innerText.slice(0, 40)};
})"""

#: Elements of text that hold more than they show, or that stick out of the page.
_CUT = """() => {
  const texts = '.header-title, .dashboard-markdown h2, .dashboard-markdown p, .handlebars div, .handlebars td, '
    + '.handlebars th, .handlebars span, .handlebars strong, .handlebars p';
  const growing = '.chart-slice > :first-child, .dashboard-component-chart-holder:has(.handlebars)';
  const tall = [...document.querySelectorAll(growing)].filter(e => e.scrollHeight > e.clientHeight + 4);
  const shown = [...document.querySelectorAll(texts)].filter(e => e.offsetParent !== null && e.innerText.trim());
  const wide = shown.filter(e => {
    const box = e.getBoundingClientRect();
    return e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || box.right > innerWidth + 1 || box.left < -1;
  });
  return [...tall, ...wide].map(e => e.innerText.slice(0, 60));
}"""


@dataclass
class SupersetPage:
    """One window of one person."""

    browser: Browser
    url: str
    width: int
    page: Page = field(init=False)
    outside: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.browser.new_context(
            viewport={"width": self.width, "height": HEIGHT}, locale="es-CR", timezone_id="America/Costa_Rica"
        ).new_page()
        self.page.on("request", self._note_outside)
        self.page.on("response", lambda r: r.status >= 400 and self.refused.append(f"{r.status} {r.url}"))

    def _note_outside(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(self.url).netloc:
            self.outside.append(request.url)

    def sign_in(self, user: str, password: str) -> None:
        self.page.goto(f"{self.url}/login/")
        self.page.fill("input#username, input[name=username]", user)
        self.page.fill("input#password, input[name=password]", password)
        with self.page.expect_navigation(url=lambda address: "/login" not in address):
            self.page.keyboard.press("Enter")

    def open_dashboard(self, slug: str, charts: int) -> None:
        """Waits for so many charts, each of them past its loading sign."""
        self.page.goto(f"{self.url}/superset/dashboard/{slug}/")
        self.page.wait_for_function(
            "count => document.querySelectorAll('.chart-slice').length >= count", arg=charts, timeout=60_000
        )
        self.page.wait_for_function(
            "() => !document.querySelector('.dashboard .loading, .dashboard [data-test=loading-indicator]')"
            " && [...document.querySelectorAll('.chart-slice .slice_container')]"
            ".every(card => card.querySelector('canvas, svg, .handlebars > *, .ant-empty, [role=alert]'))",
            timeout=90_000,
        )
        self.page.wait_for_timeout(1_500)  # the drawing of a chart ends with an animation

    def charts(self) -> list[dict]:
        return self.page.evaluate(_CHARTS)

    def cards(self) -> list[dict]:
        return self.page.evaluate(_BOXES, _HOLDERS)

    def cut_texts(self) -> list[str]:
        return self.page.evaluate(_CUT)

    def errors(self) -> list[str]:
        return self.page.locator("[role=alert], .ant-alert-error, .error-boundary, .toast--danger").all_inner_texts()

    def text(self) -> str:
        return self.page.inner_text("body")

    def scrolls_sideways(self) -> bool:
        return self.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")

    def keep_picture(self, path: str) -> None:
        height = self.page.evaluate("() => document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": self.width, "height": max(HEIGHT, height)})
        self.page.wait_for_timeout(1_000)
        self.page.screenshot(path=path, full_page=True)

    def close(self) -> None:
        self.page.context.close()
