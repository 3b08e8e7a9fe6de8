"""The door by which other rooms meet people; they import nothing else of accounts."""

from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.keys import forget_keys, new_key
from accounts.identity.mail import limit_letters
from accounts.identity.models import Person, Role
from accounts.identity.people import refused
from accounts.identity.visitors import Owned, SignInNeeded, Visitor, provide_visitor
from accounts.privacy.personal import Belonging, NothingNamed, NothingRemains, PersonalData, Remaining
from accounts.profile.models import Fact, FactKind
from accounts.profile.queries import served, serving

__all__ = [
    "Belonging",
    "Fact",
    "FactKind",
    "NoAddress",
    "NothingNamed",
    "NothingRemains",
    "Owned",
    "Person",
    "PersonalData",
    "Remaining",
    "Role",
    "SignInNeeded",
    "Visitor",
    "forget_keys",
    "hint",
    "limit_letters",
    "new_key",
    "provide_visitor",
    "read_email",
    "refused",
    "served",
    "serving",
]
