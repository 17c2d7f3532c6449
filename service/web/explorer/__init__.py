"""The explorer: pages for people, over the same questions and answers as the API.

    home.py       `/`: overview, picking, table, evidence, digest      listing.py   documents, measures, a region
    reading.py    `/read`: a text in, what it says out                 original.py  the source, marked
    state.py      the address is the state                             frame.py     language, addresses, tags, errors
    table.py evidence.py overview.py picking.py taking.py marking.py   what the templates show
    words.py      what the pages say, in Chinese and English           assets.py    styles and scripts

Pages work without scripts; scripts fetch the same pages and put a part of them in its place. Nothing of a document is
ever written but as text.
"""

from service.web.explorer import home, listing, reading
from service.web.explorer.assets import asset, assets
from service.web.explorer.frame import pages as explorer
from service.web.explorer.frame import register
from service.web.explorer.original import originals

__all__ = ["asset", "assets", "explorer", "home", "listing", "originals", "reading", "register"]
