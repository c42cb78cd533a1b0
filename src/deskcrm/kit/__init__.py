"""The Qt parts every page is built with."""
