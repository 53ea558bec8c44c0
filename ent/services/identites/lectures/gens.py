"""Whom a provider names, among people that the directory already knows. Never by a bare name; nobody is made."""

import re
from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite, Role
from ent.connexion.registres import personnes_des_jointures
from ent.socle.textes import PARTICULES, norme

from ..attributs import Dit, Vecteur
from ..models import FournisseurIdentite, Rattachement
from . import sceaux

# What begins many names and is none: alone in common, it says nothing.
DEVANT = PARTICULES | {"d", "l", "le", "la", "les", "el", "al", "da", "do", "dos", "van", "von", "ben", "bint", "di"}
TRAVAIL = (Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR, Role.Nature.PERSONNEL)


def survivante(personne: Personne) -> Personne:
    """The account that a merged one became."""
    while personne.fusionnee_dans_id:
        personne = Personne.objects.get(pk=personne.fusionnee_dans_id)
    return personne


def reconnues(fournisseur: FournisseurIdentite, dit: Dit) -> tuple[list[Personne], str]:
    """Whom these words name, each once, and by what they were known. The most certain way that names somebody is the one that counts."""
    if not fournisseur.est_educonnect:
        voies = [
            (lambda: _par_jointures(fournisseur, dit, "personnel"), Rattachement.Comment.AAF),
            (lambda: _par_adresse(dit), Rattachement.Comment.ADRESSE),
        ]
    elif dit.est_eleve:
        voies = [
            (lambda: _collegiens(_par_jointures(fournisseur, dit, "eleve")), Rattachement.Comment.AAF),
            (lambda: _collegiens(_eleves_des_vecteurs(dit)), Rattachement.Comment.VECTEUR),
        ]
    else:
        voies = [
            (lambda: _par_jointures(fournisseur, dit, "responsable"), Rattachement.Comment.AAF),
            (lambda: _parents_des_vecteurs(dit), Rattachement.Comment.VECTEUR),
        ]
    for lire, comment in voies:
        if gens := _une_fois(lire()):
            return gens, comment.value
    return [], ""


def _une_fois(gens: Iterable[Personne]) -> list[Personne]:
    return sorted({p.pk: p for p in map(survivante, gens)}.values(), key=lambda p: p.pk)


def _porte_ce_nom(personne: Personne, nom: str) -> bool:
    return norme(nom) in {norme(n) for n in (personne.nom, personne.nom_usage) if n}


def est_nomme(personne: Personne, nom: str, prenom: str) -> bool:
    """Whether what a provider said of who comes names nobody else than them. It says no name: nothing is known."""
    return (not nom or _porte_ce_nom(personne, nom)) and (not prenom or norme(prenom) == norme(personne.prenom))


def porte_un_nom_proche(personne: Personne, nom: str) -> bool:
    """Whether somebody is named so, as forms write it: without accents, hyphens nor « de », one of two names, or both the other way round. A provider
    that says no name says nobody else's.
    """
    dits = _mots(nom)
    siens = [_mots(n) for n in (personne.nom, personne.nom_usage) if n]
    return not nom or _porte_ce_nom(personne, nom) or any(dits <= mots or mots <= dits for mots in siens)


def _mots(nom: str) -> set[str]:
    mots = {norme(mot) for mot in re.split(r"[\s\-'’]+", nom) if mot}
    return mots - DEVANT or mots


# --- By the State's number ----------------------------------------------------------------------------------------------
def _par_jointures(fournisseur: FournisseurIdentite, dit: Dit, nature: str) -> list[Personne]:
    """Numbers are of one académie, and of one degree: one that is somebody in each is whoever bears that name."""
    gens: list[Personne] = []
    for academie, numero in dit.jointures:
        if academie == fournisseur.academie:
            trouvees = list(personnes_des_jointures(nature, [f"1d-{numero}", f"2d-{numero}"]).values())
            if len({p.pk for p in trouvees}) > 1:
                trouvees = [p for p in trouvees if dit.nom and _porte_ce_nom(p, dit.nom)]
            gens += trouvees
    return gens


# --- By FrEduVecteur ----------------------------------------------------------------------------------------------------
def _eleve(vecteur: Vecteur) -> Personne | None:
    """The pupil of this number, in that school today."""
    trouves = personnes_des_jointures("eleve", [f"1d-{vecteur.eleve}", f"2d-{vecteur.eleve}"]).values()
    la = Inscription.objects.filter(en_cours(), classe__etablissement__uai=vecteur.uai, eleve__in=list(trouves))
    eleves = list({i.eleve_id: i.eleve for i in la.select_related("eleve")}.values())
    return eleves[0] if len(eleves) == 1 else None


def _parents_des_vecteurs(dit: Dit) -> list[Personne]:
    """Of each child, the one responsable whom the school declares under that name. Two of one name: nobody is guessed."""
    gens: list[Personne] = []
    for vecteur in dit.vecteurs:
        if vecteur.profil != "2" or (enfant := _eleve(vecteur)) is None:
            continue
        liens = Responsabilite.objects.filter(en_cours(), enfant=enfant).exclude(autorite=Responsabilite.Autorite.SANS)
        adultes = {lien.adulte_id: lien.adulte for lien in liens.select_related("adulte")}.values()
        du_nom = [a for a in adultes if _porte_ce_nom(a, vecteur.nom) and norme(a.prenom) == norme(vecteur.prenom)]
        if len(du_nom) == 1:
            gens += du_nom
    return gens


def _eleves_des_vecteurs(dit: Dit) -> list[Personne]:
    trouves = [(v, _eleve(v)) for v in dit.vecteurs if v.profil == "4"]
    return [e for v, e in trouves if e and _porte_ce_nom(e, v.nom) and norme(e.prenom) == norme(v.prenom)]


def _collegiens(eleves: Iterable[Personne]) -> list[Personne]:
    """ÉduConnect serves pupils of the 2nd degree alone; the others come in by their class."""
    la = Inscription.objects.filter(
        en_cours(),
        eleve__in=[e.pk for e in eleves],
        classe__etablissement__nature=Etablissement.Nature.COLLEGE,
    )
    return [i.eleve for i in la.select_related("eleve")]


def est_ecolier(fournisseur: FournisseurIdentite, dit: Dit) -> bool:
    """Of a pupil whom nothing recognised: whether the directory knows them all the same, in an école, where one comes in by the class."""
    return bool(_par_jointures(fournisseur, dit, "eleve") or _eleves_des_vecteurs(dit))


# --- By an address ------------------------------------------------------------------------------------------------------
def _par_adresse(dit: Dit) -> list[Personne]:
    """An address that its owner had verified here, of somebody who works today in one of the schools that the académie says."""
    if not dit.courriel or not dit.uais:
        return []
    la = Role.objects.filter(en_cours(), nature__in=TRAVAIL, etablissement__uai__in=dit.uais)
    adresses = EmailAddress.objects.filter(
        email__iexact=dit.courriel, verified=True, user__in=la.order_by().values("personne")
    )
    return [adresse.user for adresse in adresses.select_related("user")]


def par_educonnect(nature: str, numeros: Collection[str]) -> dict[str, Personne]:
    """Whose each « FrEduCtId » is, of those who came in by ÉduConnect: as the territory's providers tied them. A query for each provider."""
    connues: dict[str, Personne] = {}
    if nature != "FrEduCtId":
        return connues
    for fournisseur in FournisseurIdentite.objects.ouverts().filter(public=FournisseurIdentite.Public.EDUCONNECT):
        prints = {sceaux.empreinte(fournisseur.pk, numero): numero for numero in numeros if numero}
        lies = Rattachement.objects.filter(fournisseur=fournisseur, empreinte__in=prints)
        for lien in lies.select_related("personne__fusionnee_dans"):
            connues[prints[lien.empreinte]] = survivante(lien.personne)
    return connues
