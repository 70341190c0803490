/**
 * Set-up file of the contract and e2e projects: a worker whose runner was interrupted or killed ends too, instead
 * of going on with its browsers and servers until the tests are through.
 */
const patienceMs = 3_000;

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs);
  // Playwright answers this signal by closing its browsers and removing their profiles.
  process.kill(process.pid, 'SIGTERM');
});
