"""Arguments of the addresses of sites: the site of each school, an image and a document that nobody published yet."""

from tests.pages.matrice_journal import ARGUMENTS_JOURNAL
from tests.pages.sites import Redaction


def _redaction(o) -> Redaction:
    return Redaction(o.ecole, o.direction)


def _image(o):
    image = _redaction(o).image()
    return [image.pk, image.renditions.first().pk]


ARGUMENTS = {
    **ARGUMENTS_JOURNAL,
    "ecole_accueil": lambda o: ([_redaction(o).site.slug], {}),
    "ecole_page": lambda o: ([_redaction(o).site.slug, "pratique/"], {}),
    "ecole_recherche": lambda o: ([_redaction(o).site.slug], {}),
    "ecole_flux": lambda o: ([_redaction(o).site.slug], {}),
    "ecole_api": lambda o: ([_redaction(o).site.slug], {}),
    "ecole_api_page": lambda o: ([_redaction(o).site.slug, _redaction(o).accueil.pk], {}),
    "site_regler": lambda o: ([_redaction(o).site.slug], {"embleme": "fusee", "bandeau": ""}),
    "site_heberger": lambda o: ([_redaction(o).site.slug], {"hote": ""}),
    "site_image": lambda o: (_image(o), {}),
    "site_document": lambda o: ([_redaction(o).document().pk, "reglement.pdf"], {}),
    "cms_entrer": lambda o: ([], {"ecole": str(o.ecole.pk)}),
}
SANS_ECOLE = {"journal_eleve_ecrire"}
