"""The rules of a good course, one module for each noun that they are about."""
