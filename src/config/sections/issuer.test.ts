import { describe, expect, it } from 'vitest';
import { issuerSchema } from './issuer.ts';

describe('the issuer', () => {
  it.each([
    ['https://ID.example.com:443/', 'https://id.example.com'],
    ['http://localhost:4400/', 'http://localhost:4400'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://[::1]:4400', 'http://[::1]:4400'],
  ])('%s is %s', (text, issuer) => expect(issuerSchema.parse(text)).toBe(issuer));

  it.each([
    'http://id.example.com',
    'http://localhost.example.com',
    'https://id.example.com/auth',
    'https://id.example.com?',
    'https://id.example.com/#a',
    'https://u:p@id.example.com',
    'https://@id.example.com',
    'https:id.example.com',
    'https://',
    'ftp://id.example.com',
    'id.example.com',
    '',
  ])('cannot be "%s"', (text) => expect(issuerSchema.safeParse(text).success).toBe(false));
});
