"""Schools of a space: they enter by their direction's word, bring whom they name, and leave with all of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Mandat, Role
from ent.annuaire.registres import collectifs
from ent.diffusion.models import Notification
from ent.services.espaces import evenements
from ent.services.espaces.actions import agenda, ecoles, espaces, gens
from ent.services.espaces.models import DateDeLEspace, EcoleDeLEspace, Espace, InscriptionVisite

from .conftest import neuf
from .test_visites import inscrire


def lisent(espace, *gens_) -> list[bool]:
    return [Espace.objects.visibles_par(neuf(qui)).filter(pk=espace.pk).exists() for qui in gens_]


def dits(qui, nature) -> list[str]:
    recues = Notification.objects.visibles_par(neuf(qui)).filter(nature=nature)
    return list(recues.values_list("texte", flat=True))


# --- Entering ---------------------------------------------------------------------------------------------------------
def test_a_school_that_has_not_agreed_brings_nobody_and_reads_nothing(espace, invitee, d):
    assert lisent(espace, d.directrice, d.directrice_maternelle, d.mere) == [True, False, False]
    assert dits(d.directrice_maternelle, evenements.INVITATION) == [
        "École du Cerf-Volant invite votre école dans « La grande chorale » : à vous de dire oui ou non."
    ]
    assert dits(d.directrice, evenements.INVITATION) == []
    ecoles.accepter(ecole=invitee, par=d.directrice_maternelle)
    assert lisent(espace, d.directrice_maternelle) == [True]
    assert dits(d.directrice_maternelle, evenements.INVITATION) == []
    assert dits(d.directrice, evenements.REPONSE) == ["École Les Coquelicots est entrée dans « La grande chorale »."]


def test_who_loses_that_power_reads_no_more_of_an_invitation_that_waits(espace, d, mardi):
    Role.objects.get_or_create(
        personne=d.remplacant, etablissement=d.maternelle, nature="enseignant", defaults={"debut": dt.date(2026, 9, 1)}
    )
    confie = actions.confier_des_pouvoirs(
        etablissement=d.maternelle,
        personne=d.remplacant,
        auteur=d.directrice_maternelle,
        pouvoirs=["espaces"],
        debut=mardi.date(),
        fin=mardi.date(),
    )
    ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice)
    assert len(dits(d.remplacant, evenements.INVITATION)) == 1
    actions.reprendre_des_pouvoirs(mandat=confie, auteur=d.directrice_maternelle)
    assert dits(d.remplacant, evenements.INVITATION) == []
    assert len(dits(d.directrice_maternelle, evenements.INVITATION)) == 1


def test_said_twice_it_is_one_answer(espace, invitee, d, entrer):
    client = entrer(d.directrice_maternelle)
    chemin = reverse("espaces_repondre_invitation", args=[invitee.pk])
    for vers in ("espaces_gens", "espaces_espace"):
        reponse = client.post(chemin, {"accord": "oui"})
        assert reponse.url == reverse(vers, args=[invitee.pk if vers == "espaces_gens" else espace.pk])
    assert EntreeJournal.objects.filter(verbe="espaces.accepter").count() == 1
    assert espace.ecoles.count() == 2


def test_a_refusal_may_be_taken_back_while_the_space_lasts(espace, invitee, d, entrer):
    client = entrer(d.directrice_maternelle)
    chemin = reverse("espaces_repondre_invitation", args=[invitee.pk])
    client.post(chemin, {"accord": "non"})
    assert lisent(espace, d.directrice_maternelle) == [False]
    assert "a dit non" in client.get(reverse("espaces_invitation", args=[invitee.pk])).content.decode()
    assert not EcoleDeLEspace.objects.invitees_de(neuf(d.directrice_maternelle)).exists()
    client.post(chemin, {"accord": "oui"})
    assert lisent(espace, d.directrice_maternelle) == [True]


def test_an_invitation_may_be_taken_back_and_made_again(espace, invitee, d, entrer):
    client = entrer(d.directrice)
    for _fois in range(2):
        assert client.post(reverse("espaces_retirer_invitation", args=[invitee.pk])).status_code == 302
    assert entrer(d.directrice_maternelle).get(reverse("espaces_invitation", args=[invitee.pk])).status_code == 302
    assert "La grande chorale" not in entrer(d.directrice_maternelle).get(reverse("espaces")).content.decode()
    client.post(reverse("espaces_inviter", args=[espace.pk]), {"etablissement": d.maternelle.pk})
    assert [e.attend for e in EcoleDeLEspace.objects.filter(etablissement=d.maternelle)] == [True]


def test_inviting_twice_makes_one(espace, d, entrer):
    client = entrer(d.directrice)
    chemin = reverse("espaces_inviter", args=[espace.pk])
    assert client.post(chemin, {"etablissement": d.maternelle.pk}).status_code == 302
    refus = client.post(chemin, {"etablissement": d.maternelle.pk})
    assert refus.status_code == 422
    assert "déjà invité" in refus.content.decode()
    assert ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice).attend
    assert espace.ecoles.count() == 2


def test_whom_the_direction_confided_it_to_answers(espace, d, mardi):
    Mandat.objects.create(
        etablissement=d.maternelle,
        confie_par=d.directrice_maternelle,
        personne=d.remplacant,
        pouvoirs="espaces",
        debut=mardi.date(),
        fin=mardi.date(),
    )
    Role.objects.get_or_create(
        personne=d.remplacant, etablissement=d.maternelle, nature="enseignant", defaults={"debut": dt.date(2026, 9, 1)}
    )
    invitee = ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice)
    assert list(EcoleDeLEspace.objects.invitees_de(neuf(d.remplacant))) == [invitee]
    assert len(dits(d.remplacant, evenements.INVITATION)) == 1


@pytest.mark.parametrize(
    "fini", [{"fin": dt.date(2026, 11, 23)}, {"debut": dt.date(2026, 12, 1)}, {"fini_le": timezone.now()}]
)
def test_who_has_that_power_no_more_or_not_yet_hears_of_no_invitation(espace, d, mardi, fini):
    """They work there still: what waits for the direction is nothing of theirs."""
    dit = {"debut": dt.date(2026, 11, 2), "fin": dt.date(2026, 12, 18), "pouvoirs": "espaces"} | fini
    Mandat.objects.create(etablissement=d.maternelle, confie_par=d.directrice_maternelle, personne=d.remplacant, **dit)
    Role.objects.get_or_create(
        personne=d.remplacant, etablissement=d.maternelle, nature="enseignant", defaults={"debut": dt.date(2026, 9, 1)}
    )
    ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice)
    assert dits(d.remplacant, evenements.INVITATION) == []
    assert len(dits(d.directrice_maternelle, evenements.INVITATION)) == 1


# --- Who is in, by the ties of the moment -----------------------------------------------------------------------------
def test_each_is_of_it_by_a_tie_of_the_moment(a_deux, d):
    assert lisent(a_deux, d.enseignant, d.mere, d.pere_separe, d.eleve_cm2) == [True] * 4
    # M. Sow and Mme Lefort work in the élémentaire and were not named; Mme Haddad's daughter is in another class.
    assert lisent(a_deux, d.enseignante, d.remplacant, d.mere_arabophone, d.eleve_cp) == [False] * 4


def test_an_adult_who_left_the_school_left_the_space(a_deux, d, mardi):
    Role.objects.filter(personne=d.enseignant, etablissement=d.elementaire).update(
        fin=mardi.date() - dt.timedelta(days=1)
    )
    assert lisent(a_deux, d.enseignant) == [False]
    assert d.enseignant.pk not in evenements.adultes_de(a_deux)[d.elementaire.pk]


def test_a_pupil_who_changed_class_left_it(a_deux, visite, d, mardi):
    d.eleve_cm2.inscriptions.update(fin=mardi.date() - dt.timedelta(days=1))
    assert lisent(a_deux, d.eleve_cm2, d.pere_separe) == [False, False]


def test_a_school_that_leaves_takes_all_its_people(a_deux, entree, visite, d, entrer):
    page = entrer(d.directrice).get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    assert "Mme Tissier" in page and "Moyens" in page
    assert any("Lina" in texte for texte in dits(d.mere, evenements.OUVERT))
    client = entrer(d.directrice_maternelle)
    assert client.post(reverse("espaces_quitter", args=[entree.pk])).url == reverse("espaces")
    assert client.post(reverse("espaces_quitter", args=[entree.pk])).url == reverse("espaces")
    assert lisent(a_deux, d.directrice_maternelle, d.pere_separe) == [False, True]
    page = entrer(d.directrice).get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    assert "Tissier" not in page and "Moyens" not in page and "Coquelicots" not in page
    assert not any("Lina" in texte for texte in dits(d.mere, evenements.OUVERT) + dits(d.mere, evenements.DATE))
    assert any("Sofiane" in texte for texte in dits(d.mere, evenements.OUVERT))


def test_leaving_is_undone_in_one_tap(a_deux, entree, d, entrer):
    client = entrer(d.directrice_maternelle)
    client.post(reverse("espaces_quitter", args=[entree.pk]))
    assert "Y revenir" in client.get(reverse("espaces")).content.decode()
    for _fois in range(2):
        assert client.post(reverse("espaces_revenir", args=[entree.pk])).status_code == 302
    assert lisent(a_deux, d.directrice_maternelle, d.mere) == [True, True]
    assert evenements.classes_de(a_deux)[d.maternelle.pk] == {d.ms.pk}


def test_who_carries_it_does_not_leave_it(a_deux, porteuse, d, entrer):
    client = entrer(d.directrice)
    client.post(reverse("espaces_quitter", args=[porteuse.pk]))
    assert lisent(a_deux, d.directrice) == [True]
    assert "elle le clôt" in client.get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()


@pytest.mark.parametrize("ecole", ["maternelle", "elementaire"])
def test_a_school_that_closes_the_room_is_out_and_one_that_carries_closes_it_to_all(a_deux, d, ecole):
    ferme = getattr(d, ecole)
    ferme.modules_fermes = " espaces "
    ferme.save(update_fields=["modules_fermes"])
    attendu = [False, False] if ecole == "elementaire" else [False, True]
    assert lisent(a_deux, d.directrice_maternelle, d.enseignant) == attendu
    assert (d.maternelle.pk in evenements.adultes_de(a_deux)) is False
    ferme.modules_fermes = ""
    ferme.save(update_fields=["modules_fermes"])
    assert lisent(a_deux, d.directrice_maternelle, d.enseignant) == [True, True]


def test_a_school_that_closes_the_room_leads_nowhere_to_it(d, entrer):
    client = entrer(d.directrice)

    def y_mene() -> list[bool]:
        pages = client.get(f"/annuaire/{d.elementaire.uai}/"), client.post("/chercher/", {"lettres": "espaces"})
        return ['href="/espaces/"' in page.text for page in pages]

    assert y_mene() == [True, True]
    d.elementaire.modules_fermes = " espaces "
    d.elementaire.save(update_fields=["modules_fermes"])
    assert client.get("/espaces/").status_code == 404
    assert y_mene() == [False, False]


# --- Who comes --------------------------------------------------------------------------------------------------------
def test_a_named_teacher_brings_their_own_class_and_no_other(a_deux, porteuse, d, entrer):
    chemin = reverse("espaces_gens", args=[porteuse.pk])
    client = entrer(d.enseignant)
    page = client.get(chemin)
    assert "CM2" in page.content.decode() and "CP-CE1" not in page.content.decode()
    version = page.context["formulaire"].version
    envoi = {
        "version": version,
        "adultes": [d.directrice.pk, d.enseignant.pk, d.enseignante.pk],
        "classes": [d.cp_ce1.pk],
    }
    assert client.post(chemin, envoi).status_code == 422
    assert client.post(chemin, {**envoi, "classes": []}).status_code == 302
    assert evenements.classes_de(a_deux).get(d.elementaire.pk) is None
    assert d.enseignante.pk in evenements.adultes_de(a_deux)[d.elementaire.pk]
    assert dits(d.enseignante, evenements.NOMME) == ["Votre école vous a mis dans l’espace « La grande chorale »."]


def test_no_adult_of_another_school_is_named(a_deux, porteuse, d, entrer):
    chemin = reverse("espaces_gens", args=[porteuse.pk])
    client = entrer(d.directrice)
    version = client.get(chemin).context["formulaire"].version
    reponse = client.post(chemin, {"version": version, "adultes": [d.directrice_maternelle.pk], "classes": [d.ms.pk]})
    assert reponse.status_code == 422


def test_a_class_that_was_taken_away_comes_back_with_its_sign_ups(a_deux, porteuse, visite, d):
    from .test_visites import inscrire

    inscrire(visite, d.eleve_cm2, d.mere)
    parmi = [d.cm2, d.cp_ce1]
    adultes = [d.directrice, d.enseignant]
    gens.apporter(ecole=porteuse, par=d.directrice, adultes=adultes, classes=[], parmi=parmi)
    assert InscriptionVisite.objects.tenues().count() == 0
    assert lisent(a_deux, d.pere_separe) == [False]
    gens.apporter(ecole=porteuse, par=d.directrice, adultes=adultes, classes=[d.cm2], parmi=parmi)
    assert InscriptionVisite.objects.tenues().count() == 1


def test_two_who_choose_at_once_do_not_overwrite_each_other(a_deux, porteuse, d, entrer):
    chemin = reverse("espaces_gens", args=[porteuse.pk])
    client, autre = entrer(d.directrice), entrer(d.enseignant)
    version = client.get(chemin).context["formulaire"].version
    vue = autre.get(chemin).context["formulaire"].version
    tous = [d.directrice.pk, d.enseignant.pk]
    assert (
        autre.post(chemin, {"version": vue, "adultes": [*tous, d.enseignante.pk], "classes": [d.cm2.pk]}).status_code
        == 302
    )
    reponse = client.post(chemin, {"version": version, "adultes": tous, "classes": [d.cm2.pk]})
    assert reponse.status_code == 422
    assert d.enseignante.pk in evenements.adultes_de(a_deux)[d.elementaire.pk]


# --- The thread follows -----------------------------------------------------------------------------------------------
class Temoin:
    """A room of speech that remembers what it was told."""

    def __init__(self) -> None:
        self.dits, self.clos = [], []

    def tenir(self, collectif, *, par) -> None:
        self.dits.append(collectif)

    def clore(self, cle, *, par) -> None:
        self.clos.append(cle)

    def adresse(self, cle, personne) -> str:
        return ""

    def archive(self, cle) -> list:
        return [collectifs.LigneDeParole("Mme Quéméneur", dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), "Bienvenue !")]


@pytest.fixture
def temoin(monkeypatch):
    parole = Temoin()
    monkeypatch.setattr(collectifs, "_paroles", [parole])
    return parole


def test_the_thread_is_told_who_is_of_it_each_time(temoin, a_deux, entree, d):
    dernier = temoin.dits[-1]
    assert dernier.cle == f"espaces-{a_deux.pk}"
    assert dernier.etablissements == (d.elementaire.pk, d.maternelle.pk)
    assert set(dernier.classes) == {d.cm2.pk, d.ms.pk}
    assert set(dernier.adultes) == {d.directrice.pk, d.enseignant.pk, d.directrice_maternelle.pk}
    assert dernier.fin == a_deux.fin
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    assert temoin.dits[-1].etablissements == (d.elementaire.pk,)
    assert set(temoin.dits[-1].classes) == {d.cm2.pk}
    espaces.clore(espace=a_deux, par=d.directrice)
    assert temoin.clos == [f"espaces-{a_deux.pk}"]
    espaces.rouvrir(espace=a_deux, par=d.directrice)
    assert temoin.dits[-1].fin == a_deux.fin


def test_nothing_is_told_of_it_to_a_family_before_its_first_day(espace, porteuse, d, horloge, mardi):
    from ent.services.espaces.actions.gens import commencer

    Espace.objects.filter(pk=espace.pk).update(debut=dt.date(2026, 12, 1))
    gens.apporter(
        ecole=EcoleDeLEspace.objects.get(pk=porteuse.pk),
        par=d.directrice,
        adultes=[d.directrice],
        classes=[d.cm2],
        parmi=[d.cm2],
    )
    assert lisent(espace, d.directrice, d.mere, d.eleve_cm2) == [True, False, False]
    assert (commencer(), dits(d.mere, evenements.OUVERT)) == (0, [])
    horloge(mardi + dt.timedelta(days=7))
    assert (commencer(), commencer()) == (1, 0)
    assert dits(d.mere, evenements.OUVERT) == ["Sofiane · Un espace commence avec une autre école : La grande chorale"]
    assert lisent(espace, d.mere, d.eleve_cm2) == [True, True]
    assert DateDeLEspace.objects.count() == 0


# --- What was told, once one left ---------------------------------------------------------------------------------------
def dits_du_matin(qui) -> set[str]:
    recues = Notification.objects.filter(destinataire=qui, nature__startswith="espaces.")
    return set(recues.values_list("nature", flat=True)) - {evenements.INVITATION}


def test_a_school_that_left_is_told_nothing_of_it_any_more_even_in_the_morning(a_deux, visite, entree, d, horloge):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    inscrire(visite, d.eleve_cm2, d.mere)
    inscrire(visite, d.eleve_ms, d.mere)
    inscrire(visite, d.eleve_cm2, d.mere, vient=False)
    assert dits(d.mere, evenements.PLACE)
    horloge(dt.datetime(2026, 11, 24, 22, tzinfo=dt.UTC))
    nuit = {"jour": dt.date(2026, 12, 4), "de": None, "a": None, "lieu": "", "texte": "", "inscrit": ""}
    agenda.ajouter(espace=a_deux, par=d.enseignant, titre="Goûter", places=None, jusqu_a=None, **nuit)
    assert evenements.DATE_EQUIPE in dits_du_matin(d.directrice_maternelle)
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    assert dits_du_matin(d.directrice_maternelle) == set()
    assert dits(d.mere, evenements.PLACE) == []
    # The school that stays keeps what it was told.
    assert evenements.REPONSE in dits_du_matin(d.directrice)


def test_an_adult_who_was_taken_off_is_told_nothing_of_it_any_more(a_deux, visite, porteuse, d):
    assert evenements.NOMME in dits_du_matin(d.enseignant)
    gens.apporter(ecole=porteuse, par=d.directrice, adultes=[d.directrice], classes=[d.cm2], parmi=[d.cm2])
    assert dits_du_matin(d.enseignant) == set()
