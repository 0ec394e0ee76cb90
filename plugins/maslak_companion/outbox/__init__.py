"""The outbox: what this institution states, written in the transaction that makes it true, and carried to the registry.

Facts are written without a number. Whoever holds the lease seals them (numbers, chains) into batches that never change again,
sends the batches until a signed receipt comes back, and keeps the receipts.
"""
