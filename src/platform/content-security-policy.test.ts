import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

const names = [...directives(contentSecurityPolicy()).keys()];

describe('AZ-12: the policy of every page', () => {
  it('allows our stylesheet and pictures, no script, no frame, no other base', () => {
    expect(Object.fromEntries(directives(contentSecurityPolicy()))).toEqual({
      'default-src': "'none'",
      'style-src': "'self'",
      'img-src': "'self'",
      'script-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'self'",
    });
  });

  it('allows our script, and no other, on the pages that have it', () => {
    const without = directives(contentSecurityPolicy());
    const policy = directives(contentSecurityPolicy([], { hasScript: true }));
    expect(policy.get('script-src')).toBe("'self'");
    expect([...policy]).toEqual([...without.set('script-src', "'self'")]);
  });

  it.each([
    ['https://app.example.com/callback?x=1', 'https://app.example.com'],
    ['https://app.example.com:8443/callback', 'https://app.example.com:8443'],
    ['http://127.0.0.1:49152/callback', 'http://127.0.0.1:49152'],
    ['http://[::1]:49152/callback', 'http:'],
    ['waylog://auth', 'waylog:'],
    ['com.example.app:/callback', 'com.example.app:'],
  ])('lets a form end at %s by naming %s', (target, source) => {
    expect(directives(contentSecurityPolicy([target])).get('form-action')).toBe(`'self' ${source}`);
  });

  it('names each target once, and leaves out what is no address', () => {
    const policy = contentSecurityPolicy(['https://a.example/1', 'https://a.example/2', 'nonsense', '']);
    expect(directives(policy).get('form-action')).toBe("'self' https://a.example");
  });

  it('cannot be given another directive through a target', () => {
    const target = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.webUrl(),
      fc.string().map((host) => `https://${host}/`),
      fc.constantFrom(
        "https://a;script-src 'unsafe-inline'/",
        'https://a;sandbox/',
        'https://a,b/',
        'x;y://z',
      ),
    );
    fc.assert(
      fc.property(fc.array(target), (targets) => {
        const policy = contentSecurityPolicy(targets);
        expect([...directives(policy).keys()]).toEqual(names);
        expect(policy.split(';')).toHaveLength(names.length);
        expect(policy).not.toMatch(/[,\r\n\0]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('allows pictures from the host that it is told of, and from no other', () => {
    const images = ['https://app.example:8443/logo.svg?x'];
    expect(directives(contentSecurityPolicy([], { images })).get('img-src')).toBe(
      "'self' https://app.example:8443",
    );
  });

  it.each(['http://app.example/logo.svg', 'data:image/svg+xml,x', "https://app.example;script-src'/x"])(
    'never allows pictures from %s',
    (uri) => {
      expect(() => contentSecurityPolicy([], { images: [uri] })).toThrow(TypeError);
    },
  );
});
