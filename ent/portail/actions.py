"""Writes of the shell: how a person likes to read, and what they are typing."""

import datetime as dt
from functools import partial

import polib
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Aide, EntreeJournal, Etablissement, Personne
from ent.annuaire.registres import Mouvement
from ent.diffusion import actions as diffusion

from . import evenements
from .lectures import langues
from .models import Brouillon, Confort, PlusTard

GARDE = dt.timedelta(days=60)  # of a draft that nobody took up again
REMISES = 100  # things put off at once: nobody has as many, a script might
MODULES_DITS = ("annuaire.fermer_un_module", "annuaire.rouvrir_un_module")
PAGES_GARDEES = 10  # of one form, for one author: the oldest goes


@transaction.atomic
def choisir_langue(*, personne: Personne, langue: str) -> None:
    avant, personne.langue = personne.langue, langue
    personne.save(update_fields=["langue"])
    diffusion.redire_a(personne=personne, dites_en=avant)
    consigner("portail.choisir_langue", auteur=personne, objet=f"personne {personne.pk}", langue=langue)


@transaction.atomic
def choisir_confort(*, personne: Personne, **choix: bool) -> None:
    """`est_grand` or `est_lisible`, for this person on every device."""
    Confort.objects.update_or_create(personne=personne, defaults=choix)
    consigner("portail.choisir_confort", auteur=personne, objet=f"personne {personne.pk}", **choix)


@transaction.atomic
def relire_langue(*, auteur: Personne, langue: str, relu_par: str, lu: langues.Lu) -> None:
    """Keep this catalog before ours, from the next start of each process. The PO and what is compiled of it are put there whole or not at all."""
    catalogue = polib.pofile(langues.en_po(langue))
    catalogue.metadata[langues.RELECTURE] = f"{timezone.localdate()} {relu_par}"
    relues = {e.msgid_with_context: e for e in lu.entrees}
    for entree in catalogue:
        if dite := relues.get(entree.msgid_with_context):
            entree.msgstr, entree.msgstr_plural = dite.msgstr, dite.msgstr_plural
    consigner("portail.relire_langue", auteur=auteur, langue=langue, phrases=len(relues))
    fichier = langues.chemin(settings.LANGUES_RELUES, langue)
    fichier.parent.mkdir(parents=True, exist_ok=True)
    for garder, nom in ((catalogue.save_as_mofile, fichier.with_suffix(".mo")), (catalogue.save, fichier)):
        provisoire = nom.with_name(f"{nom.name}.en-cours")
        garder(str(provisoire))
        provisoire.replace(nom)


# What one puts off for oneself is not journalled, and told to nobody.
@transaction.atomic
def remettre_a_demain(*, personne: Personne, cle: str) -> None:
    """Said twice, it is once; what came back before today goes."""
    PlusTard.objects.remis_par(personne).filter(jusqu_a__lte=timezone.localdate()).delete()
    PlusTard.objects.update_or_create(
        personne=personne, cle=cle, defaults={"jusqu_a": timezone.localdate() + dt.timedelta(days=1)}
    )
    anciennes = PlusTard.objects.remis_par(personne).order_by("-pk").values_list("pk", flat=True)[REMISES:]
    PlusTard.objects.filter(pk__in=list(anciennes)).delete()
    _aux_autres_ecrans(personne)


@transaction.atomic
def reprendre_tout(*, personne: Personne) -> None:
    PlusTard.objects.remis_par(personne).delete()
    _aux_autres_ecrans(personne)


def _aux_autres_ecrans(personne: Personne) -> None:
    """What waits is the same on each of one's devices."""
    diffusion.signaler(nature=evenements.PLUS_TARD, objet_id=0, destinataires=[personne.pk])


# Drafts are not journalled, and told to nobody.
@transaction.atomic
def garder_brouillon(
    *,
    auteur: Personne,
    etablissement: Etablissement,
    cle: str,
    champs: list[tuple[str, list[str]]],
    repris: tuple[str, int] = ("", 0),
) -> Brouillon:
    """Keep a form as it stands: (name, values) in order, as it will be sent. What was forgotten for two months goes; so does the
    draft that was taken up in this page (`repris`).
    """
    maintenant = timezone.now()
    # PostgreSQL keeps no NUL character, and nobody types one.
    champs = [(nom.replace("\0", ""), [valeur.replace("\0", "") for valeur in valeurs]) for nom, valeurs in champs]
    Brouillon.objects.filter(auteur=auteur, modifie_le__lt=maintenant - GARDE).delete()
    brouillon, cree = Brouillon.objects.update_or_create(
        auteur=auteur,
        cle=cle,
        defaults={"etablissement": etablissement, "champs": champs, "modifie_le": maintenant},
    )
    if cree:
        pages = Brouillon.objects.ecrits_par(auteur).du_formulaire(cle.partition("~")[0])
        Brouillon.objects.filter(pk__in=list(pages.values_list("pk", flat=True)[PAGES_GARDEES:])).delete()
    _oublier_le_repris(auteur, *repris)
    return brouillon


@transaction.atomic
def oublier_brouillon(*, auteur: Personne, cle: str, repris: tuple[str, int] = ("", 0)) -> None:
    """The page was sent, with what was taken up in it; or its author started over."""
    Brouillon.objects.filter(auteur=auteur, cle=cle).delete()
    _oublier_le_repris(auteur, *repris)


def _oublier_le_repris(auteur: Personne, cle: str, a: int) -> None:
    """As it was when it was taken up: what another page wrote in it since is still that page's."""
    if cle and (garde := Brouillon.objects.ecrits_par(auteur).filter(cle=cle).first()) and garde.a == a:
        garde.delete()


# --- A pupil whom the direction moved -----------------------------------------------------------------------------------
@transaction.atomic
def dire_un_mouvement(mouvement: Mouvement) -> None:
    """To who teaches the pupil now or did, and to the family, out of quiet hours."""
    commun = {
        "nature": evenements.MOUVEMENT,
        "objet_id": mouvement.geste,
        "etablissement": mouvement.etablissement,
    }
    fiche = reverse("annuaire_eleve", args=[mouvement.etablissement.uai, mouvement.eleve.uuid])
    for textes, mene_a_la_fiche in evenements.a_l_ecole(mouvement):
        adresse = fiche if mene_a_la_fiche else reverse("annuaire_chercher")
        diffusion.notifier(**commun, textes=textes, adresse=adresse)
    moment = calendrier.ouverture(mouvement.etablissement, timezone.now())
    diffusion.notifier(
        **commun, textes=evenements.a_la_famille(mouvement), adresse=reverse("accueil"), visible_le=moment
    )


@transaction.atomic
def taire_un_mouvement(geste: int) -> None:
    diffusion.denotifier(nature=evenements.MOUVEMENT, objet_id=geste)


# --- A school that opened itself to whoever helps it --------------------------------------------------------------------
@transaction.atomic
def dire_une_aide(aide: Aide) -> None:
    """To them alone, at once: it lasts two hours. Taken back when it ends, so that no e-mail of the evening says it."""
    ecole, heure = aide.etablissement, timezone.localtime(aide.fin).time()
    diffusion.notifier(
        nature=evenements.AIDE,
        objet_id=aide.pk,
        etablissement=ecole,
        textes={(aide.a_qui_id, None): partial(evenements.une_ecole_s_ouvre, ecole.nom, heure)},
        adresse=reverse("annuaire_aide_recue", args=[ecole.uai]),
    )
    diffusion.differer("ent.portail.taches.taire_une_aide_finie", a=aide.fin, aide=aide.pk)


def taire_une_aide(aide: Aide) -> None:
    taire_une_aide_de(aide.pk)


@transaction.atomic
def taire_une_aide_de(aide: int) -> None:
    diffusion.denotifier(nature=evenements.AIDE, objet_id=aide)


# --- What a level above a school decided of it --------------------------------------------------------------------------
def dire_des_modules(lignes: list[int]) -> None:
    """By a worker: a territory that closes one tells every school. In the transaction of the decision."""
    diffusion.differer("ent.portail.taches.dire_des_modules", lignes=lignes)


@transaction.atomic
def dire_un_module(*, ligne: EntreeJournal) -> None:
    """To who directs that school, in the place of what they were told of that module before. Told again, it is told once; decided again since, the
    last word alone is.
    """
    meme = EntreeJournal.objects.filter(
        etablissement=ligne.etablissement, verbe__in=MODULES_DITS, details__code=ligne.details["code"]
    )
    autres = set(meme.exclude(pk=ligne.pk).order_by().values_list("pk", flat=True))
    if any(autre > ligne.pk for autre in autres):
        return
    diffusion.denotifier_tout(nature=evenements.MODULE, objets=autres)
    diffusion.notifier(
        nature=evenements.MODULE,
        objet_id=ligne.pk,
        etablissement=ligne.etablissement,
        textes={
            (qui, None): partial(evenements.un_module, ligne)
            for qui in evenements.directions(ligne.etablissement, ligne.auteur_uuid)
        },
        adresse=reverse("annuaire_reglages", args=[ligne.etablissement.uai]),
    )
