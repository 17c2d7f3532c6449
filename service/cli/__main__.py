"""`python -m service.cli`: the command line of exactly this interpreter."""

from service.cli import main

main(prog_name="duizhao")
