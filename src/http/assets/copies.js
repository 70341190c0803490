/**
 * Copies what a button has in `data-copy`, and prints the page. Says that it was copied in the button itself, with the words in
 * `data-copied`, and where the button says nothing more for those who do not see it: in the `[role=status]` beside it.
 *
 *   <div><button data-copy="…" data-copied="Copied" hidden>…</button> <button data-print hidden>…</button> <p role="status"></p></div>
 */

const shownMs = 4000;

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll('[data-copy]')
)) {
  // Only where the page came over a connection that nobody listens to.
  if (typeof navigator.clipboard?.writeText !== 'function') continue;
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll('[data-print]')
)) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const { copy: text = '', copied = '' } = button.dataset;
  const status = button.parentElement?.querySelector('[role=status]') ?? null;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // It can still be selected, and nothing says that it was copied.
    return;
  }
  if (status === null) return;
  status.textContent = copied;
  setTimeout(() => {
    status.textContent = '';
  }, shownMs);
}
