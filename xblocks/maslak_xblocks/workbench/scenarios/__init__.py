"""What the workbench shows: a module for each block, with a scenario for each type of item or state."""
