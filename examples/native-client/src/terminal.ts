import { styleText } from 'node:util';
import type { DemoAccount } from './demo.ts';
import type { Failure } from './failure.ts';

export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Step {
  name: string;
  title: string;
  ms: number;
  details: Details;
}

export interface Summary {
  ok: boolean;
  steps: number;
  ms: number;
}

export interface Reporter {
  stepDone(step: Step): void;
  stepFailed(step: Step, failure: Failure): void;
  /** The person is needed now: this address, this account. */
  signInAt(url: URL, account: DemoAccount, opened: boolean): void;
  summary(summary: Summary): void;
}

const TITLE_WIDTH = 54;
const TIME_WIDTH = 11;

/** Text for people. Colour only on a terminal, and not under NO_COLOR. */
export function terminalReporter(): Reporter {
  const paint = (style: 'green' | 'red' | 'dim' | 'bold' | 'cyan', text: string): string =>
    styleText(style, text, { stream: process.stdout });

  function printStep(mark: string, { title, ms, details }: Step): void {
    console.log(`${mark} ${title.padEnd(TITLE_WIDTH)}${paint('dim', formatMs(ms).padStart(TIME_WIDTH))}`);
    const shown = Object.entries(details).filter(([, value]) => value !== undefined);
    const width = Math.max(0, ...shown.map(([key]) => key.length));
    for (const [key, value] of shown) console.log(paint('dim', `    ${key.padEnd(width)}  ${value}`));
  }

  return {
    stepDone(step) {
      printStep(paint('green', '✓'), step);
    },
    stepFailed(step, failure) {
      printStep(paint('red', '✗'), step);
      console.log(`\n${paint('red', failure.message)}`);
      if (failure.hint) console.log(failure.hint);
    },
    signInAt(url, account, opened) {
      const invitation = opened
        ? 'Your browser opens now. If it does not, open:'
        : 'Open this address in your browser:';
      // The password is for the eyes of whoever sits here, not for a log.
      const password = process.stdout.isTTY ? account.password : `(in ${account.file})`;
      console.log(`\n${paint('bold', invitation)}\n\n  ${paint('cyan', url.href)}\n`);
      console.log(`  email     ${account.email}\n  password  ${password}\n`);
    },
    summary({ ok, steps, ms }) {
      if (ok) console.log(`\n${paint('green', 'All well:')} ${steps} steps in ${formatMs(ms)}`);
      else console.log(`\n${paint('red', 'Failed')} after ${steps} good steps`);
    },
  };
}

/** One JSON object per line, for programs. The last one has `ok` for the whole and no `step`. */
export function jsonReporter(): Reporter {
  const print = (value: object): void => console.log(JSON.stringify(value));
  return {
    stepDone({ name, ms, details }) {
      print({ step: name, ok: true, ms: rounded(ms), details });
    },
    stepFailed({ name, ms, details }, { message, hint }) {
      print({ step: name, ok: false, ms: rounded(ms), details, error: message, hint });
    },
    signInAt(url) {
      print({ open: url.href });
    },
    summary({ ok, steps, ms }) {
      print({ ok, steps, ms: rounded(ms) });
    },
  };
}

/** A token's kind and a few characters to tell it apart by: enough to compare, useless to a thief. */
export function shortened(token: string): string {
  const kind = /^[a-z]+_[a-z]+_/.exec(token)?.[0] ?? '';
  const rest = token.slice(kind.length);
  return `${kind}${rest.slice(0, Math.min(6, Math.floor(rest.length / 4)))}…`;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en')} ms`;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
