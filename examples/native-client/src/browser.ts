import { spawn } from 'node:child_process';

/**
 * Opens an address in the system browser, which has the person's sessions, passkeys and password manager
 * and which this program cannot look into (RFC 8252 §4). Failing is fine: the address is printed too.
 */
export function openInBrowser(url: URL): void {
  // The address comes from the server's metadata: never hand `file:` or the like to the desktop.
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return;
  const [command, ...args] = openCommand();
  const opener = spawn(command, [...args, url.href], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}

function openCommand(): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open'];
  // What `start` ends up doing, without a shell that would cut the address at its first "&".
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
