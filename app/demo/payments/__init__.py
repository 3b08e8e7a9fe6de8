"""A payment server that speaks Stripe's protocol over HTTP: for the demo, and for every test that has to do with money.

``server.PaymentServer`` is it. ``api`` answers programs and ``pages`` people; ``account`` knows what happens to
sessions, payments and refunds, ``objects`` what they look like, ``store`` keeps them; ``webhooks`` tells the shop.
"""
