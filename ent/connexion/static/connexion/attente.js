/* A page that asks a pupil to wait: what is left is seen to shrink, and the way on wakes up when it is time. Without this, it leads back here until then. */
const suite = document.querySelector("[data-attend]");
const reste = document.querySelector("[data-reste]");
const barre = reste.querySelector("progress");
const fin = Date.now() + suite.dataset.attend * 1000;

const dire = () => {
  barre.value = Math.max(0, (fin - Date.now()) / 1000);
  if (barre.value > 0) return setTimeout(dire, 250);
  suite.removeAttribute("aria-disabled");
  suite.focus();
};
suite.setAttribute("aria-disabled", "true");
suite.addEventListener("click", (evenement) => suite.ariaDisabled && evenement.preventDefault());
reste.hidden = false;
dire();
