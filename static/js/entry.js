/* Entering figures: keys, and a promise that nothing typed is lost. Forms ask for it with data-entry="<key>". */
(function () {
  "use strict";
  var STORE = "nhap:";
  var PASSED_OVER = ["file", "hidden", "checkbox", "radio", "password"];

  function forms() { return Array.from(document.querySelectorAll("form[data-entry]")); }
  function key(form) { return STORE + location.pathname + ":" + form.dataset.entry; }
  function state(form, sentence, bad) {
    var place = document.querySelector("[data-save-state]");
    if (place) { place.textContent = sentence; place.classList.toggle("unsaved", Boolean(bad)); }
  }

  function keep(form, field) {
    try {
      var values = kept(form);
      values[field.name] = field.value;
      sessionStorage.setItem(key(form), JSON.stringify(values));
    } catch (error) { /* a full or forbidden store must not stop typing */ }
  }
  function forget(form, names) {
    try {
      var values = kept(form);
      names.forEach(function (name) { delete values[name]; });
      if (Object.keys(values).length) { sessionStorage.setItem(key(form), JSON.stringify(values)); }
      else { sessionStorage.removeItem(key(form)); }
    } catch (error) { /* as above */ }
  }
  function kept(form) {
    try { return JSON.parse(sessionStorage.getItem(key(form)) || "{}"); } catch (error) { return {}; }
  }
  function restore(form) {
    var values = kept(form);
    var back = 0;
    Object.keys(values).forEach(function (name) {
      var field = form.elements.namedItem(name);
      if (field && "value" in field && !PASSED_OVER.includes(field.type) && field.value !== values[name]) {
        field.value = values[name];
        back += 1;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    if (back) { state(form, "Đã lấy lại " + back + " số chưa kịp lưu trên máy này.", true); }
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.dataset.entry || !event.target.name || PASSED_OVER.includes(event.target.type)) { return; }
    keep(form, event.target);
    state(form, "Chưa lưu", true);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt.closest && event.detail.elt.closest("form[data-entry]");
    if (!form) { return; }
    var scope = event.detail.elt.closest(".entry") || form;
    if (event.detail.successful) {
      forget(form, Array.from(scope.querySelectorAll("[name]")).map(function (f) { return f.name; }));
      var at = new Date();
      state(form, "Đã lưu lúc " + String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0") + ".");
    }
  });
  document.addEventListener("submit", function (event) {
    if (event.target.dataset && event.target.dataset.entry && !event.defaultPrevented && navigator.onLine !== false) {
      /* The answer page holds what was typed, accepted or not. */
      try { sessionStorage.removeItem(key(event.target)); } catch (error) { /* as above */ }
    }
  });
  /* Back on the line: what was typed meanwhile is sent as if it had just been entered. */
  window.addEventListener("online", function () {
    forms().forEach(function (form) {
      Object.keys(kept(form)).forEach(function (name) {
        var field = form.elements.namedItem(name);
        if (field && field.dispatchEvent) { field.dispatchEvent(new Event("change", { bubbles: true })); }
      });
    });
  });
  document.addEventListener("DOMContentLoaded", function () { forms().forEach(restore); });

  function fields(form) {
    return Array.from(form.querySelectorAll("input.in, select.in")).filter(function (f) {
      return !f.disabled && !f.readOnly && f.type !== "hidden" && f.offsetParent !== null;
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
    if (event.key === "Enter" && event.target.matches("input.in")) {
      event.preventDefault();
      var all = fields(event.target.form);
      var next = all[all.indexOf(event.target) + 1];
      if (next) { next.focus(); if (next.select) { next.select(); } } else { event.target.blur(); }
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      var entries = Array.from(event.target.form.querySelectorAll(".entry"));
      var at = entries.indexOf(event.target.closest(".entry"));
      var to = entries[at + (event.key === "ArrowDown" ? 1 : -1)];
      var first = to && to.querySelector("input.in, select.in, textarea.in");
      if (first) { event.preventDefault(); first.focus(); to.scrollIntoView({ block: "nearest" }); }
    }
  });

  /* J and K walk through a list of links marked data-next and data-previous; A presses data-accept. */
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, [contenteditable]")) { return; }
    var wanted = { j: "[data-next]", k: "[data-previous]", a: "[data-accept]" }[event.key.toLowerCase()];
    var control = wanted && document.querySelector(wanted);
    if (control) { event.preventDefault(); control.click(); }
  });
})();
