"""Entry bytes, hash chain and Merkle tree of one institution's ledger."""
