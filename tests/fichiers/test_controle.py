"""What is not judged yet is kept, shown to nobody, held by nothing; a worker judges it."""

import datetime as dt
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django_tasks_db.models import DBTaskResult

from ent.annuaire.models import EntreeJournal
from ent.diffusion.ouvrier import Ouvrier
from ent.fichiers import actions, sas
from ent.fichiers.actions import controler
from ent.fichiers.models import Fichier
from tests.fichiers.fabriques import docx, mp4, pdf, photo, televerse
from tests.fichiers.test_forms import Sortie
from tests.fichiers.test_views import DEPOT, envoyer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def taches(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def presse(settings):
    """The machine is busy with other files: no page has a verdict."""
    settings.ENT_CONTROLES, settings.ENT_ATTENTE_CONTROLE = 0, 0.0


@pytest.fixture
def libre(settings):
    """``libre()``: places are free again, and a worker makes its round."""

    def faire() -> None:
        settings.ENT_CONTROLES = 2
        une_ronde()

    return faire


def une_ronde() -> None:
    DBTaskResult.objects.filter(status="READY", task_path=controler.TACHE).update(run_after=timezone.now())
    Ouvrier(batch=True).run()


def test_it_is_kept_as_it_came_and_shown_to_nobody_then_judged(d, entrer, objets, presse, libre):
    enseignante, octets = entrer(d.enseignante), photo(2000, 1000)
    recu = envoyer(enseignante, d, octets).json()
    assert (recu["etat"], recu["vignette"]) == ("controle", "")
    assert [o.read_bytes() for o in objets()] == [octets]
    for qui in d.gens:
        noms = ("brut", "320", "1600", "original")
        assert {entrer(getattr(d, qui)).get(f"/fichiers/{recu['uuid']}/{n}").status_code for n in noms} == {404}
    libre()
    lu = enseignante.get(DEPOT, {"envoi": recu["envoi"]}).json()["envois"][recu["envoi"]]
    assert (lu["etat"], lu["vignette"]) == ("sain", f"/fichiers/{recu['uuid']}/320")
    assert enseignante.get(lu["vignette"]).status_code == 200
    assert entrer(d.eleve_cp).get(lu["vignette"]).status_code == 404
    assert len(objets()) == 3
    assert octets not in [o.read_bytes() for o in objets()]
    fichier = Fichier.objects.get()
    assert (fichier.largeur, fichier.octets) == (2000, sum(o.stat().st_size for o in objets()))


@pytest.mark.parametrize(("nom", "octets"), [("a.docx", docx()), ("a.mp4", mp4(b"soun", lieu=True))])
def test_what_is_kept_as_it_is_leaves_its_quarantine_too(nom, octets, d, deposer, objets, presse, libre):
    fichier = deposer(d.enseignante, octets, nom)
    (avant,) = objets()
    libre()
    fichier.refresh_from_db()
    (apres,) = objets()
    assert (fichier.etat, fichier.nature) == ("sain", "document" if nom == "a.docx" else "son")
    assert apres != avant
    assert b"48.777" not in apres.read_bytes()


def test_a_refusal_says_why_to_its_depositor_alone_and_keeps_nothing(d, entrer, objets, presse, libre):
    enseignante, envoi = entrer(d.enseignante), str(uuid.uuid4())
    assert envoyer(enseignante, d, pdf(script=True), "jeu.pdf", envoi=envoi).status_code == 201
    libre()
    assert objets() == []
    phrase = "« jeu.pdf » : ce document contient un programme (macro ou script). Il faut l’enregistrer en PDF sans programme."
    assert enseignante.get(DEPOT, {"envoi": envoi}).json()["envois"] == {envoi: {"envoi": envoi, "erreur": phrase}}
    assert entrer(d.directrice).get(DEPOT, {"envoi": envoi}).json()["envois"] == {}
    assert envoyer(enseignante, d, pdf(script=True), "jeu.pdf", envoi=envoi).status_code == 422
    entree = EntreeJournal.objects.latest("pk")
    assert (entree.verbe, entree.objet) == ("fichiers.refuser", f"fichier {Fichier.objects.get().pk}")


def test_no_item_takes_it(d, deposer, presse):
    fichier = deposer(d.enseignante)
    with pytest.raises(ValidationError, match="encore en cours de contrôle"):
        actions.attacher(fichiers=[fichier])
    with pytest.raises(IntegrityError, match="fichier_tenu_est_sain"), transaction.atomic():
        Fichier.objects.update(attache_le=timezone.now())


def formulaire(d, uuids=(), envoyes=()) -> Sortie:
    donnees = MultiValueDict({"photos-deposes": [str(u) for u in uuids]})
    lie = Sortie(donnees, MultiValueDict({"photos": [SimpleUploadedFile(n, o) for n, o in envoyes]}))
    lie.fields["photos"].ouvrir(personne=d.enseignante, lieu=f"classe:{d.cp_ce1.pk}")
    return lie


def test_without_a_script_the_form_comes_back_with_what_came_along(d, presse, libre):
    """Sent once more, or everything again as an outbox does: one file, taken."""
    envoyes = [("velo.jpg", photo()), ("b.jpg", photo(90, 60))]
    lie = formulaire(d, envoyes=envoyes)
    attente = "« {} » est en cours de contrôle. Il faut renvoyer dans un instant : rien n’est perdu."
    assert lie.errors == {"photos": [attente.format("velo.jpg"), attente.format("b.jpg")]}
    gardes = list(Fichier.objects.order_by("pk"))
    rendu = str(lie["photos"])
    assert [f'value="{f.uuid}" checked' in rendu and str(f.envoi) in rendu for f in gardes] == [True, True]
    assert "En cours de contrôle" in rendu
    assert not formulaire(d, envoyes=envoyes).is_valid()
    assert Fichier.objects.count() == 2
    libre()
    for lie in (formulaire(d, [f.uuid for f in gardes]), formulaire(d, envoyes=envoyes)):
        assert lie.is_valid(), lie.errors
        assert lie.cleaned_data["photos"].deposes == gardes


def test_a_form_that_names_a_refused_file_says_why(d, deposer, presse, libre):
    refuse = deposer(d.enseignante, docx(**{"vbaProject.bin": b"x"}), "macro.docx")
    libre()
    lie = formulaire(d, [refuse.uuid])
    assert lie.errors["photos"][0].startswith("« macro.docx » : ce document contient un programme")
    assert f'value="{refuse.uuid}" checked' not in str(lie["photos"])


def test_while_the_antivirus_is_away_it_waits_and_is_tried_again(d, deposer, objets, settings):
    settings.ENT_ANTIVIRUS = "tcp://127.0.0.1:9"
    fichier = deposer(d.enseignante)
    for _fois in range(controler.ESSAIS + 2):
        une_ronde()
        fichier.refresh_from_db()
        assert fichier.etat == "controle"
        prochaine = DBTaskResult.objects.get(status="READY", task_path=controler.TACHE)
        assert prochaine.run_after > timezone.now() + dt.timedelta(seconds=10)
    settings.ENT_ANTIVIRUS = ""
    une_ronde()
    fichier.refresh_from_db()
    assert (fichier.etat, len(objets())) == ("sain", 2)


def test_what_never_finishes_is_refused_in_the_end(d, deposer, presse, monkeypatch):
    fichier = deposer(d.enseignante)

    def dort(*_tout, **_options):
        raise sas.SansVerdict(du_fichier=True)

    monkeypatch.setattr(sas, "juger", dort)
    for essai in range(1, controler.ESSAIS + 1):
        controler.controler(fichier_id=fichier.pk, essai=essai)
    fichier.refresh_from_db()
    assert (fichier.etat, fichier.motif[:49]) == ("refuse", "« photo.jpg » : ce fichier demande trop de travai")


def test_two_workers_judge_it_once(d, deposer, objets, presse, settings):
    fichier = deposer(d.enseignante)
    settings.ENT_CONTROLES = 2
    for _fois in range(2):
        controler.controler(fichier_id=fichier.pk, essai=1)
    controler._refuser(fichier, "trop tard")  # who began before the other ended
    fichier.refresh_from_db()
    assert (fichier.etat, fichier.motif, len(objets())) == ("sain", "", 2)


def test_a_pupil_s_file_without_a_verdict_leaves_again_by_itself(d, presse):
    from ent.fichiers.envois import refuser_a_la_boite
    from ent.fichiers.forms.pieces import RendreForm
    from ent.fichiers.registres import Destination

    lie = RendreForm(
        MultiValueDict({"uuid": [str(uuid.uuid4())]}),
        MultiValueDict({"fichiers": [televerse("a.jpg", photo())]}),
        personne=d.eleve_cp,
        destination=Destination(d.elementaire, d.cp_ce1),
    )
    assert not lie.is_valid()
    reponse = refuser_a_la_boite(lie)
    assert reponse.status_code == 503
    assert "prend du retard : rien n’a été gardé" in json.loads(reponse.content)["phrase"]
