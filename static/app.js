/* Comfort only: every page works without this file.
   1. After a refused form the focus goes to the error summary.
   2. Leaving a page with unsaved input asks first.
   3. A form that sends files shows how far the sending is.
   4. A form is sent once, also when its button is pressed twice.
   5. A page that waits for something looks again by itself.
   6. Before a log-in ends, the page says so and offers to stay. */

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
}

/* 2. Unsaved input */
const guarded = [...document.querySelectorAll("form[data-guard]")];
const typed = (form) =>
  JSON.stringify(
    [...new FormData(form)]
      .filter(([name]) => name !== "csrf_token")
      .map(([name, value]) => [name, value instanceof File ? value.name : value]),
  );
const atStart = new Map(guarded.map((form) => [form, typed(form)]));
let leavingOnPurpose = false;

window.addEventListener("beforeunload", (event) => {
  if (!leavingOnPurpose && guarded.some((form) => typed(form) !== atStart.get(form))) {
    event.preventDefault();
  }
});

/* 3. Sending files */
const address = () => window.location.pathname + window.location.search;
let shownAddress = address();

const carriesFile = (form) =>
  [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length > 0);

function progressOf(form) {
  const box = document.createElement("div");
  const text = document.createElement("p");
  const bar = document.createElement("progress");
  text.setAttribute("role", "status");
  text.textContent = "Het bestand wordt verstuurd. Blijf op deze pagina.";
  bar.className = "upload-progress";
  bar.max = 100;
  bar.setAttribute("aria-label", "Voortgang van het versturen");
  box.append(text, bar);
  form.append(box);
  return { box, bar, text };
}

function sendWithProgress(form, button) {
  const request = new XMLHttpRequest();
  const shown = progressOf(form);
  const data = new FormData(form, button);
  request.open("POST", form.action || window.location.href);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) {
      shown.bar.value = Math.round((100 * event.loaded) / event.total);
    }
    if (event.loaded === event.total) {
      shown.text.textContent = "Het bestand is verstuurd en wordt nu gecontroleerd.";
    }
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    if (request.responseURL && request.responseURL !== window.location.href && request.status < 400) {
      /* Show what came back rather than asking again: the message about what was done is said once. */
      window.history.pushState(null, "", request.responseURL);
      shownAddress = address();
    }
    document.title = page.title;
    document.body.replaceWith(page.body);
    window.scrollTo(0, 0);
    const again = document.querySelector("[data-error-summary]") || document.querySelector("#inhoud");
    again?.focus();
    lookAgain();
    watchSession();
  });
  request.addEventListener("error", () => {
    leavingOnPurpose = false;
    form.removeAttribute("data-sent");
    shown.bar.remove();
    shown.text.textContent = "Het versturen is niet gelukt. Controleer uw verbinding en probeer het opnieuw.";
  });
  request.send(data);
}

/* 4. Once */
function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post") {
    return;
  }
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  leavingOnPurpose = true;
  if (carriesFile(form)) {
    event.preventDefault();
    sendWithProgress(form, event.submitter);
  }
}

document.addEventListener("submit", onSubmit);

/* Coming back with the Back button: the form may be sent again. */
window.addEventListener("pageshow", () => {
  leavingOnPurpose = false;
  document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
});

/* Going back to the form that sent the file: fetch its page anew. A jump within the page is no going back. */
window.addEventListener("popstate", () => {
  if (address() !== shownAddress) {
    window.location.reload();
  }
});

/* 5. Looking again */
function lookAgain() {
  const waiting = document.querySelector("[data-reload]");
  if (waiting) {
    setTimeout(() => window.location.reload(), 1000 * Number(waiting.dataset.reload));
  }
}

lookAgain();

/* 6. The end of the log-in. All tabs share one end: being at work in one of them keeps the others alive. */
const SHARED_END = "raamwerk-session-ends";
let watching;

const sessionEnd = () => Number(window.localStorage.getItem(SHARED_END)) || 0;
const noteEnd = (seconds) => window.localStorage.setItem(SHARED_END, String(Date.now() + 1000 * seconds));

function inMinutes(seconds) {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minuut" : `${minutes} minuten`;
}

function watchSession() {
  clearInterval(watching);
  const dialog = document.querySelector("[data-session]");
  if (!dialog) {
    return;
  }
  const warnAt = Number(dialog.dataset.warn);
  const title = dialog.querySelector("h2");
  const text = dialog.querySelector("[role=status]");
  const stay = dialog.querySelector("[data-session-stay]");
  let dismissed = false;
  const say = (words) => {
    if (text.textContent !== words) {
      text.textContent = words;
    }
  };

  function look() {
    const left = Math.round((sessionEnd() - Date.now()) / 1000);
    if (left > warnAt) {
      dismissed = false;
      dialog.close();
      return;
    }
    const isOver = left <= 0;
    title.textContent = isOver ? "U bent uitgelogd" : "U wordt bijna uitgelogd";
    stay.hidden = isOver;
    say(
      isOver
        ? "Wat u typte, staat nog op deze pagina. Verstuur het: na het inloggen gaat u ermee verder."
        : `Over ${inMinutes(left)} wordt u uitgelogd. Wilt u ingelogd blijven?`,
    );
    if (isOver) {
      clearInterval(watching);
    }
    if (!dialog.open && (!dismissed || isOver)) {
      dialog.showModal();
    }
  }

  stay.addEventListener("click", async () => {
    try {
      const body = new URLSearchParams({ csrf_token: dialog.dataset.token });
      const answer = await fetch(dialog.dataset.address, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-session]");
      noteEnd(fresh ? Number(fresh.dataset.session) : 0);
      look();
    } catch {
      say("Er is geen verbinding. Probeer het zo nog een keer.");
    }
  });
  const close = () => {
    dismissed = true;
    dialog.close();
  };
  dialog.querySelector("[data-session-close]").addEventListener("click", close);
  dialog.addEventListener("cancel", () => {
    dismissed = true;
  });
  noteEnd(Number(dialog.dataset.session));
  watching = setInterval(look, 1000);
}

watchSession();
