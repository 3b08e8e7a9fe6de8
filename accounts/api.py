"""The door by which other rooms meet people; they import nothing else of accounts."""

from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.keys import new_key
from accounts.identity.mail import limit_letters
from accounts.identity.models import Person, Role
from accounts.identity.visitors import Owned, SignInNeeded, Visitor, provide_visitor
from accounts.privacy.personal import Belonging, PersonalData

__all__ = [
    "Belonging",
    "NoAddress",
    "Owned",
    "Person",
    "PersonalData",
    "Role",
    "SignInNeeded",
    "Visitor",
    "hint",
    "limit_letters",
    "new_key",
    "provide_visitor",
    "read_email",
]
