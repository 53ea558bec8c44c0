"""What is left of somebody who goes, and of rows that have had their time, after three weeks of life in every room."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.lectures.conservation import a_blanc
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Delegation,
    Effacement,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)
from tests.heures import le


def tout_le_texte() -> str:
    """All that the database holds as text, whatever the table."""
    mots = []
    with connection.cursor() as curseur:
        for modele in apps.get_models(include_auto_created=True):
            colonnes = [
                c.column
                for c in modele._meta.local_concrete_fields
                if not isinstance(c, models.ForeignKey | models.BinaryField | models.BooleanField | models.DateField)
            ]
            if colonnes and modele._meta.managed:
                noms = ", ".join(f'"{c}"' for c in colonnes)
                curseur.execute(f'SELECT {noms} FROM "{modele._meta.db_table}"')  # noqa: S608 (our own tables)
                mots += [f"{modele._meta.label} {ligne}" for ligne in curseur.fetchall()]
    return "\n".join(mots)


@pytest.fixture(autouse=True)
def sans_acces_fini(vie):
    """The cast has somebody whose access ended yesterday (`assistante_finie`): tests/services/acces_confies."""
    Personne.objects.filter(pk=vie.assistante_finie.pk).update(is_superuser=True)


# --- What is left of somebody ---------------------------------------------------------------------------------------------
def effacer(*personnes: Personne, horloge, jour: dt.date) -> None:
    """As if their day had come, whatever ties the decor gave them."""
    for personne in personnes:
        Effacement.objects.create(
            personne=personne,
            genre="eleve" if personne.inscriptions.exists() else "equipe",
            date_fin=jour,
            annonce_le=timezone.now(),
            date_prevue=jour,
        )
        Role.objects.filter(personne=personne).update(fin=jour - dt.timedelta(days=1))
        Affectation.objects.filter(enseignant=personne).update(fin=jour - dt.timedelta(days=1))
        Delegation.objects.filter(delegue=personne).update(
            fin=jour - dt.timedelta(days=1), debut=jour - dt.timedelta(days=9)
        )
        Inscription.objects.filter(eleve=personne).update(fin=jour - dt.timedelta(days=1))
        Responsabilite.objects.filter(adulte=personne).update(fin=jour - dt.timedelta(days=1))
        Responsabilite.objects.filter(enfant=personne).delete()
        assert actions.effacer_une_personne(personne=personne.pk), personne


def test_whoever_goes_nothing_holds_their_name_their_address_nor_their_number(vie, mardi, horloge):
    """Everybody of the demonstration, in turn: no table says afterwards how they were called, but in words that others wrote."""
    tous = list(Personne.objects.filter(is_superuser=False).order_by("pk"))
    noms = [p.nom for p in tous]
    marques = {p.pk: f"Zyx{p.pk}q" for p in tous}
    for p in tous:
        p.nom, p.nom_usage, p.adresse, p.telephone = marques[p.pk], "", marques[p.pk], marques[p.pk]
        p.save()
    uuids = [str(p.uuid) for p in tous] + [p.uuid.hex for p in tous]
    adresses = [p.courriel for p in tous if p.courriel]
    effacer(*tous, horloge=horloge, jour=mardi.date())
    texte = tout_le_texte()
    adultes = [f"{p.prenom} {nom}" for p, nom in zip(tous, noms, strict=True) if p.courriel]
    assert [ligne for ligne in texte.splitlines() if any(adulte in ligne for adulte in adultes)] == []
    assert [m for m in marques.values() if m in texte] == []
    lignes = [ligne for ligne in texte.splitlines() if not ligne.startswith("annuaire.EntreeJournal ")]
    assert [ligne for ligne in lignes if any(u in ligne for u in uuids)] == []
    assert [ligne for ligne in lignes if any(a in ligne for a in adresses)] == []
    assert set(Personne.objects.filter(pk__in=marques).values_list("is_active", flat=True)) == {False}


@pytest.mark.besoin_de("cahier_de_textes", "ent.services.vie_scolaire", "messagerie")
def test_what_was_written_for_others_stays_without_a_name(vie, mardi, horloge):
    """A teacher's lessons, a mot that somebody signed, who was on a photo: another family or the class needs it."""
    seances, reponses, visages = (
        apps.get_model(m) for m in ("cahier_de_textes.Seance", "messagerie.ReponseMot", "fichiers.Visage")
    )
    dites = dict(seances.objects.filter(auteur=vie.enseignante).values_list("pk", "titre"))
    signe = reponses.objects.exclude(par=None).order_by("pk").first()
    connus = visages.objects.filter(eleve=vie.eleve_cm2).count()
    assert dites and signe.par and signe.eleve != vie.eleve_cm2
    effacer(vie.enseignante, signe.par, vie.eleve_cm2, horloge=horloge, jour=mardi.date())
    assert dict(seances.objects.filter(pk__in=dites).values_list("pk", "titre")) == dites
    assert seances.objects.filter(pk__in=dites).first().auteur.nom_affiche == "Ancien membre de l’équipe"
    assert str(reponses.objects.get(pk=signe.pk).par) == "Ancien membre de l’équipe"
    # Of a photo, the tie stays, to a row without a consent: forgetting who was on it would have shown it.
    assert visages.objects.filter(eleve=vie.eleve_cm2).count() == connus
    assert apps.get_model("vie_scolaire.Consentement").objects.filter(eleve=vie.eleve_cm2).count() == 0


@pytest.mark.besoin_de("cahier_de_textes", "messagerie")
def test_who_objected_takes_their_words_and_not_the_works_of_others(vie, mardi, horloge):
    travail, remise, message = (
        apps.get_model(m) for m in ("cahier_de_textes.Travail", "cahier_de_textes.Remise", "messagerie.Message")
    )
    avant = list(remise.objects.order_by("pk").values_list("pk", "texte"))
    siens = set(travail.objects.filter(auteur=vie.enseignante).values_list("pk", flat=True))
    dits = set(message.objects.filter(auteur=vie.enseignante).values_list("pk", flat=True))
    assert siens and dits and avant
    actions.s_opposer(personne=vie.enseignante, oppose=True)
    effacer(vie.enseignante, horloge=horloge, jour=mardi.date())
    retire = "Retiré à la demande de qui l’a écrit"
    assert set(travail.objects.filter(pk__in=siens).values_list("texte", flat=True)) == {retire}
    assert set(message.objects.filter(pk__in=dits).values_list("texte", "recherche")) == {(retire, "")}
    assert list(remise.objects.order_by("pk").values_list("pk", "texte")) == avant


# --- Rows that have had their time -----------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.periscolaire", "ent.services.rendez_vous")
def test_what_has_had_its_time_goes_by_batches_and_what_has_not_stays(vie, mardi, horloge):
    rencontres = apps.get_model("rendez_vous.Rencontre")
    jours = apps.get_model("periscolaire.JourDeclare")
    n_rencontres, n_jours = rencontres.objects.count(), jours.objects.count()
    assert n_rencontres and n_jours
    horloge(mardi)
    actions.effacer_les_perimees()
    assert (rencontres.objects.count(), jours.objects.count()) == (n_rencontres, n_jours)
    rentree = AnneeScolaire.objects.prevue(mardi.date()).fin + dt.timedelta(days=2)
    horloge(le(rentree))
    faites = actions.effacer_les_perimees()
    assert faites["rendez_vous.Rencontre"] == n_rencontres
    assert (rencontres.objects.count(), jours.objects.count()) == (0, n_jours)
    horloge(le(rentree + GARDE_DES_ANNEES))
    assert actions.effacer_les_perimees()["periscolaire.JourDeclare"] == n_jours
    horloge(le(rentree + dt.timedelta(days=6 * 365)))
    actions.effacer_les_perimees()
    assert {une.modele: une.n for une in a_blanc().lignes} == {}  # nothing that another row protects stands in its way
