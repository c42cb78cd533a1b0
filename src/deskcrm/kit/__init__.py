"""The Qt parts every page is built with."""

from deskcrm.kit.immortal import keep_singletons

keep_singletons()
