"""What a question can ask, one module for each way of answering: how its key is read, an answer taken in, and marked."""
