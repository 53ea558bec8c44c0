"""What the other holder is told again, and how far a form goes: never a 500, never a bell that rings all day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import AnneeScolaire, Confie, Delegation
from ent.diffusion.models import Notification
from ent.services.acces_confies import actions, evenements
from ent.socle.dates import aujourd_hui
from tests.heures import MARDI_21H, MERCREDI_7H
from tests.services.acces_confies.matrice import SALLES, acces
from tests.services.acces_confies.test_droits import neuf
from tests.services.acces_confies.test_pages import DInes, confier

FIN = dt.date(2027, 3, 31)


@pytest.fixture
def confiee(d, mardi) -> Delegation:
    return acces(DInes(d))


def dits(d) -> int:
    return Notification.objects.filter(destinataire=d.pere_separe, nature=evenements.CONFIE).count()


def s_opposer(d, confiee) -> None:
    actions.s_opposer(delegations=[confiee], auteur=d.pere_separe)
    actions.lire_un_desaccord(delegations=[confiee], auteur=d.directrice)


def changer(d, confiee, salles, fin=FIN) -> Delegation:
    actions.changer(delegations=[confiee], confie=Confie.de(salles), fin=fin, auteur=d.mere)
    confiee.refresh_from_db()
    return confiee


def test_given_back_it_is_told_again_to_the_other_holder(d, confiee):
    actions.finir(delegations=[confiee], auteur=d.mere)
    assert dits(d) == 0
    actions.rendre(delegations=[confiee], auteur=d.mere)
    assert dits(d) == 1


def test_what_is_over_is_not_changed_and_the_same_is_not_told_again(d, confiee):
    Notification.objects.all().delete()
    changer(d, confiee, "absences+ cahier")
    assert dits(d) == 0
    Delegation.objects.filter(pk=confiee.pk).update(finie_le=timezone.now())
    assert changer(d, confiee, "agenda").salles == "absences+ cahier"
    assert dits(d) == 0


@pytest.mark.parametrize(
    ("salles", "fin", "encore"),
    [
        ("absences+ agenda cahier", FIN, False),
        ("absences+ cahier", FIN + dt.timedelta(days=1), False),
        ("cahier+", FIN, False),
        ("cahier", FIN, True),
        ("absences cahier", FIN - dt.timedelta(days=1), True),
    ],
)
def test_of_what_is_read_more_or_longer_one_may_disagree_again(d, confiee, salles, fin, encore):
    s_opposer(d, confiee)
    Notification.objects.all().delete()
    changee = changer(d, confiee, salles, fin)
    assert bool(changee.opposee_le and changee.opposee_par and changee.opposition_lue_le) is encore
    assert bool(changee.opposee_le or changee.opposee_par or changee.opposition_lue_le) is encore
    assert dits(d) == 1


def test_nobody_gives_more_than_ten_at_once(d, confiee):
    en_cours = (
        Delegation.objects.filter(delegant=d.mere, finie_le=None, fin__gte=aujourd_hui()).values("cle").distinct()
    )
    for _n in range(actions.MAXIMUM - en_cours.count()):
        derniere = acces(DInes(d))
    with pytest.raises(ValidationError, match="beaucoup d’accès confiés"):
        acces(DInes(d))
    actions.finir(delegations=[derniere], auteur=neuf(d.mere))
    acces(DInes(d))


def test_given_and_ended_in_a_row_is_braked(d, entrer, mardi):
    client = entrer(d.mere)
    for n in range(10):
        assert confier(client, d, nom=f"Lima{n}").status_code == 302
        Delegation.objects.filter(nom_donne=f"Rosa Lima{n}").update(finie_le=timezone.now())
    assert confier(client, d, nom="Encore").status_code == 422
    assert not Delegation.objects.filter(nom_donne="Rosa Encore").exists()


@pytest.mark.parametrize(
    "champs",
    [{"prenom": "R" * 70, "nom": "L" * 70}, {"courriel": f"{'r' * 60}@{'l' * 60}.{'l' * 60}.{'l' * 60}.{'l' * 20}.fr"}],
)
def test_what_is_too_long_is_said(d, entrer, mardi, champs):
    assert confier(entrer(d.mere), d, **champs).status_code == 422


def test_a_last_day_before_the_first_is_said(d, entrer, confiee):
    Delegation.objects.filter(pk=confiee.pk).update(debut=dt.date(2027, 1, 4))
    client, envoi = entrer(d.mere), {"salle_cahier": "lire", "fin": "2026-12-18"}
    reponse = client.post(reverse("acces_confies_un", args=[confiee.cle]), envoi)
    assert reponse.status_code == 422 and "Ce jour vient avant le premier." in reponse.text


def test_reading_the_form_writes_no_school_year(d, entrer, horloge, mardi):
    horloge(mardi.replace(year=2027, month=7, day=5))
    client, avant = entrer(d.mere), AnneeScolaire.objects.count()
    client.get(reverse("acces_confies_confier"))
    assert AnneeScolaire.objects.count() == avant


def test_a_code_never_serves_longer_than_its_access(d, entrer, mardi):
    client = entrer(d.mere)
    confier(client, d, fin="2026-11-28")
    (confiee,) = Delegation.objects.filter(nom_donne="Rosa Lima")
    code, page = confiee.delegue.codes.get(), reverse("acces_confies_un", args=[confiee.cle])
    assert timezone.localtime(code.expire_le).date() == dt.date(2026, 11, 28)
    assert "jusqu’à samedi 28 novembre" in client.get(page).text
    # Ended sooner than it was given for, the page does not promise more.
    client.post(page, SALLES | {"fin": "2026-11-26"})
    assert "jusqu’à jeudi 26 novembre" in client.get(page).text
    client.post(page, SALLES | {"fin": "2027-03-31"})
    client.post(reverse("acces_confies_code", args=[confiee.cle]))
    assert "jusqu’à mardi 8 décembre" in client.get(page).text  # two weeks


def test_what_is_told_of_an_access_waits_for_the_end_of_quiet_hours(d, mardi, horloge):
    """Confided, ended, refused or used at nine in the evening: the other home hears of it in the morning, as of anything else."""
    horloge(MARDI_21H)
    confiee, finie = acces(DInes(d)), acces(DInes(d))
    actions.s_opposer(delegations=[finie], auteur=d.pere_separe)
    actions.finir(delegations=[finie], auteur=d.directrice)
    Delegation.objects.filter(pk=confiee.pk).update(acceptee_le=timezone.now())
    [suivi] = neuf(confiee.delegue).portee.suivis_confies
    actions.dire_un_acte(par=confiee.delegue, suivi=suivi, salle="absences", geste=lambda: "Absente", adresse="/")
    dites = Notification.objects.filter(nature__in=evenements.DITS)
    assert set(dites.values_list("nature", "visible_le")) == {(nature, MERCREDI_7H) for nature in evenements.DITS}


def test_of_two_answers_in_their_place_neither_hides_the_other_from_who_confided(d, confiee):
    Delegation.objects.filter(pk=confiee.pk).update(acceptee_le=timezone.now())
    [suivi] = neuf(confiee.delegue).portee.suivis_confies

    def repondre(geste: str) -> str:
        dit = {"par": confiee.delegue, "suivi": suivi, "salle": "absences", "adresse": "/"}
        actions.dire_un_acte(**dit, geste=lambda: geste)
        return Notification.objects.get(nature=evenements.ACTE).texte

    repondre("absente jeudi")
    assert repondre("absente lundi") == "Solange Guérin, par l’accès confié : absente lundi · absente jeudi"
    Notification.objects.update(lue_le=timezone.now())
    assert repondre("absente mardi") == "Solange Guérin, par l’accès confié : absente mardi"
