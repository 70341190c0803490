import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { takenPort } from './taken-port.ts';

it('a port that another program has is named, with the setting to change', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address() as AddressInfo;
  const [error] = (await once(createServer().listen(port, '127.0.0.1'), 'error')) as [Error];
  first.close();
  const other = port - 1;
  expect(takenPort(error, { port, operatorPort: other })).toBe(
    `another program has port ${port}: end that one, or set SYMBOLON_SERVER_PORT to a port that is free`,
  );
  expect(takenPort(error, { port: other, operatorPort: port })).toContain('SYMBOLON_SERVER_OPERATOR_PORT');
  expect(takenPort(new Error('no'), { port, operatorPort: other })).toBeNull();
});
