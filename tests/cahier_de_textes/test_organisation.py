"""Copy, repeat, move everything by a class day; and give it all back."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import gestes, organisation, seances
from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.actions.decalage import decaler, preparer_decalage
from cahier_de_textes.evenements import SEANCE_CHANGEE, TRAVAIL_CHANGE
from cahier_de_textes.models import Seance, Travail, TravailFait, TravailVu
from ent.annuaire.models import Affectation, Classe, EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.fichiers.actions import purger
from ent.fichiers.models import Fichier
from tests.cahier_de_textes.test_actions import donner
from tests.fichiers.conftest import classe, deposer, prives  # noqa: F401

LUNDI, MARDI, MERCREDI = dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 25)
JEUDI, VENDREDI, LUNDI_SUIVANT = dt.date(2026, 11, 26), dt.date(2026, 11, 27), dt.date(2026, 11, 30)
PARIS = timezone.get_default_timezone()


def seance(d, **champs) -> Seance:
    maintenant = timezone.now()
    return Seance.objects.create(
        **{
            "etablissement": d.elementaire,
            "classe": d.cp_ce1,
            "auteur": d.enseignante,
            "date": MARDI,
            "titre": "Les dizaines",
            "domaine": "MAT-NBC",
            "niveaux": ",CP,",
            "publie_le": maintenant,
            "visible_le": maintenant,
            "contenu": [{"type": "etapes", "value": ["Faire des paquets de dix.", "Compter."]}],
        }
        | champs
    )


def dates(modele=Travail, **filtre) -> list[dt.date]:
    champ = "date_pour" if modele is Travail else "date"
    return list(modele.objects.presents().filter(**filtre).values_list(champ, flat=True))


# --- Copying ----------------------------------------------------------------------------------------------------------
def copie_de(ecrit):
    return type(ecrit).objects.get(origine=ecrit)


def test_a_copy_in_the_class_keeps_everything_but_its_day_and_what_happened_to_it(d, mardi):
    travail = donner(d, niveau="CP", minutes=7, contenu=[{"type": "mots", "value": ["loup", "bois"]}])
    TravailFait.objects.create(travail=travail, eleve=d.eleve_cp)
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    copie = copie_de(travail)
    assert (copie.texte, copie.niveau, copie.minutes, copie.date_pour) == (travail.texte, "CP", 7, VENDREDI)
    assert list(copie.contenu[0].value) == ["loup", "bois"]
    assert copie.faits.count() == 0 and not copie.est_brouillon


def test_a_copy_in_another_class_is_for_the_whole_of_it(d, mardi):
    Affectation.objects.create(enseignant=d.enseignante, classe=d.cm2, debut=LUNDI)
    originale = seance(d)
    organisation.dupliquer(ecrit=originale, auteur=d.enseignante, date=JEUDI, classe=d.cm2, est_brouillon=True)
    copie = copie_de(originale)
    assert (copie.classe, copie.niveaux, copie.titre, copie.domaine) == (d.cm2, "", "Les dizaines", "MAT-NBC")
    assert copie.est_brouillon
    assert list(copie.contenu[0].value) == ["Faire des paquets de dix.", "Compter."]


def test_a_copy_in_a_class_of_another_school_and_year_belongs_there(d, mardi):
    ancienne = Classe.objects.create(etablissement=d.maternelle, annee=d.ms.annee, nom="Grands")
    travail = donner(d, niveau="CE1")
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=JEUDI, classe=ancienne)
    assert (copie_de(travail).etablissement, copie_de(travail).niveau) == (d.maternelle, "")


def test_named_pupils_are_kept_in_their_class_and_never_elsewhere(d, mardi):
    Affectation.objects.create(enseignant=d.enseignante, classe=d.cm2, debut=LUNDI)
    travail = donner(d, eleves=[d.eleve_cp], texte="Relire avec moi")
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    sur_place = copie_de(travail)
    assert list(sur_place.groupe.eleves.all()) == [d.eleve_cp] and not sur_place.est_brouillon
    sur_place.delete()
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cm2)
    ailleurs = copie_de(travail)
    assert (ailleurs.classe, ailleurs.groupe, ailleurs.est_brouillon) == (d.cm2, None, True)
    ailleurs.delete()
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1, est_repris=True)
    repris = copie_de(travail)
    assert (repris.classe, repris.groupe, repris.est_brouillon) == (d.cp_ce1, None, True)


def test_a_copy_given_is_told_to_families_and_a_draft_is_not(d, mardi):
    travail = donner(d, est_brouillon=True)
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1, est_brouillon=True)
    assert Notification.objects.count() == 0
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    assert Notification.objects.filter(destinataire=d.mere, eleve=d.eleve_cp).count() == 1


# --- Repeating --------------------------------------------------------------------------------------------------------
def test_repeating_falls_on_class_days_only_and_tells_families_once(d, mardi):
    travail = donner(d, date_pour=JEUDI)
    Notification.objects.all().delete()
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0, 2, 3], jusqu_au=dt.date(2027, 1, 7))
    # No Wednesday in this school, no day of the Christmas holidays.
    attendues = ["11-30", "12-03", "12-07", "12-10", "12-14", "12-17"]
    assert [f"{j:%m-%d}" for j in dates(origine=travail)] == [*attendues, "01-04", "01-07"]
    travail.refresh_from_db()
    assert set(Travail.objects.values_list("serie", flat=True)) == {travail.serie}
    assert Notification.objects.filter(destinataire=d.mere, eleve=d.eleve_cp).count() == 1


def test_repeating_again_fills_only_what_is_missing(d, mardi):
    travail = donner(d, date_pour=JEUDI)
    for fin in (dt.date(2026, 12, 4), dt.date(2026, 12, 11)):
        organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[3], jusqu_au=fin)
    assert dates() == [JEUDI, dt.date(2026, 12, 3), dt.date(2026, 12, 10)]


def test_an_old_work_is_repeated_on_days_to_come_alone(d, mardi):
    travail = donner(d, date_pour=dt.date(2026, 11, 9))
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0], jusqu_au=LUNDI_SUIVANT)
    assert dates(origine=travail) == [LUNDI_SUIVANT]


def test_more_than_forty_times_or_never_is_refused(d, mardi):
    travail = donner(d)
    with pytest.raises(ValidationError, match="40 au plus"):
        organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=range(5), jusqu_au=dt.date(2027, 7, 2))
    with pytest.raises(ValidationError, match="Aucun jour de classe"):
        organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[2], jusqu_au=dt.date(2027, 1, 2))
    assert Travail.objects.count() == 1


def test_the_rest_of_a_series_is_corrected_or_withdrawn_with_this_one(d, mardi):
    premiere = seance(d)
    organisation.repeter(ecrit=premiere, auteur=d.enseignante, jours=[1], jusqu_au=dt.date(2026, 12, 15))
    deuxieme = Seance.objects.get(date=dt.date(2026, 12, 1))
    deuxieme.titre = "Les centaines"
    deuxieme.save()
    organisation.corriger_les_suivants(ecrit=deuxieme, auteur=d.enseignante)
    titres = list(Seance.objects.values_list("titre", flat=True))
    assert titres == ["Les dizaines", "Les centaines", "Les centaines", "Les centaines"]
    geste = organisation.retirer(ecrit=deuxieme, auteur=d.enseignante, et_les_suivants=True)
    assert dates(Seance) == [MARDI]
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert len(dates(Seance)) == 4


def test_withdrawing_one_of_a_series_leaves_the_others(d, mardi):
    travail = donner(d)
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[3], jusqu_au=dt.date(2026, 12, 10))
    organisation.retirer(ecrit=travail, auteur=d.enseignante)
    assert dates() == [dt.date(2026, 12, 3), dt.date(2026, 12, 10)]
    assert Notification.objects.filter(objet_id=travail.pk).count() == 0


# --- Moving everything ------------------------------------------------------------------------------------------------
def test_everything_from_that_day_moves_to_the_next_class_day_in_order(d, mardi):
    avant = donner(d, date_pour=MARDI)
    for jour in (JEUDI, VENDREDI, LUNDI_SUIVANT, dt.date(2026, 12, 18)):
        donner(d, date_pour=jour)
    seance(d, date=MARDI)
    seance(d, date=JEUDI, publie_le=None, visible_le=None)
    ailleurs = donner(d, classe=d.cm2, auteur=d.enseignant, date_pour=JEUDI)
    retire = donner(d, date_pour=JEUDI)
    actions.retirer_travail(travail=retire, auteur=d.enseignante)
    apercu = preparer_decalage(par=d.enseignante, a_partir_de=MERCREDI, classe=d.cp_ce1)
    assert apercu.combien == "1 séance et 4 travaux"
    assert apercu.par_jour[0] == (JEUDI, VENDREDI, 2)
    decaler(auteur=d.enseignante, a_partir_de=MERCREDI, classe=d.cp_ce1)
    assert dates(classe=d.cp_ce1) == [
        MARDI, VENDREDI, LUNDI_SUIVANT, dt.date(2026, 12, 1), dt.date(2027, 1, 4),
    ]  # fmt: skip
    assert dates(Seance) == [MARDI, VENDREDI]
    for intact, jour in [(avant, MARDI), (ailleurs, JEUDI), (retire, JEUDI)]:
        intact.refresh_from_db()
        assert intact.date_pour == jour


def test_the_last_day_of_the_year_does_not_move_to_the_next_year(d, mardi):
    donner(d, date_pour=dt.date(2027, 7, 2))
    apercu = preparer_decalage(par=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    assert (len(apercu.passages), len(apercu.restent)) == (0, 1)


def test_an_afternoon_moved_to_a_wednesday_becomes_its_morning(d, mardi):
    d.elementaire.semaine = "4.5"
    d.elementaire.save()
    d.cp_ce1.refresh_from_db()
    apres_midi = seance(d, moment="apres_midi")
    geste = decaler(auteur=d.enseignante, a_partir_de=MARDI, classe=d.cp_ce1)
    apres_midi.refresh_from_db()
    assert (apres_midi.date, apres_midi.moment) == (MERCREDI, "matin")
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    apres_midi.refresh_from_db()
    assert (apres_midi.date, apres_midi.moment) == (MARDI, "apres_midi")


def test_a_group_moves_alone(d, mardi):
    du_groupe = donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant)
    donner(d)
    decaler(auteur=d.enseignant, a_partir_de=JEUDI, groupe=d.groupe_lecture)
    assert dates(groupe=d.groupe_lecture) == [VENDREDI] and dates(classe=d.cp_ce1) == [JEUDI]
    assert du_groupe.date_pour == JEUDI


def test_those_who_had_seen_a_travail_are_told_once_and_what_was_told_names_the_new_day(d, mardi):
    travaux = [donner(d, niveau="CP", texte=f"Page {n}") for n in range(3)]
    for travail in travaux[:2]:
        TravailVu.objects.create(travail=travail, eleve=d.eleve_cp, par=d.mere)
        TravailVu.objects.create(travail=travail, eleve=d.eleve_cp, par=d.eleve_cp)
    geste = decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    decales = Notification.objects.filter(nature=gestes.DECALES)
    assert [(n.destinataire, n.texte) for n in decales] == [
        (d.mere, "CP-CE1 : 3 travaux passent au jour de classe suivant.")
    ]
    ancienne = Notification.objects.get(
        destinataire=d.mere, objet_id=travaux[0].pk, nature="cahier_de_textes.travail_publie"
    )
    assert ancienne.texte == "Inès · À lire pour vendredi 27 novembre : Page 0"
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    ancienne.refresh_from_db()
    assert ancienne.texte == "Inès · À lire pour jeudi 26 novembre : Page 0"
    assert not decales.all().exists()


def test_browsers_get_one_signal_per_audience(d, mardi, signaux, django_capture_on_commit_callbacks):
    for _n in range(3):
        donner(d, niveau="CP")
        seance(d, date=JEUDI)
    donner(d, niveau="CE1")
    donner(d, est_brouillon=True)
    signaux.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    distribution = {p.pk: cle for cle, p in d.gens.items()}
    recus = sorted(
        (nature, sorted(distribution[pk] for pk in cibles & set(distribution))) for cibles, nature, _pk in signaux
    )
    cp, ce1 = ["eleve_cp", "enseignante", "mere", "pere_separe"], ["eleve_ce1", "enseignante", "mere_arabophone"]
    assert recus == [
        (SEANCE_CHANGEE, cp), (TRAVAIL_CHANGE, ce1), (TRAVAIL_CHANGE, cp), (TRAVAIL_CHANGE, ["enseignante"]),
    ]  # fmt: skip


@pytest.mark.parametrize("nombre", [1, 3])
def test_moving_costs_the_same_whatever_there_is_to_move(d, mardi, django_assert_num_queries, nombre):
    for _n in range(nombre):
        travail = donner(d)
        seance(d, date=JEUDI)
        TravailVu.objects.create(travail=travail, eleve=d.eleve_cp, par=d.mere)
    with django_assert_num_queries(COUT_DECALER):
        geste = decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    d.gens["enseignante"] = Personne.objects.get(pk=d.enseignante.pk)
    with django_assert_num_queries(COUT_ANNULER):
        gestes.annuler_geste(geste=geste, auteur=d.enseignante)


COUT_DECALER, COUT_ANNULER = 20, 16  # the first reads what its author teaches, too


# --- Undoing ----------------------------------------------------------------------------------------------------------
def test_undoing_gives_back_every_day_and_is_journalled(d, mardi):
    for jour in (JEUDI, VENDREDI):
        donner(d, date_pour=jour)
        seance(d, date=jour)
    geste = decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    for _fois in range(2):  # asked twice, done once
        gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert dates() == dates(Seance) == [JEUDI, VENDREDI]
    verbes = EntreeJournal.objects.filter(objet=f"geste {geste.pk}").values_list("verbe", "details")
    assert sorted(verbes, key=str) == [
        ("cahier_de_textes.annuler_geste", {}),
        ("cahier_de_textes.decaler", {"seance": 2, "travail": 2}),
    ]


def test_undoing_a_copy_withdraws_it_and_what_was_told(d, mardi):
    travail = donner(d, est_brouillon=True)
    geste = organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert dates() == [JEUDI]
    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [{"texte": "Page 15"}, {"date_pour": LUNDI_SUIVANT}, {"contenu": [{"type": "mots", "value": ["loup"]}]}],
)
def test_a_copy_changed_since_is_not_taken_away(d, mardi, change):
    travail = donner(d)
    geste = organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    copie = copie_de(travail)
    for champ, valeur in change.items():
        setattr(copie, champ, valeur)
    copie.save()
    with pytest.raises(ValidationError, match="a été changé depuis : rien n’est annulé"):
        gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert len(dates()) == 2


def test_one_item_moved_again_since_keeps_everything_where_it_is(d, mardi):
    premier, second = donner(d), donner(d)
    geste = decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    Travail.objects.filter(pk=second.pk).update(date_pour=dt.date(2026, 12, 11))
    with pytest.raises(ValidationError, match="Relire la page 14"):
        gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    premier.refresh_from_db()
    assert premier.date_pour == VENDREDI


def test_a_corrected_text_does_not_keep_a_day_from_being_given_back(d, mardi):
    travail = donner(d)
    geste = decaler(auteur=d.enseignante, a_partir_de=JEUDI, classe=d.cp_ce1)
    Travail.objects.update(texte="Page 15")
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    travail.refresh_from_db()
    assert (travail.date_pour, travail.texte) == (JEUDI, "Page 15")


def test_a_remplacant_who_has_left_undoes_nothing(d, mardi):
    donner(d, classe=d.cm2, auteur=d.remplacant)
    geste = decaler(auteur=d.remplacant, a_partir_de=JEUDI, classe=d.cm2)
    d.remplacant.affectations.filter(classe=d.cm2).update(fin=LUNDI)
    with pytest.raises(ValidationError, match="Vous n’enseignez plus"):
        gestes.annuler_geste(geste=geste, auteur=Personne.objects.get(pk=d.remplacant.pk))
    assert dates() == [VENDREDI]


# --- Attached files ---------------------------------------------------------------------------------------------------
def test_copies_hold_the_same_files_and_a_correction_lets_the_old_ones_go(d, mardi, horloge, deposer):  # noqa: F811
    photo, autre = deposer(d.enseignante), deposer(d.enseignante, nom="autre.jpg")
    image = [{"type": "image", "value": {"fichier": str(photo.uuid), "legende": "Un loup"}}]
    premiere = seances.ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=MARDI, titre="Le loup", contenu=image, domaine="FRA-LEC"
    )
    organisation.repeter(ecrit=premiere, auteur=d.enseignante, jours=[1], jusqu_au=dt.date(2026, 12, 8))
    assert [list(s.fichiers.all()) for s in Seance.objects.all()] == [[photo]] * 3
    premiere.refresh_from_db()
    premiere.contenu = [{"type": "image", "value": {"fichier": str(autre.uuid), "legende": "Un ours"}}]
    premiere.save()
    premiere.fichiers.set([autre])
    geste = organisation.corriger_les_suivants(ecrit=premiere, auteur=d.enseignante)
    assert [list(s.fichiers.all()) for s in Seance.objects.all()] == [[autre]] * 3
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert [list(s.fichiers.all()) for s in Seance.objects.all()] == [[autre], [photo], [photo]]
    organisation.corriger_les_suivants(ecrit=premiere, auteur=d.enseignante)
    horloge(timezone.now() + dt.timedelta(days=2))
    purger()
    assert list(Fichier.objects.all()) == [autre]
    assert [list(s.fichiers.all()) for s in Seance.objects.all()] == [[autre]] * 3


def test_undoing_a_correction_takes_back_the_files_that_it_brought(d, mardi, deposer, entrer):  # noqa: F811
    photo, autre = deposer(d.enseignante), deposer(d.enseignante, nom="autre.jpg")
    blocs = [[{"type": "image", "value": {"fichier": str(f.uuid), "legende": ""}}] for f in (photo, autre)]
    premier = donner(d, contenu=blocs[0])
    organisation.repeter(ecrit=premier, auteur=d.enseignante, jours=[0], jusqu_au=dt.date(2026, 12, 1))
    premier.refresh_from_db()
    actions.corriger_travail(
        travail=premier, auteur=d.enseignante, nature="lire", texte="Autre", date_pour=JEUDI, contenu=blocs[1]
    )
    geste = organisation.corriger_les_suivants(ecrit=premier, auteur=d.enseignante)
    actions.retirer_travail(travail=premier, auteur=d.enseignante)
    mere = entrer(d.mere)
    assert [mere.get(f.adresse("320")).status_code for f in (photo, autre)] == [404, 200]
    gestes.annuler_geste(geste=geste, auteur=d.enseignante)
    assert [mere.get(f.adresse("320")).status_code for f in (photo, autre)] == [200, 404]


def test_the_archive_of_the_year_holds_the_files(d, mardi, deposer, entrer):  # noqa: F811
    photo = deposer(d.enseignante)
    image = [{"type": "image", "value": {"fichier": str(photo.uuid), "legende": "Un loup"}}]
    seances.ecrire_seance(auteur=d.enseignante, classe=d.cp_ce1, date=MARDI, titre="Le loup", contenu=image)
    reponse = entrer(d.enseignante).get(reverse("cahier_annee_zip_classe", args=[d.cp_ce1.pk]))
    with zipfile.ZipFile(io.BytesIO(reponse.getvalue())) as archive:
        assert archive.testzip() is None
        (nom,) = [n for n in archive.namelist() if n.startswith("fichiers/")]
        assert nom == f"fichiers/{photo.uuid}/2026-11-24-photo.webp"
        assert archive.read(nom)[8:12] == b"WEBP"
