/* What is typed survives a closed tab, a lost network and an ended session. Forms ask for it with data-entry="<key>";
   data-who keeps people at one computer apart. A part of the form saves itself by hx-post on the event "keep".

   Typed values lie in localStorage from the first stroke until the server has them. With each lies the version of the
   value that the page showed (the hidden field <prefix>-ver), so that what is sent days later can still be told from
   what somebody else wrote meanwhile. */
(function () {
  "use strict";
  var STORE = "nhap:";
  var KEPT_FOR = 60 * 24 * 3600 * 1000;
  var RETRY = 8000;
  var PASSED_OVER = ["file", "hidden", "password", "submit", "button"];
  var loggedOut = false;
  var lost = false;
  var busy = false;

  function forms() { return Array.from(document.querySelectorAll("form[data-entry]")); }
  function key(form) { return STORE + (form.dataset.who || "") + ":" + location.pathname + ":" + form.dataset.entry; }
  function kept(form) {
    try {
      var found = JSON.parse(localStorage.getItem(key(form)) || "{}");
      return found.values ? found : { values: {}, base: {}, at: Date.now() };
    } catch (error) { return { values: {}, base: {}, at: Date.now() }; }
  }
  function write(form, all) {
    try {
      if (Object.keys(all.values).length) { localStorage.setItem(key(form), JSON.stringify(all)); }
      else { localStorage.removeItem(key(form)); }
    } catch (error) { /* a full or forbidden store must not stop typing */ }
  }
  function count(form) { return Object.keys(kept(form).values).length; }

  /* The hidden field that says which state of the value the page showed. */
  function version(form, name) {
    return form.elements.namedItem(/-[a-z]+$/.test(name) ? name.replace(/-[a-z]+$/, "-ver") : "was");
  }
  function valueOf(field) { return field.type === "checkbox" ? (field.checked ? "1" : "") : field.value; }
  function put(form, name, value) {
    var field = form.elements.namedItem(name);
    if (!field) { return null; }
    if (field instanceof RadioNodeList) {
      if (field.value === value) { return null; }
      field.value = value;
      return field[0];
    }
    if (PASSED_OVER.includes(field.type) || valueOf(field) === value) { return null; }
    if (field.type === "checkbox") { field.checked = value === "1"; } else { field.value = value; }
    return field;
  }

  function keep(form, field) {
    var all = kept(form);
    var ver = version(form, field.name);
    if (ver && !(ver.name in all.base)) { all.base[ver.name] = ver.value; }
    all.values[field.name] = valueOf(field);
    all.at = Date.now();
    write(form, all);
  }
  /* What was sent is forgotten only where nothing else was typed since. */
  function forget(form, sent) {
    var all = kept(form);
    Object.keys(all.values).forEach(function (name) {
      if (name in sent && sent[name] === all.values[name]) { delete all.values[name]; }
    });
    var left = Object.keys(all.values);
    Object.keys(all.base).forEach(function (name) {
      var prefix = name.replace(/-ver$/, "-");
      if (!left.some(function (n) { return n.indexOf(prefix) === 0; })) { delete all.base[name]; }
    });
    write(form, all);
  }

  /* -- what the person is told -- */
  function clock() {
    var at = new Date();
    return String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
  }
  function state(sentence, bad, link) {
    var place = document.querySelector("[data-save-state]");
    if (!place) { return; }
    place.textContent = sentence;
    place.classList.toggle("unsaved", Boolean(bad));
    if (link) {
      var a = document.createElement("a");
      a.href = link; a.target = "_blank"; a.rel = "noopener"; a.textContent = "Đăng nhập lại";
      place.append(" ", a);
    }
  }
  function tell(form) {
    var n = count(form);
    if (loggedOut) {
      var next = encodeURIComponent(location.pathname);
      state("Phiên đăng nhập đã hết. " + n + " ô đang giữ trên máy này.", true, (form.dataset.login || "") + "?next=" + next);
    } else if (busy && n) {
      state("Máy chủ đang bận. " + n + " ô đang giữ trên máy này và sẽ tự lưu lại.", true);
    } else if (lost && n) {
      state("Mất mạng. " + n + " ô đang giữ trên máy này và sẽ lưu khi có mạng lại.", true);
    } else if (n) { state("Chưa lưu " + n + " ô.", true); } else { state("Đã lưu lúc " + clock() + ".", false); }
  }
  function clearNoNet() {
    var box = document.getElementById("thong-bao-trang");
    if (box && box.textContent.indexOf("Mất mạng") === 0) { box.replaceChildren(); }
  }

  /* -- sending -- */
  function part(form, name) {
    var field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) { field = field[0]; }
    return field && field.closest("[hx-post][data-keeps]");
  }
  function parts(form) {
    var found = [];
    Object.keys(kept(form).values).forEach(function (name) {
      var one = part(form, name);
      if (one && !found.includes(one)) { found.push(one); }
    });
    return found;
  }
  function send(form) { parts(form).forEach(function (one) { one.dispatchEvent(new CustomEvent("keep")); }); }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.dataset.entry || !event.target.name || PASSED_OVER.includes(event.target.type)) { return; }
    if (form.querySelector("[data-keeps]") && !event.target.closest("[data-keeps]")) { return; }
    keep(form, event.target);
    tell(form);
  });

  function sentValues(detail) {
    var sent = {};
    var data = detail.requestConfig.formData;
    detail.elt.querySelectorAll("[name]").forEach(function (f) {
      var value = data.get(f.name);
      if (typeof value === "string") { sent[f.name] = value; } else if (f.type === "checkbox" && value === null) { sent[f.name] = ""; }
    });
    return sent;
  }
  /* htmx sends the whole form around a part; the part alone is meant. */
  document.addEventListener("htmx:configRequest", function (event) {
    var elt = event.detail.elt;
    var part = elt.closest("[data-keeps], [data-part]");
    if (!part) { return; }
    var own = {};
    part.querySelectorAll("[name]").forEach(function (f) { own[f.name] = true; });
    Array.from(event.detail.formData.keys()).forEach(function (name) {
      if (!own[name] && name !== "csrfmiddlewaretoken") { event.detail.formData.delete(name); }
    });
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.matches("[data-keeps]")) { state("Đang lưu…", true); }
  });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var xhr = event.detail.xhr;
    var form = event.detail.elt.closest("form[data-entry]");
    if (!form || !form.querySelector("[data-keeps]")) { return; }
    /* No part of the form may carry the person away from what is typed in the others. */
    var out = xhr.getResponseHeader("HX-Redirect");
    if (!out && (xhr.status !== 403 || !event.detail.elt.matches("[data-keeps]"))) { return; }
    event.preventDefault();
    if (out) { loggedOut = true; form.dataset.login = out; tell(form); return; }
    /* Most often the page's token is older than the session. */
    renew(form, event.detail.elt);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var elt = event.detail.elt;
    if (!elt.matches || !elt.matches("[data-keeps]")) { return; }
    var form = elt.closest("form[data-entry]");
    var xhr = event.detail.xhr;
    if (!form) { return; }
    busy = xhr.status === 429 || xhr.status >= 500;
    lost = busy || xhr.status === 0;
    if (lost) { tell(form); return; }
    clearNoNet();
    /* 422 with the part itself: the typed text is kept by the server and said to be wrong. An error fragment is not. */
    var there = xhr.status === 200 || (xhr.status === 422 && xhr.getResponseHeader("X-Fragment") !== "error");
    if (there) { forget(form, sentValues(event.detail)); }
    tell(form);
    if (there && parts(form).some(function (one) { return one !== elt; })) { window.setTimeout(function () { send(form); }, 50); }
  });

  /* One's own figure is kept against the other's, knowingly: sent again over the other's version. */
  document.addEventListener("click", function (event) {
    var insists = event.target.closest && event.target.closest("[data-insist]");
    var form = insists && insists.closest("form[data-entry]");
    var ver = form && form.elements.namedItem(insists.dataset.insist + "-ver");
    if (!ver) { return; }
    ver.value = insists.dataset.version;
    var all = kept(form);
    all.base[ver.name] = ver.value;
    write(form, all);
    ver.closest("[data-keeps]").dispatchEvent(new CustomEvent("keep"));
  });
  /* The other person's figure is taken: one's own is given up. */
  document.addEventListener("click", function (event) {
    var taker = event.target.closest && event.target.closest("[data-gives-up]");
    var form = taker && taker.closest("form[data-entry]");
    if (!form) { return; }
    var all = kept(form);
    Object.keys(all.values).concat(Object.keys(all.base)).forEach(function (name) {
      if (name.indexOf(taker.dataset.givesUp + "-") === 0) { delete all.values[name]; delete all.base[name]; }
    });
    write(form, all);
  });

  /* Look at the page again as whoever is signed in now: a new token, or still nobody. */
  var renewing = false;
  function renew(form, elt) {
    if (renewing) { return; }
    renewing = true;
    fetch(location.pathname, { credentials: "same-origin", headers: { "X-Autosave": "1" } })
      .then(function (answer) { return answer.text().then(function (text) { return { answer: answer, text: text }; }); })
      .then(function (got) {
        var page = new DOMParser().parseFromString(got.text, "text/html");
        var same = page.querySelector("form[data-entry='" + form.dataset.entry + "']");
        if (!same) { loggedOut = true; form.dataset.login = form.dataset.login || new URL(got.answer.url).pathname; tell(form); return; }
        if (same.dataset.who !== form.dataset.who) {
          state("Đã đăng nhập bằng tài khoản khác. Tải lại trang; số của bạn vẫn giữ trên máy này.", true);
          return;
        }
        loggedOut = false;
        document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
        var token = page.querySelector("[name='csrfmiddlewaretoken']");
        document.querySelectorAll("[name='csrfmiddlewaretoken']").forEach(function (f) { if (token) { f.value = token.value; } });
        if (elt && elt.dataset.renewed === "1") { state("Chưa lưu được. Tải lại trang; số của bạn vẫn giữ trên máy này.", true); return; }
        if (elt) {
          elt.dataset.renewed = "1";
          window.setTimeout(function () { delete elt.dataset.renewed; }, 20000);
        }
        send(form);
      })
      .catch(function () { lost = true; busy = false; tell(form); })
      .finally(function () { renewing = false; });
  }
  function again() {
    forms().forEach(function (form) {
      if (!count(form) || !parts(form).length) { return; }
      if (loggedOut) { renew(form, null); } else { send(form); }
    });
  }
  window.addEventListener("online", again);
  window.addEventListener("focus", function () { if (loggedOut || lost) { again(); } });
  window.setInterval(function () { if (lost && document.visibilityState === "visible") { again(); } }, RETRY);
  window.addEventListener("offline", function () { lost = true; busy = false; forms().forEach(tell); });

  /* The tab closes between typing and saving: a last attempt that outlives the page. */
  window.addEventListener("pagehide", function (event) {
    if (event.persisted || loggedOut || lost) { return; }
    forms().forEach(function (form) {
      parts(form).slice(0, 20).forEach(function (one) {
        var headers = { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
        try { Object.assign(headers, JSON.parse(document.body.getAttribute("hx-headers") || "{}")); } catch (error) { return; }
        var body = new URLSearchParams();
        one.querySelectorAll("[name]").forEach(function (f) {
          if (f.type === "file" || ((f.type === "radio" || f.type === "checkbox") && !f.checked)) { return; }
          body.append(f.name, f.value);
        });
        try { fetch(one.getAttribute("hx-post"), { method: "POST", body: body, headers: headers, keepalive: true }); } catch (error) { /* it stays on this machine */ }
      });
    });
  });

  /* -- coming back -- */
  function restore(form) {
    var all = kept(form);
    var back = 0;
    Object.keys(all.values).forEach(function (name) {
      var field = put(form, name, all.values[name]);
      if (!field) {
        /* The page has it: saved, or shown with what is wrong about it. */
        if (!form.querySelector("[data-refusal] .note")) { delete all.values[name]; }
        return;
      }
      var ver = version(form, name);
      /* Saved under the version it was typed over, so that another person's change in between is seen. */
      if (ver && all.base[ver.name]) { ver.value = all.base[ver.name]; }
      var closed = field.closest("details");
      if (closed) { closed.open = true; }
      back += 1;
    });
    write(form, all);
    if (!back) { return; }
    if (!form.querySelector("[data-keeps]")) { filledIn(back); return; }
    state("Đã lấy lại " + back + " ô chưa kịp lưu trên máy này, đang lưu…", true);
    window.setTimeout(function () { send(form); }, 300);
  }
  function filledIn(back) {
    var box = document.getElementById("thong-bao-trang");
    if (!box) { return; }
    var note = document.createElement("div");
    note.className = "note note-gan";
    note.setAttribute("role", "status");
    var words = document.createElement("p");
    words.textContent = "Đã điền lại " + back + " ô bạn gõ lần trước mà chưa gửi được. Xem lại rồi gửi; tệp thì chọn lại.";
    note.appendChild(words);
    box.appendChild(note);
  }
  /* What is sent as a whole lies here until the answer came: an ended session answers with the page for signing in. */
  function whole(form) {
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || PASSED_OVER.includes(field.type)) { return; }
      if (field.type === "radio" && !field.checked) { return; }
      if (field.type === "checkbox" && form.elements.namedItem(field.name) instanceof RadioNodeList) { return; }
      keep(form, field);
    });
  }
  /* A form that is sent as a whole is forgotten once the page that answers says that it was done. */
  var SENT = "da-gui:";
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !form.dataset.entry || form.querySelector("[data-keeps]")) { return; }
    whole(form);
    try { sessionStorage.setItem(SENT + key(form), "1"); } catch (error) { /* it is offered again, that is all */ }
  });
  /* A refused form may answer at another address: what lay under either goes. */
  function dropAll(sent) {
    var who = sent.slice(0, sent.indexOf(":", STORE.length) + 1);
    var entry = sent.slice(sent.lastIndexOf(":"));
    Object.keys(localStorage).forEach(function (name) {
      if (name.indexOf(who) === 0 && name.slice(-entry.length) === entry) { localStorage.removeItem(name); }
    });
  }
  function settle() {
    try {
      var done = document.querySelector("#thong-bao-trang .note-dat");
      Object.keys(sessionStorage).forEach(function (name) {
        if (name.indexOf(SENT) !== 0) { return; }
        if (done) { dropAll(name.slice(SENT.length)); }
        sessionStorage.removeItem(name);
      });
    } catch (error) { /* as above */ }
  }
  function tidy() {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(STORE) !== 0) { return; }
        var found = JSON.parse(localStorage.getItem(name) || "{}");
        if (!found.at || Date.now() - found.at > KEPT_FOR) { localStorage.removeItem(name); }
      });
    } catch (error) { /* as above */ }
  }
  /* Other pages of the same report say where something still waits: [data-waits="<who>:<path prefix>"]. */
  function waits() {
    document.querySelectorAll("[data-waits]").forEach(function (place) {
      try {
        Object.keys(localStorage).forEach(function (name) {
          var rest = name.slice(STORE.length);
          if (name.indexOf(STORE + place.dataset.waits) !== 0 || rest.split(":")[1] === location.pathname) { return; }
          var n = Object.keys((JSON.parse(localStorage.getItem(name)) || {}).values || {}).length;
          if (!n) { return; }
          var a = document.createElement("a");
          a.href = rest.split(":")[1];
          a.textContent = n + " ô chưa kịp lưu trên máy này: mở lại để lưu";
          place.append(a);
          place.hidden = false;
        });
      } catch (error) { /* as above */ }
    });
  }
  document.addEventListener("DOMContentLoaded", function () { settle(); tidy(); forms().forEach(restore); waits(); });

  /* -- the other person on the same report: form[data-pulse] names an address that tells versions -- */
  var PULSE = 15000;
  function note(entry, sentence) {
    var place = entry.querySelector("[data-refusal]");
    if (!place) { return; }
    var box = document.createElement("div");
    box.className = "note note-gan";
    box.setAttribute("role", "status");
    var words = document.createElement("p");
    words.textContent = sentence;
    box.appendChild(words);
    place.replaceChildren(box);
  }
  function compare(form, told) {
    if (!told.open) {
      state(told.sentence, true);
      return;
    }
    var mine = kept(form).values;
    Object.keys(told.values).forEach(function (prefix) {
      var other = told.values[prefix];
      var ver = form.elements.namedItem(prefix + "-ver");
      var entry = document.getElementById(prefix);
      if (!ver || !entry || Number(ver.value) >= other.version || entry.dataset.told === String(other.version)) { return; }
      var busy = entry.querySelector(".htmx-request") || entry.classList.contains("htmx-request");
      if (busy) { return; }
      entry.dataset.told = String(other.version);
      var asked = entry.querySelector("[data-insist]");
      if (asked && asked.dataset.version === String(other.version)) { return; }
      var dirty = Object.keys(mine).some(function (name) { return name.indexOf(prefix + "-") === 0; });
      if (dirty || entry.contains(document.activeElement)) {
        note(entry, other.sentence + " Khi lưu, bạn được hỏi giữ số nào.");
        return;
      }
      window.htmx.ajax("GET", other.url, { target: entry, swap: "outerHTML" }).then(function () {
        var fresh = document.getElementById(prefix);
        if (fresh) { note(fresh, other.sentence); }
      });
    });
  }
  function pulse() {
    forms().forEach(function (form) {
      if (!form.dataset.pulse || document.visibilityState !== "visible" || lost || loggedOut) { return; }
      fetch(form.dataset.pulse, { credentials: "same-origin", headers: { "HX-Request": "true" } })
        .then(function (answer) { return answer.ok && answer.status === 200 ? answer.json() : null; })
        .then(function (told) { if (told) { compare(form, told); } })
        .catch(function () { /* the next one may pass */ });
    });
  }
  window.setInterval(pulse, PULSE);
  window.addEventListener("focus", pulse);
})();
