import { isForeignScheme } from './redirect-uri.ts';

const expected =
  'expected an origin such as https://app.example.com: scheme and host, no path and no trailing slash';

/**
 * What is wrong with a browser origin that shall be allowed to call the token endpoint; null when nothing is. It is
 * compared with the `Origin` header character by character, so it has to be written as browsers write it.
 */
export function originProblem(origin: string): string | null {
  const [, scheme, host] =
    /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9._-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)$/.exec(origin) ?? [];
  if (scheme === undefined || host === undefined || host.endsWith('.')) return expected;
  if (scheme !== 'http' && scheme !== 'https') {
    return isForeignScheme(scheme) ? `the scheme ${scheme}: is never an app's own` : null;
  }
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) return `${expected}, no default port`;
  if (scheme === 'http' && !isThisMachine(new URL(origin).hostname)) {
    return 'expected https: plain http is for 127.0.0.1, [::1] and localhost only';
  }
  return null;
}

/** Browsers resolve `localhost` and names below it to the loopback interface (`http://tauri.localhost`). */
function isThisMachine(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || /^(?:[a-z0-9-]+\.)*localhost$/.test(hostname);
}
