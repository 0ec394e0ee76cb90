"""The checkpoint: a bank of questions, drawn, marked on the server, with feedback that teaches."""
