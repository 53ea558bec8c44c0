"""What `make demo` shows of third services: one by class that asks more, last month's visits, whom to write to."""

from django.urls import reverse

from ent.annuaire.models import Responsabilite
from ent.services.tiers import demonstration
from ent.services.tiers.lectures import services
from ent.services.tiers.models import OuvertureTiers, VisitesTiers

from .conftest import neuf
from .test_accords import mots


def test_each_page_has_something_to_show(d, entrer, mardi):
    demonstration.semer(d, mardi)
    page = mots(entrer(d.directrice).get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    for dit in ("Il demande à recevoir aussi :", "En octobre 2026 : 21 élèves", "moins de 5 enseignants", "CP-CE1"):
        assert dit in page
    livres = OuvertureTiers.objects.get(service__nom=demonstration.PAR_CLASSE)
    noms = {qui: {a.service.nom for a in services.acces_de(neuf(qui))} for qui in (d.eleve_cp, d.eleve_cm2)}
    assert (livres.service.nom in noms[d.eleve_cp], livres.service.nom in noms[d.eleve_cm2]) == (True, False)
    assert livres.attend and livres.recoit_en_mots == "si c’est un élève ou un adulte, un numéro propre à ce service"
    famille = entrer(d.pere_separe)
    calcul = next(a.service for a in services.acces_de(neuf(d.pere_separe)) if a.service.contact)
    assert "donnees@calcul.exemple.fr" in famille.get(reverse("tiers_recoit", args=[calcul.uuid])).text


def test_no_more_responsables_came_than_have_an_account(d, mardi):
    demonstration.semer(d, mardi)
    ouverts = (
        Responsabilite.objects.filter(enfant__inscriptions__classe=d.cp_ce1, adulte__courriel__isnull=False)
        .values("adulte")
        .distinct()
        .count()
    )
    venus = VisitesTiers.objects.filter(profil="responsable").values_list("personnes", flat=True)
    assert venus and max(venus) <= ouverts
