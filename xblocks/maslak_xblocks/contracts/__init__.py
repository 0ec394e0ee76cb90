"""The contract of each kind of block, for whoever writes a client: what it shows as data, what its handlers take and answer.

A contract is JSON Schema (2020-12), one file for each kind; `common.json` holds what all share. Tests compare every answer of every
handler with it. `describe_block` puts one together as an OpenAPI 3.1 document, whose server is the block's own address.
"""

from __future__ import annotations

from maslak_xblocks.contracts.openapi import BLOCKS, describe_block, list_handlers, read_contract

__all__ = ["BLOCKS", "describe_block", "list_handlers", "read_contract"]
