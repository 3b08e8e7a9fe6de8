"""What journeys walk with. Playwright keeps an event loop running, so it is here for this folder's tests only."""

from tests.support.browsers import browser, open_page
from tests.support.stage import play, stage

__all__ = ["browser", "open_page", "play", "stage"]
