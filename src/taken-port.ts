import type { Config } from './config/config.ts';

/** What to do about a port that another program has; null: that is not what went wrong. */
export function takenPort(
  error: unknown,
  server: Pick<Config['server'], 'port' | 'operatorPort'>,
): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return null;
  const port = 'port' in error ? error.port : server.port;
  const variable = port === server.operatorPort ? 'SYMBOLON_SERVER_OPERATOR_PORT' : 'SYMBOLON_SERVER_PORT';
  return `another program has port ${String(port)}: end that one, or set ${variable} to a port that is free`;
}
