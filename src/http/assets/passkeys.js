/**
 * Passkeys as an enhancement of a form. What is asked of the authenticator stands in the form's `data-options`; what it says goes
 * into the form's field `passkey`, and the form is posted like any other. Nothing is fetched, stored, or decided here.
 *
 *   <div data-passkey-only hidden>    shown where passkeys work
 *   <div data-passkey-none>           hidden there
 *   <form data-passkey="get|create" data-options="{…}" data-suggest>
 *     <input type="hidden" name="passkey">
 *     <p data-passkey-failed hidden>  shown when it came to nothing; `data-passkey-known` when the device has one already
 */

const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-passkey]'));

/** The browser's own suggestion in a form field, while it waits for somebody to take it.
 * @type {AbortController | null} */
let suggestion = null;

if (isSupported()) {
  for (const element of document.querySelectorAll('[data-passkey-only]')) element.removeAttribute('hidden');
  for (const element of document.querySelectorAll('[data-passkey-none]')) element.setAttribute('hidden', '');
  for (const form of forms) prepare(form);
  addEventListener('pagehide', stopSuggesting);
}

/** Whether the browser reads and writes the JSON that servers speak. */
function isSupported() {
  const credential = globalThis.PublicKeyCredential;
  return (
    typeof credential?.parseRequestOptionsFromJSON === 'function' &&
    typeof credential.parseCreationOptionsFromJSON === 'function' &&
    typeof credential.prototype.toJSON === 'function'
  );
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  // Browsers keep fields over a reload, and a response is good once.
  answerOf(form).value = '';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask(form);
  });
  document.addEventListener('submit', ({ target }) => {
    if (target !== form) stopSuggesting();
  });
  if ('suggest' in form.dataset) void suggest(form);
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  stopSuggesting();
  show(form, null);
  form.setAttribute('aria-busy', 'true');
  try {
    submit(form, await request(form, {}));
  } catch (error) {
    const isKnown = error instanceof DOMException && error.name === 'InvalidStateError';
    show(form, isKnown ? 'data-passkey-known' : 'data-passkey-failed');
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/** Offers passkeys where the browser fills in names and passwords. @param {HTMLFormElement} form */
async function suggest(form) {
  if ((await PublicKeyCredential.isConditionalMediationAvailable?.()) !== true) return;
  const offered = new AbortController();
  suggestion = offered;
  try {
    submit(form, await request(form, { mediation: 'conditional', signal: offered.signal }));
  } catch {
    // Nobody asked for it, so nobody is told.
  }
}

function stopSuggesting() {
  suggestion?.abort();
  suggestion = null;
}

/**
 * @param {HTMLFormElement} form
 * @param {{ mediation?: CredentialMediationRequirement, signal?: AbortSignal }} how
 */
function request(form, how) {
  const options = JSON.parse(form.dataset['options'] ?? '{}');
  if (form.dataset['passkey'] === 'create') {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey, ...how });
  }
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    ...how,
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Credential | null} credential
 */
function submit(form, credential) {
  if (!(credential instanceof PublicKeyCredential)) throw new TypeError('not a passkey');
  answerOf(form).value = JSON.stringify(credential.toJSON());
  form.submit();
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement} */
function answerOf(form) {
  const field = form.elements.namedItem('passkey');
  if (!(field instanceof HTMLInputElement)) throw new TypeError('the form has no field for a passkey');
  return field;
}

/** @param {HTMLFormElement} form @param {string | null} name of the message; null: none */
function show(form, name) {
  for (const message of form.querySelectorAll('[data-passkey-failed], [data-passkey-known]')) {
    message.toggleAttribute('hidden', name === null || !message.hasAttribute(name));
  }
}
