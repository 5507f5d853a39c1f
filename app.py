"""Starts the chat page; takes the options of `svar serve`."""

import sys

from bot.cli import run

if __name__ == "__main__":
    run(["serve", *sys.argv[1:]])
