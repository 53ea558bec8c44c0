"""What a pupil reads and makes of their own dossier: their page, works of theirs, and what who teaches wrote, once it was shown.

Never where they stand, what was arranged for them, nor their health: those are words between adults.
"""

from django.db.models import Q

from ent.annuaire.models import Personne
from ent.fichiers.registres import Souvenir, souvenirs_de
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Dossier
from ..parties import Partie
from .choix import Choix, autres_enfants, juger
from .contenu import montree
from .familles import PRESENTS, parties_parties, partis

AU_PLUS = 3  # works of a pupil's page


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Is there a dossier of this pupil, that has not left? Asked with what their home reads."""
    return [(PRESENTS, droits.dossier_de_l_eleve(personne) & Q(campagne__date_envoi__gte=aujourd_hui()))]


def sien(personne: Personne) -> Dossier | None:
    """The last one of this pupil, in the school where they are."""
    siens = Dossier.objects.de_l_eleve(personne).select_related("eleve", "etablissement", "campagne__classe")
    return siens.prefetch_related("pieces__fichiers__fichier").order_by("-campagne__date_envoi", "-pk").first()


def est_parti(dossier: Dossier) -> bool:
    """A PAI handed over alone takes nothing of the pupil's page with it."""
    return any(not envoi.est_un_pai for envoi in partis([dossier.pk]))


def sa_page_est_partie(dossier: Dossier) -> bool:
    """It may have stayed when the rest left: its family, or somebody who follows them, did not let it go."""
    return Partie.ELEVE in parties_parties(dossier.pk)


def travaux_de(dossier: Dossier, eleve: Personne) -> list[Choix]:
    """Their own works that may go, the latest first. As many queries whatever there is."""
    choses = [s for s in souvenirs_de(eleve, eleve) if s.genre == Souvenir.TRAVAIL]
    choses.sort(key=lambda s: (s.jour, s.cle), reverse=True)
    autres = autres_enfants(eleve.pk, (f for s in choses for f in s.fichiers))
    pieces = {piece.cle: piece.de_l_eleve for piece in dossier.pieces.all()}
    juges = [juger(s, autres, pieces.get(s.cle, False)) for s in choses if pieces.get(s.cle, True)]
    return [choix for choix in juges if not choix.est_vide]


def dits_par_les_grands(dossier: Dossier) -> list[str]:
    """What who teaches wrote, as the family was shown it."""
    version = montree(dossier)
    lignes = version.contenu if version else []
    contenu = next((ligne["contenu"] for ligne in lignes if ligne["partie"] == Partie.SAVOIRS), {})
    return [contenu[nom] for nom in ("sait", "aide", "mot") if contenu.get(nom)]
