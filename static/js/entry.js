/* Keys for entering figures. Forms ask for it with data-entry="<key>"; autosave.js keeps what is typed. */
(function () {
  "use strict";

  function forms() { return Array.from(document.querySelectorAll("form[data-entry]")); }
  function fields(form) {
    var seen = {};
    return Array.from(form.querySelectorAll("input.in, select.in, textarea.in, .pick input")).filter(function (f) {
      if (f.disabled || f.readOnly || f.type === "hidden" || f.offsetParent === null) { return false; }
      /* What is folded away has a place in the page's layout, but takes no focus. */
      if (f.closest("details:not([open])")) { return false; }
      /* Of a group of choices one is a stop: the chosen one, else the first. */
      if (f.type !== "radio") { return true; }
      var chosen = form.querySelector("input[name='" + f.name + "']:checked");
      if (chosen ? f !== chosen : seen[f.name]) { return false; }
      seen[f.name] = true;
      return true;
    });
  }
  document.addEventListener("keydown", function (event) {
    var form = event.target.form || (forms()[0] || null);
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && form && form.dataset.entry) {
      var button = form.querySelector("[data-save]") || document.querySelector("[data-save]");
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (!event.target.closest || !event.target.closest("form[data-entry]")) { return; }
    if (event.key === "Enter" && event.target.matches("input.in, select.in, .pick input")) {
      event.preventDefault();
      var all = fields(event.target.form);
      var next = all[all.indexOf(event.target) + 1];
      if (next) { next.focus(); if (next.select) { next.select(); } } else { event.target.blur(); }
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      var entries = Array.from(event.target.form.querySelectorAll(".entry"));
      var at = entries.indexOf(event.target.closest(".entry"));
      var to = entries[at + (event.key === "ArrowDown" ? 1 : -1)];
      var first = to && to.querySelector("input.in, select.in, textarea.in, .pick input");
      if (first) { event.preventDefault(); first.focus(); to.scrollIntoView({ block: "nearest" }); }
    }
  });

  /* Files dropped anywhere on a target are its papers. */
  document.addEventListener("dragover", function (event) {
    var entry = event.target.closest && event.target.closest(".entry");
    if (entry && entry.querySelector(".drop input") && event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files")) { event.preventDefault(); }
  });
  document.addEventListener("drop", function (event) {
    var entry = event.target.closest && event.target.closest(".entry");
    var input = entry && entry.querySelector(".drop input[type='file']");
    if (!input || !event.dataTransfer || !event.dataTransfer.files.length || event.target === input) { return; }
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  /* A paper that has just arrived takes the focus: its number and date come next. But whoever went on to another
     field while it was on its way keeps typing there. */
  document.addEventListener("htmx:afterSettle", function () {
    var arrived = document.querySelector("[data-arrived]");
    if (!arrived) { return; }
    arrived.removeAttribute("data-arrived");
    var first = arrived.querySelector("input.in"), here = document.activeElement;
    var typing = here && here.matches("input.in, select.in, textarea.in, .pick input");
    if (first && !typing) { first.focus(); }
  });

  /* J and K walk through a list of links marked data-next and data-previous; A presses data-accept. */
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, [contenteditable]")) { return; }
    var wanted = { j: "[data-next]", k: "[data-previous]", a: "[data-accept]" }[event.key.toLowerCase()];
    var control = wanted && document.querySelector(wanted);
    if (control) { event.preventDefault(); control.click(); }
  });
})();
