/* A paper is shown anew while it is typed: form[data-preview="<id of the pane>"][data-preview-url] is sent, debounced,
   into a frame of its own that takes the old one's place once it is there. Each is a fresh frame, so that the way back
   in the browser's history stays that of the page. Without script the pane shows the paper as it was saved. */
(function () {
  "use strict";
  var PAUSE = 700;
  var PATIENCE = 15000;

  function follow(form) {
    var pane = document.getElementById(form.dataset.preview);
    var shown = pane && pane.querySelector("iframe");
    if (!shown) { return; }
    var told = pane.querySelector("[data-preview-state]");
    var timer = 0;
    var under = false;
    var again = false;
    var number = 0;
    var typed = null;

    /* The paragraph under the caret comes into sight, where it is not. */
    function show(frame) {
      try {
        var marks = typed ? frame.contentDocument.querySelectorAll("[data-field='" + typed.name + "']") : [];
        if (!marks.length) { return; }
        var before = typed.value.slice(0, typed.selectionEnd || 0).split("\n").filter(function (line) { return line.trim(); });
        var at = marks[Math.max(0, Math.min(before.length, marks.length) - 1)].getBoundingClientRect();
        var seen = frame.contentWindow.innerHeight;
        if (at.top >= 0 && at.bottom <= seen) { return; }
        frame.contentWindow.scrollBy(0, at.top - seen / 3);
      } catch (error) { /* a frame that is not there yet */ }
    }
    function say(sentence) { if (told) { told.textContent = sentence; } }
    function sent(name) {
      var letter = document.createElement("form");
      letter.method = "post"; letter.action = form.dataset.previewUrl; letter.target = name; letter.hidden = true;
      new FormData(form).forEach(function (value, key) {
        if (typeof value !== "string") { return; }
        var field = document.createElement("textarea");
        field.name = key; field.value = value;
        letter.appendChild(field);
      });
      document.body.appendChild(letter);
      letter.submit();
      letter.remove();
    }
    function draw() {
      if (under) { again = true; return; }
      under = true; again = false; number += 1;
      var fresh = shown.cloneNode(false);
      fresh.removeAttribute("src");
      fresh.name = "ban-thao-" + number;
      fresh.classList.add("coming");
      fresh.setAttribute("aria-hidden", "true");
      shown.after(fresh);
      var late = window.setTimeout(function () { end("Chưa cập nhật được bản thảo; chữ bạn gõ vẫn còn."); }, PATIENCE);
      function end(sentence) {
        window.clearTimeout(late);
        if (sentence) { fresh.remove(); }
        under = false;
        say(sentence || "Theo chữ đang gõ");
        if (again) { draw(); }
      }
      fresh.addEventListener("load", function () {
        var page = null;
        try { page = fresh.contentDocument; } catch (error) { /* a page that may not be framed */ }
        if (!page || page.URL === "about:blank") { return; }
        if (!page.querySelector("[data-draft]")) {
          end("Chưa cập nhật được bản thảo; chữ bạn gõ vẫn giữ trên máy này.");
          return;
        }
        var at = 0;
        try { at = shown.contentWindow.scrollY; } catch (error) { /* the first one, still loading */ }
        fresh.contentWindow.scrollTo(0, at);
        show(fresh);
        fresh.classList.remove("coming");
        fresh.removeAttribute("aria-hidden");
        shown.remove();
        shown = fresh;
        end("");
      });
      sent(fresh.name);
    }
    form.addEventListener("input", function (event) {
      if (!event.target.name || event.target.type === "file") { return; }
      typed = event.target;
      window.clearTimeout(timer);
      timer = window.setTimeout(draw, PAUSE);
    });
    form.addEventListener("focusin", function (event) {
      if (event.target.tagName !== "TEXTAREA" && event.target.type !== "text") { return; }
      typed = event.target;
      show(shown);
    });
    /* What autosave brings back was typed, too, and no stroke tells of it. */
    window.setTimeout(function () {
      var typed = Array.from(form.elements).some(function (f) { return f.tagName === "TEXTAREA" && f.value !== f.defaultValue; });
      if (typed) { draw(); }
    }, PAUSE);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-preview]").forEach(follow);
  });
})();
