"""What image rights give to the ground: who may be shown on a medium, and in words why the others may not."""

from ent.annuaire.registres import enregistrer_liens_changes
from ent.fichiers.registres import enregistrer_droit_a_l_image, enregistrer_refus_d_image, prevenir_les_retraits

from .lectures.images import montrables_du_jour, refus_d_image

enregistrer_droit_a_l_image(montrables_du_jour)
enregistrer_refus_d_image(refus_d_image)
# A child who leaves, a holder of authority who arrives: what was kept of their images is dropped too.
enregistrer_liens_changes(prevenir_les_retraits)
