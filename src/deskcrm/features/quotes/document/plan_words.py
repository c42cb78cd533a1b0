"""What the parts of the usual payment plans are called on a quote, in its language."""

from deskcrm.i18n import mark

DEPOSIT = mark("Deposit")
ON_ACCEPTANCE = mark("On acceptance")
HALFWAY = mark("Halfway")
ON_DELIVERY = mark("On delivery")
