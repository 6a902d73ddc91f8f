"""How a page feels while much happens: the pauses between its frames, and how late it answers to a key."""

from dataclasses import dataclass

from playwright.async_api import Page

WATCH = """
() => {
    const seen = { frames: [], keys: [], at: performance.now() };
    const frame = now => { seen.frames.push(now - seen.at); seen.at = now; seen.next = requestAnimationFrame(frame); };
    seen.next = requestAnimationFrame(frame);
    seen.observer = new PerformanceObserver(list =>
        seen.keys.push(...list.getEntries().filter(each => each.name === "keydown").map(each => each.duration)));
    seen.observer.observe({ type: "event", durationThreshold: 16 });
    window.smoothness = seen;
}
"""
TELL = """
() => {
    const seen = window.smoothness;
    cancelAnimationFrame(seen.next);
    seen.observer.disconnect();
    return [seen.frames, seen.keys];
}
"""


@dataclass(frozen=True, slots=True)
class Smoothness:
    """Milliseconds, in order of size."""

    frames: list[float]
    keys: list[float]
    """From a key's press to the frame that shows it; those within one frame are not counted."""

    def __str__(self) -> str:
        middle, late, worst = (f"{at(self.frames, share):.0f}" for share in (0.5, 0.99, 1))
        keys = f"after {at(self.keys, 0.5):.0f} ms, {self.keys[-1]:.0f} at worst" if self.keys else "within a frame"
        return f"a frame every {middle} ms (p99 {late}, worst {worst}), a key is shown {keys}"


def at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def watch(page: Page) -> None:
    await page.evaluate(WATCH)


async def told(page: Page) -> Smoothness:
    frames, keys = await page.evaluate(TELL)
    return Smoothness(sorted(frames), sorted(keys))
