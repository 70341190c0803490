import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { UnavailableError } from './unavailable-error.ts';

const canary = 'c4n4ry-v4lue';

function logged(write: (logger: ReturnType<typeof createLogger>) => void, worker?: number): string {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(createLogger({ level: 'trace', destination, ...(worker === undefined ? {} : { worker }) }));
  return text;
}

const secretNames = [
  ...['authorization', 'cookie', 'password', 'secret', 'token', 'access_token', 'refresh_token', 'id_token'],
  ...['id_token_hint', 'code', 'code_verifier', 'client_secret', 'client_assertion', 'request_uri'],
];

describe('OS-02: the log', () => {
  it.each(secretNames)('never shows what is called %s, at the top or inside', (name) => {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      const text = logged((logger) =>
        logger[level](
          { [name]: canary, body: { [name]: canary }, request: { headers: { [name]: canary } } },
          'x',
        ),
      );
      expect(text).not.toContain(canary);
      expect(text.match(/\[redacted\]/g)).toHaveLength(3);
    }
  });

  it('never shows the row that a database driver hangs on its errors', () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: `Key (digest)=(${canary}) already exists.`,
      parameters: [canary],
    });
    const text = logged((logger) =>
      logger.error({ err: new UnavailableError('database', { cause }) }, 'failed'),
    );
    expect(text).not.toContain(canary);
    expect(JSON.parse(text)).toMatchObject({
      level: 'error',
      msg: 'failed',
      err: {
        type: 'UnavailableError',
        message: 'database is unavailable',
        cause: { type: 'Error', message: 'duplicate key value', errorCode: '23505' },
      },
    });
  });

  it('never shows what was thrown when that is no error', () => {
    expect(logged((logger) => logger.error({ err: canary }, 'failed'))).not.toContain(canary);
    expect(logged((logger) => logger.error({ err: { canary } }, 'failed'))).not.toContain(canary);
  });

  it('says in each line which worker wrote it, where there are several', () => {
    expect(JSON.parse(logged((logger) => logger.info('x'), 3))).toMatchObject({ worker: 3, msg: 'x' });
    expect(JSON.parse(logged((logger) => logger.info('x')))).not.toHaveProperty('worker');
  });

  it('is one line of JSON for each event, whatever the text', () => {
    const text = logged((logger) =>
      logger.info({ network: 'a\nb' }, 'line one\nline two\r\n{"level":"fatal"}'),
    );
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ level: 'info', network: 'a\nb' });
  });
});
