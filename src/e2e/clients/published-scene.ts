import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { expect } from 'vitest';

export type Metadata = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Two replicas, and what they say of themselves. */
export interface PublishedScene extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly metadata: Metadata;
  /** A list of the document. */
  listed(name: string): readonly string[];
}

export async function startPublishedScene(): Promise<PublishedScene> {
  const cluster = await startCluster({ replicas: 2 });
  const metadata = await readMetadata(cluster.issuer, 'openid-configuration');
  return {
    cluster,
    metadata,
    listed(name) {
      const value = metadata[name];
      if (!Array.isArray(value)) throw new Error(`${name} is no list: ${String(value)}`);
      return value as readonly string[];
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

export async function readMetadata(base: string, document: string): Promise<Metadata> {
  const response = await fetch(`${base}/.well-known/${document}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  // Programs in any browser may read it.
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return (await response.json()) as Metadata;
}
