"""What a node of a circusman cluster runs."""
