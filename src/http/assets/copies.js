/**
 * Copies what a button has in `data-copy`, keeps the same as a file named in `data-download` beside it, and prints the page. Says that it was copied in the button itself, with the words in
 * `data-copied`, and where the button says nothing more for those who do not see it: in the `[role=status]` beside it.
 *
 *   <div>
 *     <button data-copy="…" data-copied="Copied" hidden>…</button> <button data-download="codes.txt" hidden>…</button>
 *     <button data-print hidden>…</button> <p role="status"></p>
 *   </div>
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

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll('[data-download]')
)) {
  button.hidden = false;
  button.addEventListener('click', () => download(button));
}

/** @param {HTMLButtonElement} button */
function download(button) {
  const source = button.parentElement?.querySelector('[data-copy]');
  if (!(source instanceof HTMLElement)) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([source.dataset['copy'] ?? ''], { type: 'text/plain;charset=utf-8' }),
  );
  link.download = button.dataset['download'] ?? '';
  link.click();
  // The browser has it by then; the address is good for nothing afterwards.
  setTimeout(() => URL.revokeObjectURL(link.href), shownMs);
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
