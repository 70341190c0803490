import { chromium, type Browser } from 'playwright-core';

/** A headless browser that talks to nobody but the pages a test opens. Use `inject('chromiumPath')`. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    // Root, containers and some distributions forbid it; the tests open only pages of their own.
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
