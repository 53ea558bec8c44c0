"""An open account is not taken over with a paper: each attack is replayed."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Personne, Responsabilite
from ent.connexion import actions
from ent.connexion.models import CodeActivation
from ent.diffusion.models import Appareil
from tests.autres_responsables import devient_parent

from .conftest import MOT_DE_PASSE, erreurs

OUVERT = "Ce compte est déjà ouvert. Pour un nouveau papier, demandez à la direction."
AILLEURS = (
    "Cette famille est connue dans une autre école : elle peut changer son mot de passe par e-mail, ou s’adresser à "
    "l’opérateur."
)
FOYER = (
    "Vous répondez d’un même enfant que cette personne : son nouveau papier se demande à quelqu’un d’autre de la "
    "direction, ou à l’opérateur."
)
SANS = Responsabilite.Autorite.SANS


@pytest.mark.parametrize(
    ("qui", "classe", "phrase"),
    [
        ("enseignante", "cp_ce1", OUVERT),
        ("remplacant", "cm2", OUVERT),
        ("remplacant", "ms", OUVERT),
        ("directrice", "cp_ce1", AILLEURS),
        ("directrice_maternelle", "ms", AILLEURS),
    ],
)
def test_nobody_of_one_school_reprints_a_mother_known_in_two(d, entrer, mardi, qui, classe, phrase):
    adresse = reverse("connexion_feuilles", args=[getattr(d, classe).pk])
    client = entrer(getattr(d, qui))
    refus = client.post(adresse, {"responsable": [d.mere.pk], "nouveaux": "1"})
    assert (refus.status_code, erreurs(refus)) == (422, [phrase])
    assert phrase in client.get(adresse).text
    assert CodeActivation.objects.count() == 0


def test_a_direction_reprints_the_father_that_it_alone_knows_and_he_is_told(
    d, entrer, mardi, ouvrir, django_capture_on_commit_callbacks
):
    adresse = reverse("connexion_feuilles", args=[d.cp_ce1.pk])
    choix = {"responsable": [d.pere_separe.pk], "nouveaux": "1"}
    assert entrer(d.enseignante).post(adresse, choix).status_code == 422
    assert entrer(d.directrice).post(adresse, choix).status_code == 200
    code = actions.emettre_code(personne=d.pere_separe, etablissement=d.elementaire)
    with django_capture_on_commit_callbacks(execute=True):
        ouvrir(code, f"{d.eleve_cp.date_naissance:%d/%m/%Y}", courriel="autre@exemple.fr")
    [avis] = [m for m in mail.outbox if m.to == ["mehdi.belhadj@exemple.fr"]]
    assert "Inès" not in avis.subject + avis.body
    details = EntreeJournal.objects.get(verbe="connexion.activer").details
    assert (details["nouveau_mot_de_passe"], details["titulaire_prevenu"]) == (True, True)


def test_a_head_who_answers_for_the_same_child_reprints_nothing_of_the_other_holder(d, entrer, mardi):
    """A new paper gives the account, with all that the other household says: another head prints it (decision 0188)."""
    annuaire.donner_role(personne=d.gens["remplacant"], nature="directeur", etablissement=d.elementaire)
    devient_parent(d.directrice, d.eleve_cp, d.elementaire, autorite="sans")
    adresse = reverse("connexion_feuilles", args=[d.cp_ce1.pk])
    choix = {"responsable": [d.pere_separe.pk], "nouveaux": "1"}
    client = entrer(d.directrice)
    refus = client.post(adresse, choix)
    assert (refus.status_code, erreurs(refus)) == (422, [FOYER])
    assert FOYER in client.get(adresse).text
    assert not CodeActivation.objects.exists()
    assert entrer(d.gens["remplacant"]).post(adresse, choix).status_code == 200


def test_the_phone_of_who_held_an_account_is_told_nothing_more_once_a_paper_gives_it_back(d, mardi, ouvrir):
    """A push says the news itself, to whoever holds the phone, without a session."""
    for rang, qui in enumerate((d.pere_separe, d.mere)):
        Appareil.objects.create(personne=qui, jeton=str(rang), nom="Chrome, Android", adresse=f"https://p.fr/{rang}")
    code = actions.emettre_code(personne=d.pere_separe, etablissement=d.elementaire, renouveler=True)
    ouvrir(code, f"{d.eleve_cp.date_naissance:%d/%m/%Y}")
    assert [a.personne for a in Appareil.objects.all()] == [d.mere]
    assert EntreeJournal.objects.filter(verbe="diffusion.retirer_appareil", auteur_uuid=d.pere_separe.uuid).count() == 1


def test_a_first_paper_kept_in_a_drawer_opens_nothing_once_the_account_is_open(d, aline, code, mardi, ouvrir):
    annuaire.rattacher(adulte=aline, enfant=d.eleve_ms, etablissement=d.maternelle)
    garde = actions.emettre_code(personne=aline, etablissement=d.maternelle)
    ouvrir(code, "01/05/2020")
    ouvrir(garde, f"{d.eleve_ms.date_naissance:%d/%m/%Y}", mot_de_passe="Un-autre-mot-2026")
    aline.refresh_from_db()
    assert aline.check_password(MOT_DE_PASSE)


def test_the_operator_reprints_a_family_known_in_two_schools(d, mardi, capsys, ouvrir):
    call_command("code_activation", d.maternelle.uai, "nadia.belhadj@exemple.fr", "--nouveau")
    nom, code = capsys.readouterr().out.strip().split(" : ")
    _client, reponse = ouvrir(code, f"{d.eleve_ms.date_naissance:%d/%m/%Y}")
    assert (nom, reponse.headers["Location"]) == (str(d.mere), "/")


def test_a_teacher_does_not_attach_a_family_of_the_school_to_their_own_account(d, entrer, aline, code):
    reponse = entrer(d.enseignante).post(reverse("connexion_ajouter_enfant"), {"code": code, "naissance": "01/05/2020"})
    assert (reponse.status_code, erreurs(reponse)) == (
        422,
        ["Ce papier est celui d’une famille de votre école. Si c’est aussi la vôtre, demandez à la direction."],
    )
    assert not d.enseignante.responsabilites.exists()
    assert CodeActivation.objects.get().utilise_le is None


def test_a_teacher_who_is_that_very_parent_adds_their_child(d, entrer, aline, code):
    Personne.objects.filter(pk=aline.pk).update(prenom="CLAIRE", nom="LEFORT")
    entrer(d.enseignante).post(reverse("connexion_ajouter_enfant"), {"code": code, "naissance": "01/05/2020"})
    assert [lien.enfant.prenom for lien in d.enseignante.responsabilites.all()] == ["Adèle"]


@pytest.mark.parametrize("cote", ["vers", "depuis", "vers_jusqu_a_demain"])
def test_without_authority_on_either_side_stays_so_after_a_merge(d, mardi, cote):
    double = Personne.objects.create(prenom="Samirah", nom="Hadad", password="!")
    annuaire.rattacher(adulte=double, enfant=d.eleve_ce1, etablissement=d.maternelle)
    porteur = double if cote == "depuis" else d.mere_arabophone
    fin = mardi.date() + dt.timedelta(days=1) if cote == "vers_jusqu_a_demain" else None
    Responsabilite.objects.filter(adulte=porteur).update(autorite=SANS, fin=fin)
    actions.fusionner(depuis=double, vers=d.mere_arabophone, etablissement=d.maternelle)
    samira = Personne.objects.get(pk=d.mere_arabophone.pk)
    assert samira.portee.enfants == []
    assert {lien.autorite for lien in samira.responsabilites.filter(enfant=d.eleve_ce1)} == {SANS}
