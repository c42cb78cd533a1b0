"""The Qt parts every page is built with."""

from deskcrm.kit.immortal import keep_singletons
from deskcrm.kit.imports import import_plainly

keep_singletons()
import_plainly()
