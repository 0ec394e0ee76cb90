"""Questions from files of other systems: read whole, said where something is wrong, kept only when their author says so."""
