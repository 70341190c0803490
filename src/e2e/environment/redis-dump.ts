import { createClient } from '@redis/client';

/** Every key with its type and whole value, one per line: text to search for what must not be there. */
export async function redisDump(url: string): Promise<string> {
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const lines: string[] = [];
    for await (const keys of client.scanIterator({ COUNT: 1000 })) {
      for (const key of keys) {
        const type = await client.type(key);
        const value: unknown = await client.sendCommand(readCommand(type, key));
        lines.push(`${type} ${JSON.stringify(key)} ${JSON.stringify(value)}`);
      }
    }
    return lines.sort().join('\n');
  } finally {
    client.destroy();
  }
}

function readCommand(type: string, key: string): string[] {
  switch (type) {
    case 'string':
      return ['GET', key];
    case 'hash':
      return ['HGETALL', key];
    case 'list':
      return ['LRANGE', key, '0', '-1'];
    case 'set':
      return ['SMEMBERS', key];
    case 'zset':
      return ['ZRANGE', key, '0', '-1', 'WITHSCORES'];
    case 'stream':
      return ['XRANGE', key, '-', '+'];
    case 'none':
      return ['GET', key];
    default:
      throw new Error(`no reader for Redis type ${type} of key ${key}`);
  }
}
