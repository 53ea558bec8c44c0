"""What a site like this one says of a parent's children, as a picture: written whole, and what is no more in it goes."""

from collections.abc import Collection

from django.db import transaction

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.socle.textes import norme

from ..lectures.mes_ecoles import Enfant, Photo
from ..lignes import Ligne
from ..models import CompteRelie, Element, EnfantRelie
from . import comptes

CHAMPS = ("etablissement_id", "eleve_id", "nature", "titre", "jour", "heure", "quand", "lien")


def remplacer(compte: CompteRelie, photo: Photo) -> list[Element]:
    """Those that are new. Of a child whom a school of here says that this parent does not answer for, nothing is kept. In the caller's transaction."""
    enfants = _enfants(compte, photo.enfants)
    tenus = _qui_repond(compte.titulaire_id)
    avant = {element.identifiant: element for element in compte.elements.all()}
    neufs, changes = [], []
    for ligne in photo.lignes:
        enfant = enfants[ligne.valeur]
        if enfant.eleve_id is not None and enfant.eleve_id not in tenus:
            continue
        voulu = _voulu(compte, enfant, ligne)
        element = avant.pop(ligne.identifiant, None)
        if element is None:
            element = Element(compte=compte, identifiant=ligne.identifiant, version=ligne.version)
            neufs.append(element)
        elif element.enfant_id == enfant.pk and voulu == tuple(getattr(element, champ) for champ in CHAMPS):
            continue
        else:
            element.version = ligne.version
            changes.append(element)
        element.enfant = enfant
        for champ, valeur in zip(CHAMPS, voulu, strict=True):
            setattr(element, champ, valeur)
    partis = Element.objects.filter(pk__in=[element.pk for element in avant.values()])
    comptes.taire(partis)
    partis.delete()
    colonnes = [*(champ.removesuffix("_id") for champ in CHAMPS), "enfant", "version"]
    Element.objects.bulk_update(changes, colonnes, batch_size=100)
    return Element.objects.bulk_create(neufs, batch_size=500)


def _voulu(compte: CompteRelie, enfant: EnfantRelie, ligne: Ligne) -> tuple:
    heure = f" {ligne.heure:%H:%M}" if ligne.heure else ""
    quand = f"{ligne.jour:%Y-%m-%d}{heure}"
    ici = (compte.etablissement_id, enfant.eleve_id, ligne.nature.value)
    return (*ici, ligne.titre, ligne.jour, ligne.heure, quand, ligne.lien)


# --- Who they are here ---------------------------------------------------------------------------------------------------
def _enfants(compte: CompteRelie, dits: Collection[Enfant]) -> dict[str, EnfantRelie]:
    """By the number that the other site gives them. One who is named no more goes, with what was said of them."""
    gardes = {enfant.numero: enfant for enfant in compte.enfants.all()}
    perdus = [enfant.pk for numero, enfant in gardes.items() if numero not in {dit.numero for dit in dits}]
    comptes.taire(Element.objects.filter(enfant__in=perdus))
    EnfantRelie.objects.filter(pk__in=perdus).delete()
    siens = _par_prenom(compte.titulaire_id)
    for dit in dits:
        enfant = gardes.setdefault(dit.numero, EnfantRelie(compte=compte, numero=dit.numero))
        avant = (enfant.pk, enfant.prenom, enfant.ecole, enfant.eleve_id)
        enfant.prenom, enfant.ecole = dit.prenom, dit.ecole
        memes = siens.get(norme(dit.prenom), set())
        enfant.eleve_id = enfant.eleve_id or (next(iter(memes)) if len(memes) == 1 else None)
        if avant != (enfant.pk, enfant.prenom, enfant.ecole, enfant.eleve_id) or enfant.pk is None:
            enfant.save()
    return gardes


def _par_prenom(adulte: int) -> dict[str, set[int]]:
    """Children whom a school of here ever tied to this adult, and who are in none of its écoles today: two of one first name are nobody."""
    lies = Personne.objects.filter(responsables__adulte=adulte)
    a_l_ecole = Inscription.objects.filter(en_cours(), classe__fermee_le=None).exclude(
        classe__etablissement__nature="college"
    )
    siens: dict[str, set[int]] = {}
    for pk, prenom in lies.exclude(pk__in=a_l_ecole.values("eleve")).order_by().values_list("pk", "prenom"):
        siens.setdefault(norme(prenom), set()).add(pk)
    return siens


def _qui_repond(adulte: int) -> set[int]:
    liens = Responsabilite.objects.filter(en_cours(), adulte=adulte).exclude(autorite=Responsabilite.Autorite.SANS)
    return set(liens.order_by().values_list("enfant_id", flat=True))


@transaction.atomic
def oublier_qui_n_est_plus(enfants: Collection[int]) -> None:
    """Ties of these children changed: what linked accounts said of them goes from who answers for them no more."""
    relies = EnfantRelie.objects.filter(eleve__in=enfants).select_related("compte")
    perdus = [enfant.pk for enfant in relies if enfant.eleve_id not in _qui_repond(enfant.compte.titulaire_id)]
    elements = Element.objects.filter(enfant__in=perdus)
    comptes.taire(elements)
    elements.delete()
