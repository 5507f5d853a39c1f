"""How the encoder that ships was made: data to model, one command at a time.

Nothing in `bot/` imports this package, and it imports nothing of `bot/`; it needs the `train` extra.
"""
