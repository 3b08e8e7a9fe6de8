"""The door by which other rooms meet people; they import nothing else of accounts."""

from accounts.consent.queries import subject_of
from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.anonymity import anonymity_of
from accounts.identity.keys import forget_keys, new_key
from accounts.identity.mail import limit_letters
from accounts.identity.models import Person, Role
from accounts.identity.people import refused
from accounts.identity.visitors import Owned, SignInNeeded, Visitor, provide_visitor
from accounts.privacy.personal import Belonging, NothingJoins, NothingNamed, NothingRemains, PersonalData, Remaining
from accounts.profile.actions import TOLD, forget, rest
from accounts.profile.models import MEASURE, Fact, FactKind
from accounts.profile.queries import own_fact, serving
from accounts.profile.serving import not_noted, note_serving, times_of

__all__ = [
    "MEASURE",
    "TOLD",
    "Belonging",
    "Fact",
    "FactKind",
    "NoAddress",
    "NothingJoins",
    "NothingNamed",
    "NothingRemains",
    "Owned",
    "Person",
    "PersonalData",
    "Remaining",
    "Role",
    "SignInNeeded",
    "Visitor",
    "anonymity_of",
    "forget",
    "forget_keys",
    "hint",
    "limit_letters",
    "new_key",
    "not_noted",
    "note_serving",
    "own_fact",
    "provide_visitor",
    "read_email",
    "refused",
    "rest",
    "serving",
    "subject_of",
    "times_of",
]
