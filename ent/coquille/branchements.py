"""The shell declares its own assets first: rooms add theirs to them."""

from .assemblages import ATELIER, HTMX, SCRIPTS, STYLES, enregistrer_assemblage

enregistrer_assemblage("style.css", *(f"coquille/css/{nom}.css" for nom in STYLES), est_gardee=True)
enregistrer_assemblage("script.js", HTMX, *(f"coquille/js/{nom}.js" for nom in SCRIPTS), est_gardee=True)
# What scripts write, once there are some: after all that a page is drawn with.
enregistrer_assemblage("suivre.js", "coquille/js/suivre.js")
enregistrer_assemblage("typographie.js", "coquille/js/typographie.js", est_gardee=True)
enregistrer_assemblage("icones.svg", "coquille/icones.svg", est_gardee=True)
enregistrer_assemblage("dessins.svg", "coquille/dessins.svg", est_gardee=True)
enregistrer_assemblage("atelier.js", *(f"coquille/js/{nom}.js" for nom in ATELIER))
# For who reads easy French, beside the sheet of a page.
enregistrer_assemblage("facile.css", "coquille/css/facile.css", est_gardee=True)
# For who chose how they like to read.
enregistrer_assemblage("confort.css", "coquille/css/confort.css", est_gardee=True)
# Asked for when « Écouter » is touched; kept, for the pages that are read without network.
enregistrer_assemblage("ecoute.js", "coquille/js/ecoute.js", est_gardee=True)
enregistrer_assemblage("ecoute.css", "coquille/css/ecoute.css", est_gardee=True)
# Where a family answers by a form that may leave later: it waits on their own device, and says so beside the form.
enregistrer_assemblage("envois.js", "coquille/js/boite-d-envoi.js", "coquille/js/formulaires.js")
# Asked for by who goes out while something waits.
enregistrer_assemblage("boite.js", "coquille/js/boite-d-envoi.js")
# Asked for by a page whose reader went out elsewhere.
enregistrer_assemblage("finie.js", "coquille/js/finie.js")
# Where photos go that a phone shares with the site.
enregistrer_assemblage("partage.js", "coquille/js/partage.js")
enregistrer_assemblage("arrive.js", "coquille/js/partage-arrive.js")
# Where somebody writes, and where something that was written waits on the device.
enregistrer_assemblage("saisies.js", "coquille/js/saisies.js")
# Asked for where something may be copied.
enregistrer_assemblage("copier.js", "coquille/js/copier.js")
# Asked for where a field that was wrong is changed.
enregistrer_assemblage("corrige.js", "coquille/js/corrige.js")
# Read from the back of the room.
enregistrer_assemblage("contraste.css", "coquille/css/contraste.css", est_gardee=True)
enregistrer_assemblage("projection.css", "coquille/css/projection.css", apres="style.css")
