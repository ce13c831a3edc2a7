"""RMT Notes: treatment charting for massage therapists."""

__version__ = "0.1.0"
