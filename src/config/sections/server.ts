import { z } from 'zod';
import { ifValid, wholeNumber } from './section.ts';

export const defaultPort = 4400;

const port = () => wholeNumber(0, 65_535);
/** Also what `symbolon start --workers` takes. */
export const workersSchema = wholeNumber(1, 64);
const host = () => z.string().regex(/^[^\s/]+$/, { error: 'expected an address or host name to listen on' });

export const serverSchema = z
  .strictObject({
    host: host().default('0.0.0.0').describe('Address on which the public port listens.'),
    port: port()
      .default(defaultPort)
      .describe('Public port: protocol endpoints and pages. 0 takes any free port.'),
    operatorHost: host()
      .default('0.0.0.0')
      .describe('Address on which the operator port listens. Keep it out of reach of the public network.'),
    operatorPort: port().default(4401).describe('Operator port: probes and metrics. 0 takes any free port.'),
    workers: workersSchema
      .default(1)
      .describe(
        'Processes that share the public port, one for each processor core to use. More than 1 needs PostgreSQL.',
      ),
    trustedProxyHops: wholeNumber(0, 10)
      .default(0)
      .describe('How many proxies in front of the service append to X-Forwarded-For. 0 ignores the header.'),
    drainDelaySeconds: wholeNumber(0, 60)
      .default(5)
      .describe('Time between "not ready" and closing the ports, so that load balancers stop sending first.'),
    shutdownGraceSeconds: wholeNumber(0, 600)
      .default(20)
      .describe('How long requests under way may still take once the ports are closed.'),
    requestTimeoutSeconds: wholeNumber(1, 300)
      .default(15)
      .describe('How long a client may take to send a request.'),
  })
  .refine((server) => server.port === 0 || server.port !== server.operatorPort, {
    error: 'expected a port other than server.port: metrics must not share the public port',
    path: ['operatorPort'],
    when: ifValid('port', 'operatorPort'),
  });
