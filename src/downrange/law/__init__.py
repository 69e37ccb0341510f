"""What is owed and what is allowed: facts and dated rules give conclusions, each with its article."""
