"""A holder's own copy, in the format: signed when the school has a key, which a copy does not make."""

import tempfile
from collections.abc import Iterator

from ent.annuaire.models import Personne
from ent.fichiers.stockage import MORCEAU

from ..archives_zip import Sceau, ecrire
from ..lectures import cles
from ..lectures.envois import Composition, copie_pour
from ..models import Dossier


def copie_de(*, dossier: Dossier, personne: Personne) -> Iterator[bytes]:
    """Its bytes, made once somebody reads them; nothing of it is kept. Raises `Refus` at once while nothing was shown."""
    cle = cles.qui_signe(dossier.etablissement)
    sceau = Sceau(cle.kid, cles.privee(cle)) if cle else None
    return _flux(copie_pour(dossier, personne), str(dossier.uuid), sceau)


def _flux(composition: Composition, identifiant: str, sceau: Sceau | None) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as tampon:
        ecrire(tampon, composition, identifiant, sceau)
        tampon.seek(0)
        while morceau := tampon.read(MORCEAU):
            yield morceau
