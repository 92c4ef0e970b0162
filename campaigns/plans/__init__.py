"""Campaign plans as data: strict YAML beside the source texts that it quotes."""
