"""The ledger: canonical bytes, entries in a hash chain, one Merkle tree per institution, checkpoints over all of them."""
