// Prints the totals of a vitest JSON report as one line; exits non-zero unless every test ran and passed.
import { existsSync, readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;

/** A file that fails outside of its tests (an import, a hook) has no failed test to count. */
function failedOutsideOfTests({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
}

const passed = report?.numPassedTests ?? 0;
const failed =
  report === null ? 1 : report.numFailedTests + report.testResults.filter(failedOutsideOfTests).length;
const skipped = report === null ? 0 : report.numPendingTests + report.numTodoTests;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;
