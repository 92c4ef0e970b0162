/* Page behaviour that every screen shares. Everything works without it: it only adds. */
(function () {
  "use strict";
  var NO_NET = "Mất mạng. Số liệu giữ trên máy này và sẽ lưu khi có mạng lại.";

  function notices() { return document.getElementById("thong-bao-trang"); }

  function say(sentence) {
    var box = notices();
    if (!box) { return; }
    var note = document.createElement("div");
    note.className = "note note-loi";
    note.setAttribute("role", "alert");
    var words = document.createElement("p");
    words.textContent = sentence;
    note.appendChild(words);
    box.replaceChildren(note);
  }

  /* A refused action explains itself: a press moves the focus to the reason. */
  document.addEventListener("click", function (event) {
    var control = event.target.closest("[aria-disabled='true']");
    if (!control) { return; }
    event.preventDefault();
    event.stopPropagation();
    var reason = document.getElementById(control.getAttribute("aria-describedby") || "");
    if (reason) { reason.setAttribute("tabindex", "-1"); reason.focus(); }
  }, true);

  /* One box that marks all of its form: input[data-checks="<their name>"]; unmarked as soon as one of them is. */
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (!form) { return; }
    var all = form.querySelector("input[data-checks]");
    if (!all) { return; }
    var boxes = Array.from(form.querySelectorAll("input[type=checkbox][name='" + all.dataset.checks + "']"));
    if (event.target === all) { boxes.forEach(function (box) { box.checked = all.checked; }); }
    else if (boxes.includes(event.target)) { all.checked = boxes.every(function (box) { return box.checked; }); }
  });

  /* Questions before acts that cannot be taken back: form[data-ask]. */
  function ask(form, submitter) {
    var dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "hoi-tieu-de");
    var head = document.createElement("header");
    var title = document.createElement("h2");
    title.id = "hoi-tieu-de";
    title.textContent = form.dataset.ask;
    head.appendChild(title);
    var body = document.createElement("div");
    var words = document.createElement("p");
    words.textContent = form.dataset.consequence || "";
    body.appendChild(words);
    var foot = document.createElement("footer");
    var no = document.createElement("button");
    no.type = "button"; no.className = "btn"; no.textContent = "Để sau";
    var yes = document.createElement("button");
    yes.type = "button"; yes.textContent = form.dataset.verb || submitter.textContent.trim();
    yes.className = submitter.classList.contains("btn-stop") ? "btn btn-stop"
      : submitter.classList.contains("btn-seal") ? "btn btn-seal" : "btn btn-main";
    foot.append(no, yes);
    dialog.append(head, body, foot);
    document.body.appendChild(dialog);
    no.addEventListener("click", function () { dialog.close(); });
    yes.addEventListener("click", function () {
      form.dataset.asked = "1";
      dialog.close();
      form.requestSubmit(submitter);
    });
    dialog.addEventListener("close", function () { dialog.remove(); submitter.focus(); });
    dialog.showModal();
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var submitter = event.submitter || form.querySelector("button:not([type='button'])");
    if (form.dataset.ask && form.dataset.asked !== "1" && submitter && window.HTMLDialogElement) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, submitter);
      return;
    }
    delete form.dataset.asked;
    /* A second click must not send twice; the form comes back to life if the page stays. */
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      if (form.dataset.sent === "1") { event.preventDefault(); return; }
      form.dataset.sent = "1";
      if (submitter) { submitter.setAttribute("aria-busy", "true"); }
      /* An answer that is a file leaves the page as it is. */
      window.setTimeout(wake, 8000);
    }
  }, true);
  function wake() {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-busy='true']").forEach(function (b) { b.removeAttribute("aria-busy"); });
    });
  }
  window.addEventListener("pageshow", wake);
  document.addEventListener("htmx:afterRequest", wake);

  /* Dialogs that are part of the page: button[data-opens="id"]; without script the dialog stands open. */
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-opens]");
    if (opener) {
      var dialog = document.getElementById(opener.dataset.opens);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        if (dialog.open) { dialog.close(); }
        dialog.showModal();
      }
    }
    var closer = event.target.closest("[data-closes]");
    if (closer) {
      var open = closer.closest("dialog");
      if (open && open.close) { event.preventDefault(); open.close(); }
    }
  });

  /* An error of a field in a dialog: the link of the summary opens the dialog, else it would lead nowhere. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".errbox a[href^='#']");
    var field = link && document.getElementById(link.hash.slice(1));
    var home = field && field.closest("dialog");
    if (!home || !home.showModal || home.matches(":modal")) { return; }
    event.preventDefault();
    if (home.open) { home.close(); }
    home.showModal();
    field.focus();
  });

  /* button[data-picks="name"] marks every box of that name, a second time none; without script it stays away. */
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-picks]").forEach(function (button) { button.hidden = false; });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-picks]");
    if (!button) { return; }
    var boxes = Array.from(document.querySelectorAll("input[type='checkbox'][name='" + button.dataset.picks + "']"));
    var every = boxes.every(function (box) { return box.checked; });
    boxes.forEach(function (box) { box.checked = !every; });
  });

  /* One press fills a long form in: a[data-fills="form id"][data-value]. Nothing is sent; the status beside says it. */
  document.addEventListener("click", function (event) {
    var filler = event.target.closest("[data-fills]");
    var form = filler && document.getElementById(filler.dataset.fills);
    if (!form) { return; }
    event.preventDefault();
    var filled = 0;
    form.querySelectorAll("input[type='radio']").forEach(function (radio) {
      if (radio.value === filler.dataset.value) { radio.checked = true; filled += 1; }
    });
    var status = filler.parentNode.querySelector("[role='status']");
    if (status) { status.textContent = "Đã điền " + filled + " trường hợp, chưa gửi. Sửa trường hợp nào khác ý rồi gửi phiếu."; }
  });

  /* Chosen files are named beside their field. */
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type === "file" && input.closest(".drop")) {
      var shown = input.closest(".drop").querySelector("[data-chosen]");
      if (shown) {
        shown.textContent = Array.from(input.files).map(function (f) { return f.name; }).join(", ");
      }
    }
    if (input.matches("[data-submits]") && input.form) { input.form.requestSubmit(); }
  });
  ["dragenter", "dragover"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var drop = event.target.closest && event.target.closest(".drop");
      if (drop) { drop.classList.add("over"); }
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var drop = event.target.closest && event.target.closest(".drop");
      if (drop) { drop.classList.remove("over"); }
    });
  });

  /* After a refused submit the summary takes the focus. */
  function focusErrors(root) {
    var box = (root || document).querySelector(".errbox");
    if (box) { box.focus(); }
  }
  document.addEventListener("DOMContentLoaded", function () {
    focusErrors(document);
  });

  /* htmx: refusals are read where the act was, never lost. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var status = event.detail.xhr.status;
    var type = event.detail.xhr.getResponseHeader("Content-Type") || "";
    if (status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; return; }
    if (status >= 400) {
      event.detail.isError = false;
      if (event.detail.xhr.getResponseHeader("X-Fragment") === "error" && type.indexOf("text/html") === 0) {
        var home = event.detail.elt.closest("[data-refusals]");
        var place = home && home.querySelector("[data-refusal]");
        event.detail.target = place || notices() || event.detail.target;
        event.detail.swapOverride = "innerHTML";
        event.detail.shouldSwap = true;
      } else {
        event.detail.shouldSwap = false;
        /* What saves itself says so itself (autosave.js), and tries again. */
        if (event.detail.elt.closest("form[data-entry] [data-keeps]")) { return; }
        say("Hệ thống gặp lỗi, chưa làm được việc bạn yêu cầu. Thử lại sau vài phút.");
      }
    }
  });
  document.addEventListener("htmx:sendError", function () { say(NO_NET); });
  document.addEventListener("htmx:timeout", function () { say(NO_NET); });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.querySelector) {
      focusErrors(event.detail.target);
      var heading = event.detail.target.querySelector("[data-focus]");
      if (heading) { heading.setAttribute("tabindex", "-1"); heading.focus(); }
    }
  });

  /* Toasts leave after ten seconds unless somebody is on them. */
  function ageToasts() {
    document.querySelectorAll(".toasts .toast:not([data-aged])").forEach(function (toast) {
      toast.dataset.aged = "1";
      window.setTimeout(function leave() {
        if (toast.matches(":hover, :focus-within")) { window.setTimeout(leave, 3000); } else { toast.remove(); }
      }, 10000);
    });
  }
  document.addEventListener("htmx:afterSettle", ageToasts);
  document.addEventListener("DOMContentLoaded", ageToasts);
})();
