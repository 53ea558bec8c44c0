// A form or a link that goes on by itself: once, and left to be pressed by whoever comes back to its page.
const suite = document.querySelector("[data-suivre]");
const arrivee = performance.getEntriesByType("navigation")[0];
if (suite && arrivee?.type !== "back_forward") {
  if (suite instanceof HTMLFormElement) suite.requestSubmit();
  else location.replace(suite.href);
}
