"""What came back: drawings handed in, an answer, what was seen, a visa, things lent to colleagues."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from cahier_de_textes.actions.remises import remettre
from cahier_de_textes.actions.reserve import partager
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.actions.visas import apposer_visa
from cahier_de_textes.models import Remise, Retour, Seance, Travail, TravailFait, TravailVu
from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.diffusion.droits import joignable
from ent.fichiers.actions import Envoi, deposer
from ent.fichiers.demonstration import PATIENCE, feuille_dessinee
from ent.fichiers.registres import Destination

FEUILLES = {"eleve_cp": ("#2e7d32", 5), "eleve_ce1": ("#b3541e", 7)}


def semer_rendus(d, maintenant: dt.datetime) -> None:
    _feuilles_d_automne(d, maintenant)
    exposes = _a_rendre(d.enseignant, d.cm2, "projet", "L’exposé : une photo du plan, au brouillon", maintenant, 3)
    _remettre(d, exposes, d.eleve_cm2, maintenant, texte="J’ai choisi les volcans. Il me manque une image.")
    publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        nature="apporter",
        texte="Une photo de classe des grands-parents",
        date_pour=_bientot(d.cp_ce1, maintenant, 4),
        est_brouillon=True,
    )
    for seance in Seance.objects.filter(titre__in=["Boîtes à histoires", "Que mange l’écureuil ?"]).order_by("pk")[:2]:
        partager(ecrit=seance, auteur=seance.auteur, est_partage=True)
    lundi = timezone.localdate(maintenant) - dt.timedelta(days=timezone.localdate(maintenant).weekday() + 7)
    apposer_visa(
        classe=d.cp_ce1,
        date_lundi=lundi,
        par=d.directrice,
        nature="direction",
        nom_inspection="",
        mot="Merci pour les boîtes à histoires : les parents m’en parlent.",
    )
    _vus(maintenant)


def _feuilles_d_automne(d, maintenant: dt.datetime) -> None:
    travail = _a_rendre(d.enseignante, d.cp_ce1, "preparer", "Dessiner une feuille ramassée dehors", maintenant, 2)
    for cle, (couleur, pointes) in FEUILLES.items():
        eleve = getattr(d, cle)
        dessin, _neuf = deposer(
            deposant=eleve,
            envoi=d.identite(f"dessin {cle}"),
            nom="dessin.png",
            contenu=ContentFile(feuille_dessinee(couleur, pointes)),
            destination=Destination(d.elementaire, d.cp_ce1),
            attente=PATIENCE,
        )
        remise = _remettre(
            d, travail, eleve, maintenant, fichiers=[dessin], destination=Destination(d.elementaire, d.cp_ce1)
        )
        if cle == "eleve_cp":
            fait_le = maintenant - dt.timedelta(minutes=5)
            Retour.objects.create(
                remise=remise,
                auteur=d.enseignante,
                tampon=Retour.Tampon.BRAVO,
                fait_le=fait_le,
                visible_le=fait_le,
                texte="On voit bien les nervures.",
            )


def _a_rendre(auteur, classe, nature: str, texte: str, maintenant: dt.datetime, jours: int) -> Travail:
    """Given yesterday after class, so that at any hour of the day some have already answered."""
    veille = timezone.localdate(maintenant) - dt.timedelta(days=1)
    donne_le = timezone.make_aware(dt.datetime.combine(veille, dt.time(16, 40)))
    donne_le = min(calendrier.ouverture(classe.etablissement, donne_le), maintenant)
    return Travail.objects.create(
        etablissement=classe.etablissement,
        classe=classe,
        auteur=auteur,
        nature=nature,
        texte=texte,
        date_pour=_bientot(classe, maintenant, jours),
        minutes=Travail.MINUTES[nature],
        est_a_rendre=True,
        publie_le=donne_le,
        visible_le=donne_le,
    )


def _remettre(
    d, travail: Travail, eleve: Personne, maintenant: dt.datetime, *, texte="", fichiers=(), destination=None
) -> Remise:
    envoi = Envoi(destination, deposes=list(fichiers)) if destination else None
    remise = remettre(
        travail=travail,
        eleve=eleve,
        par=eleve,
        uuid=d.identite(f"remise {eleve.uuid}"),
        texte=texte,
        envoi=envoi,
    )
    remise.remis_le = maintenant - dt.timedelta(minutes=20)
    remise.save(update_fields=["remis_le"])
    return remise


def _vus(maintenant: dt.datetime) -> None:
    """Whoever ticked had seen; their adults who have an account, nearly as often. Nothing is seen later than now."""
    faits = list(TravailFait.objects.select_related("travail").order_by("pk"))
    adultes: dict[int, list[int]] = {}
    enfants = {f.eleve_id for f in faits}
    for adulte in Personne.objects.filter(joignable(), responsabilites__enfant__in=enfants).distinct():
        for lien in adulte.responsabilites.all():
            adultes.setdefault(lien.enfant_id, []).append(adulte.pk)
    TravailVu.objects.bulk_create(
        [
            TravailVu(
                travail=fait.travail,
                eleve_id=fait.eleve_id,
                par_id=par,
                vu_le=min((fait.travail.visible_le or maintenant) + dt.timedelta(minutes=40), maintenant),
            )
            for fait in faits
            for par in [fait.eleve_id, *adultes.get(fait.eleve_id, [])[: 1 + fait.pk % 2]]
        ],
        ignore_conflicts=True,
    )


def _bientot(classe, maintenant: dt.datetime, jours: int) -> dt.date:
    """The class day that comes after so many class days."""
    jour = timezone.localdate(maintenant)
    for _n in range(jours):
        jour = calendrier.prochain_jour_de_classe(classe.etablissement, jour)
    return jour
