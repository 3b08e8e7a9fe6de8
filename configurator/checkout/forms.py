"""Where an order goes and whom we write to: the form, read field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.api import NoAddress, read_email
from app.core.formats import country_name
from app.core.i18n import N_, Translator
from configurator.orders.models import Delivery
from configurator.pricing.destinations import destinations

LONGEST = {"email": 254, "name": 100, "street": 120, "more": 120, "postcode": 20, "city": 100, "note": 2000}
MISSING = {
    "email": N_("Please write your e-mail address."),
    "name": N_("Please write a name."),
    "street": N_("Please write street and number."),
    "postcode": N_("Please write the postcode."),
    "city": N_("Please write the town."),
}
"""What is said of a field that must not be empty; the others may be."""


@dataclass(frozen=True, slots=True)
class DeliveryForm:
    """What was typed, and what is wrong with it, by field."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return self.typed["email"]

    @property
    def note(self) -> str:
        return self.typed["note"]

    @property
    def delivery(self) -> Delivery:
        """The address."""
        typed = self.typed
        return Delivery(
            name=typed["name"],
            street=typed["street"],
            more=typed["more"],
            postcode=typed["postcode"],
            city=typed["city"],
            country=typed["country"],
        )


def read_delivery(form: Mapping[str, str], region: str, currency: str, texts: Translator) -> DeliveryForm:
    """Read the form for a cart that is priced for `region`, in `currency`."""
    _ = texts.gettext
    typed = {name: " ".join(form.get(name, "").split()) for name in LONGEST if name != "note"}
    typed["note"] = form.get("note", "").replace("\r\n", "\n").strip()
    typed["country"] = form.get("country", "")[:2]
    errors: dict[str, str] = {}
    for name, longest in LONGEST.items():
        if not typed[name] and name in MISSING:
            errors[name] = _(MISSING[name])
        elif len(typed[name]) > longest:
            errors[name] = _("At most {n} characters, please.", n=longest)
        elif not _is_text(typed[name]):
            errors[name] = _("There is a character in it that nobody can read.")
    if "email" not in errors:
        try:
            typed["email"] = read_email(typed["email"])
        except NoAddress:
            errors["email"] = _("This does not look like an e-mail address: name@example.org")
    problem = _country_problem(typed["country"], region, currency, texts)
    return DeliveryForm(typed, {**errors, "country": problem} if problem else errors)


def _is_text(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


def _country_problem(country: str, region: str, currency: str, texts: Translator) -> str:
    _ = texts.gettext
    destination = destinations().get(country)
    if not country:
        return _("Please choose a country.")
    if destination is None:
        return _("We do not send to {country} yet.", country=country_name(country, texts.locale))
    if destination.region != region or currency not in destination.shipping:
        named = country_name(country, texts.locale)
        return _("The prices in your cart are for another region than {country}.", country=named)
    return ""
