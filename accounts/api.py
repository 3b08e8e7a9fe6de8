"""The door by which other rooms meet people; they import nothing else of accounts."""

from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.keys import new_key
from accounts.identity.mail import limit_letters
from accounts.identity.models import Person, Role
from accounts.identity.visitors import Owned, SignInNeeded, Visitor, provide_visitor
from accounts.privacy.personal import Belonging, NothingJoins, NothingRemains, PersonalData, Remaining
from accounts.profile.models import Fact, FactKind
from accounts.profile.queries import served, serving

__all__ = [
    "Belonging",
    "Fact",
    "FactKind",
    "NoAddress",
    "NothingJoins",
    "NothingRemains",
    "Owned",
    "Person",
    "PersonalData",
    "Remaining",
    "Role",
    "SignInNeeded",
    "Visitor",
    "hint",
    "limit_letters",
    "new_key",
    "provide_visitor",
    "read_email",
    "served",
    "serving",
]
