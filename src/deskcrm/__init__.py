"""A desktop CRM for freelancers and small businesses: one window over one local file."""

__version__ = "0.1.0"
