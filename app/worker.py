"""The worker put together: every handler of the outbox and every job is listed here."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from accounts.identity.jobs import forget_old_ways_in
from accounts.privacy.jobs import erase_due
from accounts.profile import feed
from accounts.profile.feed_transport import Feed
from accounts.profile.jobs import forget_lapsed
from app.bridges.personal import PERSONAL
from app.core import mail
from app.core.database import Database
from app.core.jobs import Job, Worker
from app.core.logs import log
from app.core.outbox import Handler, forget_old
from app.core.settings import Settings
from configurator.build.jobs import forget_old_drafts
from configurator.checkout.jobs import Payments
from configurator.orders.books import forget_old_orders, reduce_closed
from configurator.orders.personal_uploads import remove_unnamed
from configurator.payments.actions import REFUND
from configurator.payments.gateway import Gateway
from configurator.specs.jobs import remove_deleted_specs
from configurator.uploads.store import UPLOADS, Store


def create_worker(settings: Settings, database: Database, gateway: Gateway | None) -> Worker:
    """What the shop does besides answering. A kind of which nobody is the handler waits in the outbox."""
    handlers: dict[str, Handler] = {}
    jobs: list[Job] = []
    if settings.smtp_url:
        handlers[mail.KIND] = mail.MailTransport(settings).send
    else:
        log.warning("no mail leaves before ATELIER_SMTP_URL names a mail server; it waits in the outbox")
    if settings.feed_url:
        handlers[feed.KIND] = Feed(database, settings).send
    if gateway is not None:
        payments = Payments(database, gateway, settings.base_url)
        handlers[REFUND] = payments.pay_back
        jobs.append(Job("ask after silent payments", timedelta(minutes=1), payments.ask_after_the_silent))
    store = Store(settings.data / UPLOADS)
    return Worker(
        database,
        handlers,
        jobs=[
            *jobs,
            Job("forget the old outbox", timedelta(hours=6), partial(forget_old, database)),
            Job("remove deleted specs", timedelta(hours=6), partial(remove_deleted_specs, database)),
            Job("forget old drafts", timedelta(hours=6), partial(forget_old_drafts, database)),
            Job("erase who asked for it", timedelta(minutes=10), partial(erase_due, database, PERSONAL)),
            Job("reduce orders of the erased", timedelta(minutes=10), partial(reduce_closed, database)),
            Job("forget orders that the books need no more", timedelta(hours=6), partial(forget_old_orders, database)),
            Job("remove pictures that nothing names", timedelta(minutes=10), partial(remove_unnamed, database, store)),
            Job("forget lapsed facts", timedelta(hours=6), partial(forget_lapsed, database)),
            Job("forget old ways in", timedelta(hours=6), partial(forget_old_ways_in, database)),
        ],
    )
