import { describe, expect, it } from 'vitest';
import { publicRoutes, routeOf } from './routes.ts';

describe('the route of a request', () => {
  it('is found for every public path, with and without a query', () => {
    for (const name of publicRoutes()) {
      const path = name.replaceAll(/\{[a-z]+\}/g, 'a-b_C.9');
      expect(routeOf(path).name).toBe(name);
      expect(routeOf(`${path}?a=/token&b=%2f`).name).toBe(name);
    }
  });

  it('tells the engine from the pages', () => {
    expect(routeOf('/token').handler).toBe('engine');
    expect(routeOf('/authorize/abc').handler).toBe('engine');
    expect(routeOf('/interaction/abc').handler).toBe('pages');
    expect(routeOf('/nowhere')).toMatchObject({ name: 'unknown', handler: 'pages' });
  });

  it.each([
    '/token/',
    '//token',
    '/TOKEN',
    '/Token',
    '/%74oken',
    '/token%2f',
    '/token;a=b',
    '/./token',
    '/x/../token',
    '/token#',
    'token',
    '',
    '/authorize/a/b',
    '/authorize/',
    '/interaction//sign-in',
    '/interaction/a/b/sign-in',
    '/xwell-known/openid-configuration',
    '/.well-knownXopenid-configuration',
    '/token\n',
    '\\token',
    'http://id.example.com/token',
  ])('B-37: %j is none of the known ones', (url) => {
    expect(routeOf(url).name).toBe('unknown');
  });

  it('never carries what the caller wrote, so that metrics stay few', () => {
    const names = Array.from({ length: 100 }, (_, index) => routeOf(`/interaction/${index}`).name);
    expect(new Set(names)).toEqual(new Set(['/interaction/{uid}']));
  });
});
