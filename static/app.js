/* Comfort only: every page works without this file.
   1. After a refused form the focus goes to the error summary.
   2. Leaving a page with unsaved input asks first.
   3. A form that sends files shows how far the sending is.
   4. A form is sent once, also when its button is pressed twice.
   5. A page that waits for something looks again by itself. */

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
