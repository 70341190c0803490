import { describe, expect, it } from 'vitest';
import { parseForm } from './form.ts';

const formType = 'application/x-www-form-urlencoded';

function post(
  body: ConstructorParameters<typeof Response>[0],
  contentType: string | null = formType,
): Request {
  const headers: Record<string, string> = contentType === null ? {} : { 'content-type': contentType };
  return new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

async function fieldsOf(request: Request): Promise<Record<string, string>> {
  const form = await parseForm(request);
  if (!form.ok) throw new Error(form.problem);
  return Object.fromEntries(form.fields);
}

describe('a form', () => {
  it('gives its fields, decoded and untrimmed', async () => {
    const body = 'email=zo%C3%AB%40example.com&password=+a+%2B%26%3D%25+&empty=&%F0%9F%A6%89=x';
    expect(await fieldsOf(post(body))).toEqual({
      email: 'zoë@example.com',
      password: ' a +&=% ',
      empty: '',
      '🦉': 'x',
    });
  });

  it('may be empty', async () => {
    expect(await fieldsOf(post(''))).toEqual({});
    expect(await fieldsOf(post(null))).toEqual({});
  });

  it('may name its character set, in any case', async () => {
    expect(await fieldsOf(post('a=1', 'Application/X-WWW-Form-Urlencoded; charset=UTF-8'))).toEqual({
      a: '1',
    });
  });

  it('keeps names apart from what objects inherit', async () => {
    const form = await parseForm(post('__proto__=x&constructor=y&toString=z'));
    if (!form.ok) throw new Error(form.problem);
    expect([...form.fields]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ]);
  });

  it.each([null, 'application/json', 'multipart/form-data; boundary=x', 'text/plain', `x${formType}`])(
    'sent as %s is refused with 415',
    async (type) => {
      expect(await parseForm(post(new TextEncoder().encode('a=1'), type))).toMatchObject({
        ok: false,
        status: 415,
      });
    },
  );

  it.each([
    ['a field twice', 'a=1&b=2&a=3'],
    ['a field twice, once encoded', 'a=1&%61=3'],
    ['an empty field twice', 'a=&a='],
    ['NUL in a value', 'a=x%00y'],
    ['NUL in a name', 'a%00=x'],
    ['bytes that are not UTF-8', new Uint8Array([97, 61, 0xff, 0xfe])],
    ['encoded bytes that are not UTF-8', 'a=%ff%fe'],
    ['an encoded lone surrogate', 'a=%ED%A0%80'],
    ['an overlong encoding', 'a=%C0%AF'],
    ['half an escape', 'a=%4'],
    ['too many fields', Array.from({ length: 21 }, (_, index) => `f${index}=`).join('&')],
  ])('with %s is refused with 400', async (_what, body) => {
    expect(await parseForm(post(body))).toMatchObject({ ok: false, status: 400 });
  });

  it('TK-10: larger than 16 KiB is refused with 413, without being read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(97));
      },
    });
    expect(await parseForm(post(endless))).toMatchObject({ ok: false, status: 413 });
    expect(sent).toBeLessThan(64 * 1024);
    expect(await parseForm(post(`a=${'x'.repeat(16 * 1024 - 2)}`))).toMatchObject({ ok: true });
    expect(await parseForm(post(`a=${'x'.repeat(16 * 1024 - 1)}`))).toMatchObject({ ok: false, status: 413 });
  });
});
