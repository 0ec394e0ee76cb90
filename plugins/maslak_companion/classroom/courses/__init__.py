"""The courses on the shelf: files from the authors, read once into releases that say what every block holds."""
