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
      window.clearTimeout(timer);
      timer = window.setTimeout(draw, PAUSE);
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
