"""Schools, classes, groups, pupils and their ties."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.tri import cle

from .. import gommettes, naissances
from ..droits import en_cours
from ..journal import consigner, est_repris
from ..lectures.groupes import sert
from ..models import (
    Classe,
    Commune,
    EnvoiRecu,
    Etablissement,
    Groupe,
    Inscription,
    Personne,
    Responsabilite,
)
from ..models.lieux import nouveau_jeton
from ..registres import dire_les_changements_de_classe, prevenir_des_liens

# The twelve communes of the territory that this was made for, by INSEE code (INSEE); another says its own (`ajouter_des_communes`).
COMMUNES_SQY = {
    "78165": "Les Clayes-sous-Bois", "78168": "Coignières", "78208": "Élancourt", "78297": "Guyancourt",
    "78356": "Magny-les-Hameaux", "78383": "Maurepas", "78423": "Montigny-le-Bretonneux", "78490": "Plaisir",
    "78621": "Trappes", "78644": "La Verrière", "78674": "Villepreux", "78688": "Voisins-le-Bretonneux",
}  # fmt: skip

NOM_DE_GROUPE_PRIS = gettext_lazy("Un groupe de l’école porte déjà ce nom cette année : choisissez-en un autre.")
GARDE_DES_ENVOIS = dt.timedelta(days=7)


@transaction.atomic
def inscrire(
    *, eleve: Personne, classe: Classe, niveau: str, debut: dt.date | None = None, auteur: Personne | None = None
) -> Inscription:
    """Put a pupil in a class, with a sticker unlike the others of the class if they have none."""
    if not eleve.gommette_image:
        prises = set(
            Personne.objects.filter(inscriptions__classe=classe, inscriptions__fin=None).values_list(
                "gommette_couleur", "gommette_forme", "gommette_image"
            )
        )
        eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image = gommettes.attribuer(
            prises=prises, graine=eleve.pk
        )
        eleve.save(update_fields=["gommette_couleur", "gommette_forme", "gommette_image"])
    inscription = Inscription.objects.create(
        eleve=eleve, classe=classe, niveau=niveau, debut=debut or timezone.localdate()
    )
    dire_les_changements_de_classe(classe.etablissement_id, [eleve.pk])
    consigner("annuaire.inscrire", auteur=auteur, etablissement=classe.etablissement, objet=f"personne {eleve.pk}")
    prevenir_des_liens([eleve.pk])
    return inscription


@transaction.atomic
def rattacher(
    *,
    adulte: Personne,
    enfant: Personne,
    etablissement: Etablissement,
    lien: str = "",
    autorite: str = Responsabilite.Autorite.A_CONFIRMER,
    debut: dt.date | None = None,
    auteur: Personne | None = None,
) -> Responsabilite:
    """State that an adult answers for a child, as declared by a school."""
    responsabilite = Responsabilite.objects.create(
        adulte=adulte,
        enfant=enfant,
        etablissement=etablissement,
        lien=lien,
        autorite=autorite,
        debut=debut or timezone.localdate(),
    )
    consigner("annuaire.rattacher", auteur=auteur, etablissement=etablissement, objet=f"personne {adulte.pk}")
    prevenir_des_liens([enfant.pk])
    return responsabilite


@transaction.atomic
def renouveler_lien_tablette(*, classe: Classe, auteur: Personne) -> None:
    """Close the class's address, which may have left the room, and open another."""
    classe.jeton_tablette = nouveau_jeton()
    classe.save(update_fields=["jeton_tablette"])
    consigner(
        "annuaire.renouveler_lien_tablette",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"classe {classe.pk}",
    )


@transaction.atomic
def regler_etablissement(*, etablissement: Etablissement, auteur: Personne, champs: dict) -> None:
    """Change the school's settings; `champs` are cleaned values of its own fields. The journal keeps which, not what."""
    for nom, valeur in champs.items():
        setattr(etablissement, nom, valeur)
    etablissement.full_clean()
    etablissement.save(update_fields=list(champs))
    consigner("annuaire.regler_etablissement", auteur=auteur, etablissement=etablissement, champs=sorted(champs))


def communes_du_territoire() -> list[tuple[str, str]]:
    """Where a school may open: INSEE codes and names, in the order of names."""
    communes = COMMUNES_SQY | dict(Commune.objects.order_by().values_list("code_insee", "nom"))
    return sorted(communes.items(), key=lambda commune: cle(commune[1]))


def commune_du_territoire(code_insee: str) -> Commune:
    """Its row, made at first need."""
    communes = dict(communes_du_territoire())
    if code_insee not in communes:
        connues = ", ".join(f"{code} {commune}" for code, commune in communes.items())
        raise ValidationError(
            _("Le code de commune %(code)s n’est pas du territoire. On attend l’un de : %(connues)s.")
            % {"code": code_insee, "connues": connues}
        )
    commune, _cree = Commune.objects.get_or_create(code_insee=code_insee, defaults={"nom": communes[code_insee]})
    return commune


@transaction.atomic
def creer_etablissement(
    *, uai: str, nom: str, nature: str, code_insee: str, circonscription: str = "", auteur: Personne | None = None
) -> Etablissement:
    """Open a school in one of the territory's communes, whose row is made at first need."""
    commune = commune_du_territoire(code_insee)
    etablissement = Etablissement(uai=uai, nom=nom, nature=nature, commune=commune, circonscription=circonscription)
    etablissement.full_clean()
    etablissement.save()
    consigner(
        "annuaire.creer_etablissement", auteur=auteur, etablissement=etablissement, objet=f"ecole {etablissement.pk}"
    )
    naissances.accompagner([etablissement])
    return etablissement


@transaction.atomic
def ajouter_des_communes(*, communes: dict[str, str], auteur: Personne | None = None) -> None:
    """The communes of a territory, by INSEE code; one that is known takes its new name."""
    for code_insee, nom in communes.items():
        commune = Commune.objects.filter(code_insee=code_insee).first() or Commune(code_insee=code_insee)
        commune.nom = nom
        commune.full_clean()
        commune.save()
    consigner("annuaire.ajouter_des_communes", auteur=auteur, communes=len(communes))


def groupe_ponctuel(classe: Classe, eleves: Collection[Personne], *, choisis: bool = True) -> Groupe | None:
    """The group of these named pupils, all of the class today; None when nobody is named. In the caller's transaction.

    Not `choisis`: nobody picks them today (who is shown on a photo of then), and some may have left since.
    """
    ids = {eleve.pk for eleve in eleves}
    if not ids:
        return None
    presents = Inscription.objects.filter(en_cours(), classe=classe, eleve__in=ids).values_list("eleve_id", flat=True)
    if choisis and set(presents) != ids:
        raise ValidationError(_("Un des élèves choisis n’est pas dans cette classe. Choisissez-les à nouveau."))
    groupe = Groupe.objects.create(etablissement=classe.etablissement, annee=classe.annee, nom="", ponctuel_de=classe)
    groupe.eleves.set(ids)
    return groupe


def oublier_groupe_ponctuel(*, groupe: Groupe) -> None:
    """Delete a group made for one thing, once nothing is given to it any more; what was withdrawn may come back, and keeps it.

    A group of the school stays. In the caller's transaction.
    """
    groupe = Groupe.objects.select_for_update().get(pk=groupe.pk)
    if groupe.ponctuel_de_id is not None and not _sert(groupe):
        groupe.delete()


def _sert(groupe: Groupe) -> bool:
    return Groupe.objects.filter(sert(), pk=groupe.pk).exists()


@transaction.atomic
def garder_groupe(*, classe: Classe, auteur: Personne, nom: str, eleves: Collection[int]) -> Groupe:
    """Pupils taken together under a name, by a teacher who holds them from now on."""
    groupe = Groupe(etablissement=classe.etablissement, annee=classe.annee, nom=nom)
    _nommer(groupe)
    groupe.enseignants.add(auteur)
    groupe.eleves.set(eleves)
    _consigner("garder_groupe", groupe, auteur)
    return groupe


@transaction.atomic
def recomposer_groupe(*, groupe: Groupe, auteur: Personne, nom: str, eleves: Collection[int]) -> None:
    """Another name, other pupils: what is given to it is read by those who are in it at that moment."""
    groupe.nom = nom
    _nommer(groupe)
    groupe.eleves.set(eleves)
    _consigner("recomposer_groupe", groupe, auteur)


def _nommer(groupe: Groupe) -> None:
    """Of two that take one name at the same instant, the second is told so."""
    try:
        with transaction.atomic():
            groupe.save(update_fields=["nom"] if groupe.pk else None)
    except IntegrityError as erreur:
        raise ValidationError(NOM_DE_GROUPE_PRIS, code="nom") from erreur


def _consigner(verbe: str, groupe: Groupe, auteur: Personne) -> None:
    consigner(f"annuaire.{verbe}", auteur=auteur, etablissement=groupe.etablissement, objet=f"groupe {groupe.pk}")


@transaction.atomic
def oublier_groupe(*, groupe: Groupe, auteur: Personne) -> None:
    """Delete it, unless something is given to it: its families would lose what they read."""
    groupe = Groupe.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=groupe.pk)
    if _sert(groupe):
        raise ValidationError(_("Quelque chose lui est donné : le groupe reste jusqu’à la fin de l’année."))
    _consigner("oublier_groupe", groupe, auteur)
    groupe.delete()


def recevoir_un_envoi(*, auteur: Personne, empreinte: str) -> tuple[EnvoiRecu, bool]:
    """The sending of a page, and whether it is the first; another of the same waits for it. In the caller's transaction."""
    return EnvoiRecu.objects.get_or_create(auteur=auteur, empreinte=empreinte)


def recevoir_de_nouveau(*, envoi: EnvoiRecu) -> bool:
    """Whether what it made was taken back since: it is then as a first one. Of two that ask it at once, the second finds what the first made again.
    In the caller's transaction.
    """
    envoi = EnvoiRecu.objects.select_for_update(of=("self",)).select_related("auteur").get(pk=envoi.pk)
    if not est_repris(auteur=envoi.auteur, depuis=envoi.recu_le):
        return False
    envoi.recu_le = timezone.now()
    envoi.save(update_fields=["recu_le"])
    return True


def conclure_un_envoi(*, envoi: EnvoiRecu, adresse: str) -> None:
    """Where it led; nowhere when it made nothing: the page may be sent again under its number. In the caller's transaction."""
    if not adresse:
        envoi.delete()
        return
    envoi.adresse = adresse
    envoi.save(update_fields=["adresse"])


def oublier_les_envois() -> None:
    """Nobody sends again a page of more than a week ago. Once a day."""
    EnvoiRecu.objects.filter(recu_le__lt=timezone.now() - GARDE_DES_ENVOIS).delete()
