import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

function requestFrom(peer: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return request;
}

describe('OS-01: the address of a caller', () => {
  it('without a trusted proxy is the peer, whatever the headers say', () => {
    expect(clientAddress(requestFrom('192.0.2.1', '203.0.113.9'), 0)).toBe('192.0.2.1');
    const request = requestFrom('192.0.2.1');
    Object.assign(request.headers, { forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' });
    expect(clientAddress(request, 0)).toBe('192.0.2.1');
  });

  it.each([
    [1, '203.0.113.9', '203.0.113.9'],
    [1, 'spoofed, 203.0.113.9', '203.0.113.9'],
    [2, 'spoofed, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    [2, 'a, b, c, 203.0.113.9 ,10.0.0.2', '203.0.113.9'],
    [1, '2001:db8::1', '2001:db8::1'],
    [1, ',,203.0.113.9,,', '203.0.113.9'],
  ])('behind %i proxies is what the first of them saw: "%s"', (hops, forwardedFor, address) => {
    expect(clientAddress(requestFrom('10.0.0.1', forwardedFor), hops)).toBe(address);
  });

  it('is the best there is when fewer proxies wrote than are trusted', () => {
    expect(clientAddress(requestFrom('10.0.0.1', '203.0.113.9'), 3)).toBe('203.0.113.9');
    expect(clientAddress(requestFrom('10.0.0.1', ''), 1)).toBe('10.0.0.1');
    expect(clientAddress(requestFrom('10.0.0.1'), 1)).toBe('10.0.0.1');
  });
});
