import type { Scenario } from './bench.ts';
import { clientCredentials } from './scenarios/client-credentials.ts';
import { codeExchange } from './scenarios/code-exchange.ts';
import { introspectCold } from './scenarios/introspect-cold.ts';
import { introspectEngine } from './scenarios/introspect-engine.ts';
import { introspectGarbage } from './scenarios/introspect-garbage.ts';
import { introspectHot } from './scenarios/introspect-hot.ts';
import { introspectZipf } from './scenarios/introspect-zipf.ts';
import { loginStorm } from './scenarios/login-storm.ts';
import { login } from './scenarios/login.ts';
import { manyClients } from './scenarios/many-clients.ts';
import { refresh } from './scenarios/refresh.ts';
import { revokeLag } from './scenarios/revoke-lag.ts';
import { startupAndMemory } from './scenarios/startup-and-memory.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [
  introspectHot,
  introspectEngine,
  introspectGarbage,
  introspectZipf,
  introspectCold,
  startupAndMemory,
  codeExchange,
  refresh,
  clientCredentials,
  manyClients,
  login,
  loginStorm,
  revokeLag,
];
