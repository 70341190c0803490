import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publicRoutes, routeOf } from '../http/routes.ts';
import { loadOpenApiDocument } from './openapi-document.ts';

const root = path.join(import.meta.dirname, '../..');
const document = loadOpenApiDocument();
const { operations } = document;
const nameOf = ({ method, path: at }: { method: string; path: string }) => `${method} ${at}`;

describe('openapi.yaml', () => {
  it('documents exactly the paths that the public port dispatches', () => {
    const documented = operations.filter(({ port }) => port === 'public').map((operation) => operation.path);
    expect([...new Set(documented)].sort()).toEqual([...publicRoutes()].sort());
  });

  it('documents exactly the methods that each path takes', () => {
    const implied = new Set(['HEAD', 'OPTIONS']);
    const dispatched = publicRoutes().flatMap((at) =>
      (routeOf(at).methods ?? [])
        .filter((method) => !implied.has(method))
        .map((method) => nameOf({ method, path: at })),
    );
    const documented = operations.filter(({ port }) => port === 'public').map(nameOf);
    expect(documented.sort()).toEqual(dispatched.sort());
  });

  it('documents the operator port', () => {
    const documented = operations.filter(({ port }) => port === 'operator').map(nameOf);
    expect(documented).toEqual(['GET /livez', 'GET /readyz', 'GET /metrics', 'GET /mailbox']);
  });

  it('refers only to what it has', () => {
    expect(document.danglingReferences).toEqual([]);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it.each(operations.map((operation) => [nameOf(operation), operation] as const))(
    'says of %s where it comes from and how it fails',
    (_name, { description, statuses }) => {
      expect(description).toMatch(/(?:RFC \d+|OpenID Connect [A-Z][\w -]+|WebAuthn Level 3) §\d/);
      expect(statuses.some((status) => status >= 400 && status < 500)).toBe(true);
    },
  );

  it('promises Retry-After wherever the caller should come back', () => {
    const silent = operations
      .filter(({ port }) => port === 'public')
      .flatMap((operation) =>
        operation.statuses
          .filter((status) => status === 429 || status === 503)
          .filter(
            (status) =>
              !(
                'retry-after' in (document.response(operation.method, operation.path, status)?.headers ?? {})
              ),
          )
          .map((status) => `${nameOf(operation)} ${status}`),
      );
    expect(silent).toEqual([]);
  });

  it('has examples that are as it says', () => {
    const problems = operations.flatMap(({ method, path: at, statuses }) =>
      statuses.flatMap((status) =>
        examplesOf(method, at, status).flatMap((example) =>
          document
            .responseValidator(
              method,
              at,
              status,
            )(example)
            .map((problem) => `${method} ${at} ${status}: ${problem}`),
        ),
      ),
    );
    expect(problems).toEqual([]);
  });

  it('has the version of the package, as has the chart', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const chart = parse(readFileSync(path.join(root, 'helm/symbolon/Chart.yaml'), 'utf8')) as {
      appVersion: string;
    };
    expect([document.version, chart.appVersion]).toEqual([version, version]);
  });
});

describe('responseValidator', () => {
  const introspection = document.responseValidator('POST', '/introspect', 200);

  it('takes what is documented', () => {
    expect(introspection({ active: false })).toEqual([]);
    expect(document.responseValidator('POST', '/revoke', 200)('')).toEqual([]);
    expect(document.responseValidator('GET', '/', 200)('<!doctype html>')).toEqual([]);
  });

  it('refuses members, types and bodies that are not', () => {
    expect(introspection({ active: false, sub: 'acc_1' })).not.toEqual([]);
    expect(introspection({ active: true })).not.toEqual([]);
    expect(introspection('active')).not.toEqual([]);
    expect(document.responseValidator('POST', '/revoke', 200)({})).not.toEqual([]);
  });

  it('refuses statuses and operations that are not', () => {
    expect(document.responseValidator('POST', '/token', 418)({})).toEqual([
      'POST /token does not document 418',
    ]);
    expect(document.responseValidator('GET', '/token', 200)({})).toEqual([
      'GET /token does not document 200',
    ]);
  });
});

function examplesOf(method: string, at: string, status: number): unknown[] {
  return Object.values(document.response(method, at, status)?.content ?? {}).flatMap(
    ({ example, examples = {} }) => [
      ...(example === undefined ? [] : [example]),
      ...Object.values(examples).map(({ value }) => value),
    ],
  );
}
