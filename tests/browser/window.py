"""The chat window as a visitor uses it: by the names that are read and heard."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from playwright.sync_api import Locator, Page, expect

KEPT = "() => JSON.parse(sessionStorage.getItem('vejviser-chat') ?? 'null')"


# A browser with these voices; what is read and what is stopped is written down.
VOICES = """(voices) => {
  window.spoken = [];
  speechSynthesis.getVoices = () => voices.map(({ lang, local }) => ({ lang, localService: local, name: lang }));
  speechSynthesis.speak = (utterance) => { window.spoken.push(utterance.text); window.ends = () => utterance.onend(); };
  speechSynthesis.cancel = () => window.spoken.push("(silence)");
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@dataclass(frozen=True)
class Voice:
    """A voice of the browser's; `local` where the text stays in the device."""

    lang: str
    local: bool


@dataclass
class Window:
    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.locator("vejviser-chat .launch")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="Vejviser", exact=True)

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Skriv med dine egne ord")

    @property
    def bubbles(self) -> Locator:
        return self.page.locator("vejviser-chat .bubble .words")

    @property
    def help(self) -> Locator:
        return self.page.locator("vejviser-chat .help")

    def open(self) -> Window:
        self.launcher.click()
        expect(self.bubbles.first).to_be_visible()
        return self

    def begin(self) -> Window:
        """Open, and wait for the greeting."""
        self.open()
        expect(self.button("Mit barn")).to_be_visible()
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def says(self, text: str, answer: str) -> None:
        """Write, and wait for a bubble that holds `answer`."""
        self.write(text)
        self.expect_bubble(answer)

    def expect_bubble(self, text: str, timeout: float = 10_000) -> None:
        expect(self.bubbles.filter(has_text=text).last).to_be_visible(timeout=timeout)

    def has_voices(self, *voices: Voice) -> None:
        """From now on the browser has these voices. Before the window is opened."""
        self.page.evaluate(VOICES, [asdict(each) for each in voices])

    def menu(self, item: str) -> None:
        self.press("Mere")
        self.press(item)

    def texts(self) -> list[str]:
        return [text.strip() for text in self.bubbles.all_inner_texts()]

    def kept(self) -> dict[str, object] | None:
        return self.page.evaluate(KEPT)  # type: ignore[no-any-return]


@dataclass
class Ear:
    """Keeps what the page's live regions say from now on, as a screen reader would hear it."""

    page: Page

    def __post_init__(self) -> None:
        self.page.evaluate(
            """() => {
              window.heard = [];
              const root = document.querySelector("vejviser-chat").shadowRoot;
              for (const id of ["polite", "urgent"]) {
                const region = root.getElementById(id);
                new MutationObserver(() => region.textContent && window.heard.push([id, region.textContent]))
                  .observe(region, { childList: true, characterData: true, subtree: true });
              }
            }"""
        )

    def hears(self, text: str) -> str:
        """Waits until `text` is said, and gives back by which region: polite or urgent."""
        for _ in range(100):
            for region, words in self.all():
                if text in words:
                    return region
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never said: {text}")

    def all(self) -> list[tuple[str, str]]:
        return [(region, words) for region, words in self.page.evaluate("window.heard")]
