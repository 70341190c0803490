import { describe, expect, it } from 'vitest';
import { createAnswerReader } from './answer-reader.ts';

const withLength = 'HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 5\r\n\r\nhello';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n';

describe('reading answers', () => {
  it('gives status, head and body', () => {
    expect(createAnswerReader().read(withLength)).toEqual({
      status: 200,
      head: 'HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 5',
      body: 'hello',
    });
  });

  it.each([
    ['a length', withLength, 'hello'],
    ['chunks', chunked, 'hello world'],
  ])('waits for the last byte of an answer with %s, wherever it is cut', (_, text, body) => {
    for (let cut = 1; cut < text.length; cut += 1) {
      const reader = createAnswerReader();
      expect(reader.read(text.slice(0, cut))).toBeNull();
      expect(reader.read(text.slice(cut))?.body).toBe(body);
    }
  });

  it('reads one answer after the other', () => {
    const reader = createAnswerReader();
    expect(reader.read(withLength)?.body).toBe('hello');
    expect(reader.read(chunked)?.body).toBe('hello world');
    expect(reader.read('HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n')).toMatchObject({
      status: 204,
      body: '',
    });
  });

  it.each([
    ['more than one answer', withLength + withLength],
    ['more than one chunked answer', chunked + chunked],
    ['no length', 'HTTP/1.1 200 OK\r\nDate: now\r\n\r\n'],
    ['another protocol', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n'],
  ])('refuses %s', (_, text) => {
    expect(() => createAnswerReader().read(text)).toThrow();
  });
});
