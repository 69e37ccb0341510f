"""What is owed and what is allowed: facts and dated rules in, conclusions with their article out."""
