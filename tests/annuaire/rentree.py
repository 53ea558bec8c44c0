"""A moved September: what an import of the new year does of classes and pupils, by the same columns."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.models import Affectation, AnneeScolaire, Classe, Etablissement, Inscription, Personne

RENTREE = dt.datetime(2027, 9, 2, 10, 0, tzinfo=timezone.get_default_timezone())


def tourner(ecole: Etablissement, **places: tuple[str, Personne, list[tuple[Personne, str]]]) -> dict[str, Classe]:
    """Close the classes of the school, today, and open these: name, who teaches there, (pupil, level). Who is named nowhere has left."""
    jour = timezone.localdate()
    annee = AnneeScolaire.objects.pour(jour)
    Inscription.objects.filter(classe__etablissement=ecole, fin=None).update(fin=jour - dt.timedelta(days=1))
    Classe.objects.filter(etablissement=ecole, fermee_le=None).update(fermee_le=timezone.now())
    classes = {}
    for cle, (nom, enseignant, eleves) in places.items():
        classes[cle] = Classe.objects.create(etablissement=ecole, annee=annee, nom=nom)
        Affectation.objects.create(enseignant=enseignant, classe=classes[cle], debut=jour)
        for eleve, niveau in eleves:
            Inscription.objects.create(eleve=eleve, classe=classes[cle], niveau=niveau, debut=jour)
    return classes


def relu(personne: Personne) -> Personne:
    """Reach is kept for one request: somebody is read afresh."""
    return Personne.objects.get(pk=personne.pk)
