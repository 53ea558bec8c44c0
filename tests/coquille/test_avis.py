"""What is said at the head of the next page once something is done: of the next one that its reader is shown."""

from django.urls import reverse


def test_what_waits_to_be_said_is_not_taken_by_a_page_that_a_script_keeps(d, mardi, entrer):
    """The worker renews the copies of a phone while its reader goes from one page to the next."""
    client = entrer(d.mere)
    assert client.post(reverse("connexion_appareils_tout_fermer")).status_code == 302
    gardee = client.get("/", headers={"X-Copie": "1"})
    assert gardee.status_code == 200 and 'class="messages"' not in gardee.text
    assert 'class="messages"' in client.get("/").text
    assert 'class="messages"' not in client.get("/").text
