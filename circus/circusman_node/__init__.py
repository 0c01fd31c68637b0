"""What a node of a circusman cluster runs."""

__version__ = "0.1.0"
