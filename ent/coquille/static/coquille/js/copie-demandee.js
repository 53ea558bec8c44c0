/* Few pages have something to copy: those fetch what does it (copier.js). */

if (navigator.clipboard && document.querySelector("[data-copier]")) import("assemblage:copier.js").catch(() => {});
