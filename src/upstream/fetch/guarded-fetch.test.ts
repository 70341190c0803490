import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnreachableError, createGuardedFetch } from './guarded-fetch.ts';
import { type LocalServer, startLocalServer } from '../testing/local-server.ts';

let server: LocalServer;
const open = createGuardedFetch({
  allowPrivateAddresses: true,
  allowLoopback: true,
  timeoutMs: 300,
  maxBytes: 1000,
});
const guarded = createGuardedFetch({ allowPrivateAddresses: false });
const own = createGuardedFetch({ allowPrivateAddresses: true, timeoutMs: 300 });
const get = { method: 'GET', headers: {} };

beforeAll(async () => {
  server = await startLocalServer(({ path }) => {
    switch (path) {
      case '/long':
        return { body: 'x'.repeat(1001) };
      case '/elsewhere':
        return { status: 302, headers: { location: '/fits' }, body: '' };
      case '/never':
        return new Promise(() => undefined);
      case '/empty':
        return { status: 204, body: '' };
      case '/ill':
        return { status: 502, body: '' };
      default:
        return { body: 'x'.repeat(1000) };
    }
  });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await guarded[Symbol.asyncDispose]();
  await own[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const port = (): string => new URL(server.origin).port;

describe('requests to providers', () => {
  it('end where the answer does, within what is allowed', async () => {
    expect((await (await open.fetch(`${server.origin}/fits`, get)).text()).length).toBe(1000);
    expect((await open.fetch(`${server.origin}/empty`, get)).status).toBe(204);
  });

  it('are not redirected', async () => {
    const response = await open.fetch(`${server.origin}/elsewhere`, get);
    expect(response.status).toBe(302);
    expect(server.requests.at(-1)?.path).toBe('/elsewhere');
  });

  it.each(['long', 'never', 'ill'])('are given up: /%s', async (path) => {
    await expect(open.fetch(`${server.origin}/${path}`, get)).rejects.toThrow(UnreachableError);
  });

  it.each([
    ['an address', () => `http://127.0.0.1:${port()}/`],
    ['an address of another form', () => `http://2130706433:${port()}/`],
    ['an address in the other protocol', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['a name that leads to it', () => `http://localhost:${port()}/`],
    ['where clouds keep secrets', () => 'http://169.254.169.254/latest/meta-data/'],
    ['where clouds keep secrets, in IPv6', () => 'http://[fd00:ec2::254]/'],
    ['an address of this link', () => 'http://[fe80::1]/'],
    ['no address', () => `http://0.0.0.0:${port()}/`],
    ['no address, in IPv6', () => `http://[::]:${port()}/`],
    ['an address of many', () => 'http://224.0.0.1/'],
  ])(
    'never reach this machine, this link or everybody, also with private addresses, by %s',
    async (_, url) => {
      const before = server.requests.length;
      await expect(own.fetch(url(), get)).rejects.toThrow(UnreachableError);
      expect(server.requests).toHaveLength(before);
    },
  );

  it.each([
    ['an address', () => `http://127.0.0.1:${port()}/`],
    ['an address of another form', () => `http://2130706433:${port()}/`],
    ['an address in the other protocol', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['a name that leads to it', () => `http://localhost:${port()}/`],
    ['where clouds keep secrets', () => 'http://169.254.169.254/latest/meta-data/'],
  ])('never reach this network by %s', async (_, url) => {
    const before = server.requests.length;
    await expect(guarded.fetch(url(), get)).rejects.toThrow(UnreachableError);
    expect(server.requests).toHaveLength(before);
  });
});
