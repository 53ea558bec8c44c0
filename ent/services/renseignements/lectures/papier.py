"""What is on paper: one sheet by child and holder of authority, each with their own contacts alone."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from ent.annuaire import destinataires
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite

from ..models import Autorise, Contact


@dataclass
class Feuille:
    """A child, one holder (nobody known: a blank sheet), and what that one gave. No health."""

    eleve: Personne
    classe: Classe
    adulte: Personne | None
    lien: str = ""
    contacts: list[Contact] = field(default_factory=list)
    autorises: list[Autorise] = field(default_factory=list)


def feuilles_de(lecteur: Personne, classe: Classe, places: Collection[Inscription]) -> list[Feuille]:
    """For the school: as many sheets as holders. Of a child of who prints, what another gave is not on theirs. Three queries."""
    eleves = [place.eleve_id for place in places]
    liens: dict[int, list[Responsabilite]] = defaultdict(list)
    for lien in destinataires.liens(classe.etablissement_id, eleves).select_related("adulte").order_by("pk"):
        liens[lien.enfant_id].append(lien)
    contacts, autorises = (_par_donneur(lecteur, modele, classe, eleves) for modele in (Contact, Autorise))
    feuilles = []
    for place in places:
        for lien in liens[place.eleve_id]:
            cle = (place.eleve_id, lien.adulte_id)
            feuilles.append(Feuille(place.eleve, classe, lien.adulte, lien.nom_du_lien, contacts[cle], autorises[cle]))
        if not liens[place.eleve_id]:
            feuilles.append(Feuille(place.eleve, classe, None))
    return feuilles


def _par_donneur(lecteur: Personne, modele, classe: Classe, eleves: Collection[int]) -> dict[tuple[int, int], list]:
    lus: dict[tuple[int, int], list] = defaultdict(list)
    siens = modele.objects.encore_vrais().lus_a_l_ecole_par(lecteur)
    for un in siens.filter(etablissement=classe.etablissement_id, eleve__in=eleves):
        lus[un.eleve_id, un.par_id].append(un)
    return lus


def feuille_d_un_parent(personne: Personne, suivi) -> Feuille:
    """For one holder: what they gave, and nothing of the other."""
    ici = {"eleve": suivi.eleve.pk, "etablissement": suivi.etablissement_id}
    contacts, autorises = (
        list(modele.objects.donnes_par(personne).encore_vrais().filter(**ici)) for modele in (Contact, Autorise)
    )
    return Feuille(suivi.eleve, suivi.inscription.classe, personne, "", contacts, autorises)


def places_de(classe: Classe) -> list[Inscription]:
    """Who is in the class today, in the order of a register."""
    presents = destinataires.presents(classe.etablissement_id).filter(classe=classe)
    return list(presents.select_related("eleve", "classe__etablissement").order_by("eleve__nom", "eleve__prenom", "pk"))
