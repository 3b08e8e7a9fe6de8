"""Every room that holds people's things."""

from accounts.privacy.personal import PersonalData
from accounts.privacy.rooms import PersonalAccount, PersonalErasures, PersonalPermissions, PersonalProfile
from configurator.build.personal import PersonalDrafts
from configurator.cart.personal import PersonalCart
from configurator.orders.personal import PersonalOrders
from configurator.orders.personal_uploads import PersonalUploads
from configurator.specs.personal import PersonalSpecs

PERSONAL: tuple[PersonalData, ...] = (
    PersonalAccount(),
    PersonalPermissions(),
    PersonalProfile(),
    PersonalDrafts(),
    PersonalSpecs(),
    PersonalCart(),
    PersonalOrders(),
    PersonalUploads(),
    PersonalErasures(),
)
"""In the order in which people are shown what there is, and in which it is erased."""
