import { describe, expect, it } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

describe('the relying party of an issuer', () => {
  it.each([
    ['https://id.example', { id: 'id.example', name: 'id.example', origin: 'https://id.example' }],
    [
      'https://id.example:8443',
      { id: 'id.example', name: 'id.example:8443', origin: 'https://id.example:8443' },
    ],
    ['http://localhost:4400', { id: 'localhost', name: 'localhost:4400', origin: 'http://localhost:4400' }],
  ])('%s has its host name', (issuer, party) => {
    expect(relyingPartyOf(issuer)).toEqual(party);
  });

  it.each([
    'http://127.0.0.1:4400',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'https://[::1]:4400',
    'http://0x7f.1',
  ])('there is none at %s', (issuer) => {
    expect(relyingPartyOf(issuer)).toBeNull();
  });
});
