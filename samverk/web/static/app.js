// What the pages gain from JavaScript. Everything works without this file; nothing is drawn or decided here.
"use strict";

// Theme: the form saves the choice; here the page answers at once and stays where it is.
document.addEventListener("submit", (event) => {
  const theme = event.submitter?.name === "theme" && event.target.matches("[data-instant]") && event.submitter.value;
  if (!theme) return;
  event.preventDefault();
  document.documentElement.dataset.theme = theme;
  event.target.querySelector(`button:not([value="${theme}"])`).focus();
  fetch(event.target.action, { method: "POST", redirect: "manual", body: new URLSearchParams({ theme }) });
});

// Print buttons are hidden until there is something that can answer them.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// "Why?" as a link leads to a page of its own; here the same derivation opens beside the number.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.why-btn[data-why]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !("popover" in link)) return;
  event.preventDefault();
  const why = link.derivation ?? await derivation(link.href);
  if (!why) { location.assign(link.href); return; }
  if (!link.derivation) (link.closest(".note, td") ?? link.parentElement).append(why);
  link.derivation = why;
  why.showPopover({ source: link });
});

async function derivation(address) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = answer.ok && page.querySelector("main .why");
    if (!why) return null;
    why.popover = "auto";
    why.setAttribute("role", "dialog");
    why.querySelector(".close")?.removeAttribute("hidden");
    return document.adoptNode(why);
  } catch {
    return null;
  }
}

// A link straight to a derivation (…#why-exit) opens it.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("[popover]:not(nav)")) target.showPopover();
}
addEventListener("hashchange", openTarget);
openTarget();

// Work that goes on (reading a document): looked at every second, until the page that shows the result.
const followed = document.querySelector("[data-follow]");
if (followed) setTimeout(follow, 1000);
async function follow() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-follow]");
    if (!now) { location.reload(); return; }
    const bar = followed.querySelector("progress"), then = now.querySelector("progress");
    if (then.hasAttribute("value")) { bar.max = then.max; bar.value = then.value; }
    followed.querySelector("label").textContent = now.querySelector("label").textContent;
  } catch {
    // The next look may go better.
  }
  setTimeout(follow, 1000);
}

// Copy buttons are hidden until there is a clipboard to copy to.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    button.firstChild.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
  });
}
