"""`python -m bot` is `svar`."""

from bot.cli import run

if __name__ == "__main__":
    run()
