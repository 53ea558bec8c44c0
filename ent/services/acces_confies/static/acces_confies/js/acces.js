/* What this person was confided is no longer the same: whatever page is open, the home says what is read now. */
document.body.addEventListener("acces_confies:change", () => location.replace("/"));
