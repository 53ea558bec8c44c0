"""A new database: Wagtail's tables first, and at each operation only what it changes drawn again."""

import pytest
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler

from ent.socle.rustines import django_migrations


def test_a_new_database_is_made_of_wagtail_first_and_waits_for_nothing_of_ours_but_people():
    """By the plan of a database that has nothing; and that plan is all of it, each after what it needs."""
    django_migrations.wagtail_d_abord()  # twice is once
    graphe = MigrationLoader(None).graph
    plan = [nom for feuille in graphe.leaf_nodes() for nom in graphe.forwards_plan(feuille)]
    plan = list(dict.fromkeys(plan))
    wagtail = max(rang for rang, (salle, _nom) in enumerate(plan) if salle.startswith("wagtail"))
    assert {salle for salle, _nom in plan[:wagtail]} & {"cahier_de_textes", "messagerie", "pages", "diffusion"} == set()
    assert set(plan) == set(graphe.nodes)
    for rang, nom in enumerate(plan):
        assert {n.key for n in graphe.node_map[nom].parents} <= set(plan[:rang])


# --- What changes is drawn again alone ---------------------------------------------------------------------------------
CODE = models.CharField(max_length=8, primary_key=True)
VERS_L_ECOLE = models.ForeignKey("essai.Ecole", models.CASCADE, related_name="classes")
ECOLE, CLASSE = (
    operations.CreateModel("Ecole", [("code", CODE)]),
    operations.CreateModel("Classe", [("ecole", VERS_L_ECOLE)]),
)
NOM = operations.AddField("Ecole", "nom", models.CharField(max_length=40, default=""))
COLLEGE = operations.CreateModel("College", [("sigle", models.CharField(max_length=5))], bases=("essai.ecole",))


@pytest.fixture
def base(db, tmp_path):
    """That of the tests, which takes all back; a file of its own with SQLite, which changes no table inside a transaction."""
    if connection.vendor == "postgresql":
        yield connection
        return
    ouverte = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "essai.sqlite3"}}
    )["default"]
    yield ouverte
    ouverte.close()


@pytest.fixture
def appliquer(base):
    """`appliquer(*operations)` over what was applied before, as `migrate` does; gives the models as they are then drawn."""
    etat = ProjectState()
    assert etat.apps

    def geste(*liste: operations.base.Operation):
        migration = Migration("essai", "essai")
        migration.operations = list(liste)
        with base.schema_editor() as editeur:
            migration.apply(etat, editeur)
        return etat.apps

    return geste


def longueurs(base, table: str) -> dict[str, int]:
    """Of each column of texts, in characters, by its name."""
    with base.cursor() as curseur:
        return {
            c.name: c.display_size or c.internal_size for c in base.introspection.get_table_description(curseur, table)
        }


def test_a_field_that_is_added_draws_its_model_again_and_not_those_that_point_to_it(base, appliquer):
    django_migrations.ce_qui_change_seul()  # twice is once
    avant = appliquer(ECOLE, CLASSE).get_model("essai", "Classe")
    apres = appliquer(NOM)
    assert apres.get_model("essai", "Classe") is avant
    assert apres.get_model("essai", "Ecole")._meta.get_field("nom")
    assert longueurs(base, "essai_ecole") == {"code": 8, "nom": 40}


def test_a_function_sees_all_models_as_they_are(appliquer):
    vues = []

    def regarder(apps, editeur) -> None:
        ecole, classe = apps.get_model("essai", "Ecole"), apps.get_model("essai", "Classe")
        vues.append(
            (classe._meta.get_field("ecole").related_model is ecole, [r.name for r in ecole._meta.related_objects])
        )

    appliquer(ECOLE, CLASSE, NOM, operations.RunPython(regarder))
    assert vues == [(True, ["classes"])]


def test_a_key_that_changes_changes_in_those_that_point_to_it(base, appliquer):
    appliquer(
        ECOLE, CLASSE, NOM, operations.AlterField("Ecole", "code", models.CharField(max_length=20, primary_key=True))
    )
    assert longueurs(base, "essai_ecole")["code"] == longueurs(base, "essai_classe")["ecole_id"] == 20


def test_in_those_that_point_to_a_proxy_of_it_too(base, appliquer):
    vue = operations.CreateModel("Vue", [], bases=("essai.ecole",), options={"proxy": True})
    eleve = operations.CreateModel("Eleve", [("vue", models.ForeignKey("essai.Vue", models.CASCADE))])
    ami = operations.CreateModel("Ami", [("vues", models.ManyToManyField("essai.Vue"))])
    appliquer(
        ECOLE,
        vue,
        eleve,
        ami,
        operations.AlterField("Ecole", "code", models.CharField(max_length=20, primary_key=True)),
    )
    assert longueurs(base, "essai_eleve")["vue_id"] == longueurs(base, "essai_ami_vues")["vue_id"] == 20


def test_of_a_model_that_is_gone_a_function_sees_no_table_between_it_and_others(appliquer):
    rien, vus = operations.RunPython(lambda *_: None), []

    def regarder(apps, editeur) -> None:
        vus.append(sorted(m._meta.model_name for m in apps.get_models(include_auto_created=True)))

    eleve = operations.CreateModel("Eleve", [("ecoles", models.ManyToManyField("essai.Ecole"))])
    partie = operations.RenameModel("Eleve", "Enfant"), rien, operations.DeleteModel("Enfant")
    appliquer(ECOLE, eleve, rien, *partie, operations.RunPython(regarder))
    assert vus == [["ecole"]]


def test_a_name_that_changes_is_followed(base, appliquer):
    """By tables that SQLite makes again, too: whoever points to the one that changed knows its new name."""
    eleve = operations.CreateModel("Eleve", [("classe", models.ForeignKey("essai.Classe", models.CASCADE))])
    renommer = operations.RenameModel("Ecole", "Etablissement"), operations.AlterModelTable("Classe", "groupe")
    prenom = operations.AddField("Eleve", "prenom", models.CharField(max_length=40, default=""))
    apps = appliquer(ECOLE, CLASSE, eleve, NOM, *renommer, prenom)
    ecole = apps.get_model("essai", "Classe")._meta.get_field("ecole").related_model
    assert ecole is apps.get_model("essai", "Etablissement")
    with base.cursor() as curseur:
        assert base.introspection.get_relations(curseur, "groupe")["ecole_id"][1] == "essai_etablissement"
        assert base.introspection.get_relations(curseur, "essai_eleve")["classe_id"][1] == "groupe"


def test_who_inherits_from_a_model_is_drawn_again_with_it(appliquer):
    apps = appliquer(ECOLE, COLLEGE, NOM)
    assert issubclass(apps.get_model("essai", "College"), apps.get_model("essai", "Ecole"))
    assert apps.get_model("essai", "College")._meta.get_field("nom")


def test_what_was_done_is_undone(base, appliquer):
    """The tables of a migration that is taken back go, those that it found stay."""
    appliquer(ECOLE)
    migration = Migration("essai", "essai")
    migration.operations = [CLASSE, NOM]
    etat = ProjectState()
    ECOLE.state_forwards("essai", etat)
    assert etat.apps
    with base.schema_editor() as editeur:
        migration.apply(etat.clone(), editeur)
    with base.schema_editor() as editeur:
        migration.unapply(etat, editeur)
    assert [nom for nom in base.introspection.table_names() if nom.startswith("essai")] == ["essai_ecole"]
    assert longueurs(base, "essai_ecole") == {"code": 8}
