// A response of SAML goes by itself to the service; where scripts are off, its button sends it.
document.querySelector("form[data-porter]")?.submit();
