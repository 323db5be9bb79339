"""A conversation (追问): what a question takes over from the turn before it, and the turns remembered."""
