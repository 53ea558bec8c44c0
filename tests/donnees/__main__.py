"""Write what the pages say again, from today's code."""

from tests.donnees import PAGES, relire

PAGES.write_text(relire())
