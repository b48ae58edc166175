"""The platform, a browser and people for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.identity.outside import provider
from tests.journeys.sights import Mirror, Sights
from tests.journeys.visitor import Album, View, Visitor, World
from tests.platform import Platform

NewVisitor = Callable[..., Visitor]
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder is marked."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def platform(worker_id: str) -> Iterator[Platform]:
    """The whole platform, started when the first test needs it, with a pretended ThaID beside it."""
    one = Platform(worker_id)
    with provider(f"{one.base_url}/oidc/thaid/back/") as outside:
        one.start(**outside.environment())
        yield one
        one.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. It does not outlive a module: its loop of events would disturb tests of other folders."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("There is no Chromium here. Install it with: sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield one
        one.close()


@pytest.fixture
def sights(platform: Platform) -> Iterator[Sights]:
    """What is wrong with the pages seen in a test, and in the logs behind them, fails it at its end."""
    seen, heard = Sights(), len(platform.errors())
    yield seen
    for line in platform.errors()[heard:]:
        seen.fault("the platform's logs", line[:400])
    told = seen.told()
    assert not told, f"\n{told}"


@pytest.fixture
def visitor(
    browser: Browser, platform: Platform, sights: Sights, request: pytest.FixtureRequest
) -> Iterator[NewVisitor]:
    """Makes people: `visitor(View("en", 360), "name-of-the-album")`. Where they are when a test fails is pictured."""
    made: list[Visitor] = []
    world = World(browser, platform, sights, Mirror(browser))
    failed = Album(f"failed/{request.node.name}")

    def make(view: View | None = None, album: str = "") -> Visitor:
        made.append(Visitor(world, view or View(), Album(album) if album else None))
        return made[-1]

    yield make
    for one in made:
        if request.node.stash.get(FAILED, False):
            one.page.screenshot(path=failed.next("seen-last"), full_page=True)
        one.close()
    world.mirror.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A journey that fails shows what the platform last said."""
    report = yield
    running = getattr(item, "funcargs", {}).get("platform")
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    if call.when != "teardown" and call.excinfo is not None and isinstance(running, Platform):
        report.sections.append(("Platform", running.last_words()))
    return report
