"""What the cast wrote to one another these last days: announcements, households, the team, the pupils of a class."""

import datetime as dt
import uuid

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.socle.dates import date_format
from messagerie.actions import fils as actions
from messagerie.actions.messages import faire_partir
from messagerie.evenements import fils as evenements
from messagerie.models import Fil, Message, Participation, Reaction
from messagerie.recherche import simple

# (days ago, hour, who, words); who reads less than all is said apart.
FOYER = [
    (
        6,
        "16:52",
        "mere",
        "Bonjour, Inès a un rendez-vous chez l’orthoptiste jeudi : je viendrai la chercher à 14 h 30.",
    ),
    (6, "17:20", "enseignante", "C’est noté, elle sera prête au portail. Bonne soirée !"),
    (
        1,
        "11:42",
        "enseignante",
        "Ce matin, Inès a lu sa première page toute seule, devant la classe. Elle était très fière.",
    ),
    (1, "17:05", "mere", "Quelle fierté ! Elle nous l’a relue trois fois au goûter. Merci à vous."),
    (0, "08:10", "enseignante", "Pensez au livre de la bibliothèque mardi : il est attendu par un camarade."),
]
FOYER_DU_PERE = [
    (3, "12:10", "pere_separe", "Bonjour, je prends Inès vendredi soir à la sortie. Faut-il un mot ?"),
    (3, "12:31", "enseignante", "Bonjour Monsieur, votre message suffit, je préviens l’animatrice."),
]
ANNONCES = [
    (7, "16:40", "enseignante", "La photo de classe est jeudi matin. Les enfants peuvent venir avec un pull uni."),
    (
        1,
        "16:45",
        "enseignante",
        "Sortie à la ferme : le mot est dans le carnet. Prévoyez des bottes, même s’il fait beau.",
    ),
]
EQUIPE = [
    (
        2,
        "12:05",
        "directrice",
        "Conseil des maîtres avancé à mardi, 16 h 30. Ordre du jour : la classe verte et les tablettes.",
    ),
    (2, "12:40", "enseignant", "J’apporte le devis du car."),
    (2, "13:10", "enseignante", "Et moi les autorisations déjà rentrées."),
]
ELEVES = [
    (1, "09:30", "enseignante", "Qui veut raconter la visite du moulin aux familles ?"),
    (1, "09:42", "eleve_ce1", "moi ! on a vu la farine tomber"),
    (1, "09:47", "eleve_cp", "moi aussi maîtresse"),
]


def _du_marche(d, maintenant: dt.datetime) -> str:
    jour, de, _a = d.marche_de_noel(maintenant)
    quand = f"{date_format(jour, 'l j F')}, à partir de {date_format(de, 'G \\h i')}"
    return f"Le marché de Noël de l’école aura lieu le {quand}, dans la cour."


def semer_messages(d, maintenant: dt.datetime) -> None:
    foyer = _foyer(d, d.eleve_cp, d.mere)
    _echanger(d, foyer, FOYER, maintenant, lus={"enseignante": 5, "mere": 4})
    _echanger(
        d, _foyer(d, d.eleve_cp, d.pere_separe), FOYER_DU_PERE, maintenant, lus={"enseignante": 2, "pere_separe": 2}
    )
    annonce = actions.fil_de_classe(nature="annonce", classe=d.cp_ce1, auteur=d.enseignante)
    _echanger(d, annonce, ANNONCES, maintenant, lus={"enseignante": 2, "mere": 1, "mere_arabophone": 2})
    ecole = actions.fil_d_ecole(nature="ecole", etablissement=d.elementaire, auteur=d.directrice)
    _echanger(
        d,
        ecole,
        [(4, "10:15", "directrice", _du_marche(d, maintenant))],
        maintenant,
        lus={"directrice": 1, "enseignante": 1, "mere": 1},
    )
    equipe = actions.fil_d_ecole(nature="equipe", etablissement=d.elementaire, auteur=d.directrice)
    _echanger(d, equipe, EQUIPE, maintenant, lus={"directrice": 2, "enseignante": 3, "enseignant": 3})
    classe = actions.fil_de_classe(nature="eleves", classe=d.cp_ce1, auteur=d.enseignante)
    _echanger(d, classe, ELEVES, maintenant, lus={"enseignante": 3, "eleve_cp": 3})
    fierte = Message.objects.get(fil=foyer, numero=3)
    Reaction.objects.create(message=fierte, personne=d.mere, signe=Reaction.Signe.COEUR)


def _foyer(d, eleve: Personne, adulte: Personne) -> Fil:
    adultes = next(f for f in foyers_de([eleve.pk], d.elementaire)[eleve.pk] if adulte.pk in f)
    return actions.fil_de_foyer(eleve=eleve, adultes=adultes, classe=d.cp_ce1, auteur=d.enseignante)


def _echanger(d, fil: Fil, lignes: list, maintenant: dt.datetime, *, lus: dict[str, int]) -> None:
    """Written as they were then; the last one leaves through the action, which tells who has not read it."""
    jour = timezone.localdate(maintenant)
    for rang, (avant, heure, qui, texte) in enumerate(lignes, 1):
        le = timezone.make_aware(dt.datetime.combine(jour - dt.timedelta(days=avant), dt.time.fromisoformat(heure)))
        le = (
            min(calendrier.ouverture(fil.etablissement, le), maintenant)
            if fil.touche_les_familles
            else min(le, maintenant)
        )
        auteur = d.gens[qui]
        fil.ont_ecrit = ",".join(sorted({*fil.ont_ecrit.split(","), *QUALITES[qui]})) + ","
        message = Message.objects.create(
            fil=fil, auteur=auteur, uuid=uuid.uuid4(), texte=texte, recherche=simple(texte), ecrit_le=le, part_le=le
        )
        if rang < len(lignes):
            fil.dernier_numero = fil.revision = rang
            message.numero, message.revision, message.parti_le = rang, rang, le
            message.save()
    fil.save()
    faire_partir(fil=fil)
    dernier = Message.objects.filter(fil=fil).latest("pk")
    Message.objects.filter(pk=dernier.pk).update(parti_le=dernier.ecrit_le)
    Fil.objects.filter(pk=fil.pk).update(dernier_le=dernier.ecrit_le)
    # Told when it was written, were the demonstration laid in the middle of the night.
    dites = Notification.objects.filter(nature=evenements.MESSAGE, objet_id=fil.pk, visible_le__gt=dernier.ecrit_le)
    dites.update(visible_le=dernier.ecrit_le)
    for cle, lu in lus.items():
        Participation.objects.update_or_create(
            fil=fil, personne=d.gens[cle], defaults={"lu_jusqu_a": lu, "recu_jusqu_a": len(lignes), "lu_le": maintenant}
        )
        if lu == len(lignes):
            actions.avancer(fil=Fil.objects.get(pk=fil.pk), personne=d.gens[cle], lu=lu)


QUALITES = {
    "mere": ["responsable"], "pere_separe": ["responsable"], "enseignante": ["enseignant"], "enseignant": ["enseignant"],
    "directrice": ["direction"], "eleve_cp": ["eleve"], "eleve_ce1": ["eleve"],
}  # fmt: skip
