"""From a proposal to a decision: nominees, papers, the chain of desks, and what is signed at its end."""
