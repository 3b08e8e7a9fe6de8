"""The door by which other rooms meet people; they import nothing else of accounts."""

from accounts.identity.keys import new_key
from accounts.identity.models import Person, Role
from accounts.identity.visitors import Owned, SignInNeeded, Visitor
from accounts.privacy.personal import Belonging, PersonalData

__all__ = ["Belonging", "Owned", "Person", "PersonalData", "Role", "SignInNeeded", "Visitor", "new_key"]
