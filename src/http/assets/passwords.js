/**
 * Puts the button of `<template id="show-password">` beside each field for a password. It shows what is typed while it is pressed;
 * whatever leaves the page leaves it as a password, so that browsers keep it as one, and none is on the screen afterwards.
 */

const template = document.querySelector('template#show-password');
const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
  document.querySelectorAll('input[type=password]')
);

if (template instanceof HTMLTemplateElement) {
  for (const field of fields) prepare(field, template);
}

/**
 * @param {HTMLInputElement} field
 * @param {HTMLTemplateElement} from
 */
function prepare(field, from) {
  const button = from.content.querySelector('button')?.cloneNode(true);
  if (!(button instanceof HTMLButtonElement)) return;
  button.setAttribute('aria-controls', field.id);
  /** @param {boolean} isShown */
  const show = (isShown) => {
    field.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
  };
  button.addEventListener('click', () => show(field.type === 'password'));
  field.form?.addEventListener('submit', () => show(false));
  addEventListener('pagehide', () => show(false));
  // Shown, it is still nothing to correct.
  field.spellcheck = false;
  field.autocapitalize = 'none';
  field.after(button);
  field.parentElement?.classList.add('field-secret');
}
