"""Take away what Wagtail lays in an empty database: a welcome page, its site, two groups that write everywhere, and their
workflow. Each school has its own instead (`pages.actions.site`)."""

from django.db import migrations


def oter(apps, schema_editor):
    def modele(nom):
        return apps.get_model(nom)

    Page = modele("wagtailcore.Page")
    bienvenue = Page.objects.filter(path="00010001", slug="home", numchild=0)
    modele("wagtailcore.Site").objects.filter(hostname="localhost", root_page__in=bienvenue).delete()
    if bienvenue.delete()[0]:
        Page.objects.filter(path="0001").update(numchild=0)
    modele("wagtailcore.WorkflowPage").objects.filter(page__path="0001").delete()
    modele("wagtailcore.Workflow").objects.filter(name="Moderators approval").delete()
    modele("wagtailcore.GroupApprovalTask").objects.filter(name="Moderators approval").delete()
    modele("wagtailcore.Task").objects.filter(name="Moderators approval").delete()
    modele("auth.Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(oter, migrations.RunPython.noop)]
