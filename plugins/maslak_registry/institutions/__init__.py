"""The institutions of the programme, their keys, and the signed list of issuers."""
