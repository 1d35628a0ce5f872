// Passkeys: the browser is asked for one, and what it answers goes with the form. Loaded only where one can be used.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function asked(options) {
  const { user, challenge, allowCredentials, excludeCredentials, ...rest } = options;
  return {
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(allowCredentials && { allowCredentials: known(allowCredentials) }),
    ...(excludeCredentials && { excludeCredentials: known(excludeCredentials) }),
  };
}

function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = words(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) break;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      const token = form.elements.csrfmiddlewaretoken.value;
      const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(answer.status);
      const publicKey = asked((await answer.json()).publicKey);
      form.elements.credential.value = answered(await navigator.credentials[form.dataset.passkey]({ publicKey }));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
