"""`python -m jibiao` does what the `jibiao` command does."""

from jibiao.cli import main

if __name__ == "__main__":
    main()
