/** What can be odd about a request to `/introspect`, by its name in a counterexample; the first of each list is not odd. */
import type { CallerName, World } from './world.ts';

/** What is sent instead of the token. */
export const disguises = {
  none: (token: string) => token,
  'cut at the end': (token: string) => token.slice(0, -1),
  'cut at the start': (token: string) => token.slice(1),
  'one character more': (token: string) => `${token}0`,
  'another tag': (token: string) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0'),
  'another secret': (token: string) => token.slice(0, 20) + (token[20] === 'a' ? 'b' : 'a') + token.slice(21),
  'upper case': (token: string) => token.toUpperCase(),
  'space before': (token: string) => ` ${token}`,
  'space behind': (token: string) => `${token} `,
  'line break behind': (token: string) => `${token}\n`,
  'NUL behind': (token: string) => `${token}\0`,
  'NUL within': (token: string) => `${token.slice(0, 9)}\0${token.slice(9)}`,
  'unicode behind': (token: string) => `${token}é漢😀`,
  'lone surrogate': (token: string) => `${token}\ud800`,
  'dot behind': (token: string) => `${token}.`,
  'two dots within': (token: string) => `${token.slice(0, 9)}.${token.slice(9, 20)}.${token.slice(20)}`,
  'dots alone': () => '..',
  'twice behind itself': (token: string) => token + token,
  empty: () => '',
  'one space': () => ' ',
  'random text': () => 'quite something else',
  'a prefix alone': () => 'sym_at_',
  'another kind': (token: string) => token.replace('sym_at_', 'sym_rt_'),
  'no tag at all': () => `sym_at_${'0'.repeat(56)}`,
  'very long': (token: string) => token + 'x'.repeat(5000),
  'longer than a short body': (token: string) => token + 'x'.repeat(9000),
  'with plus': (token: string) => token.replace('_', '+'),
  'of an object': () => '__proto__',
};

/** By what the caller presents as its secret. */
export const secretsOf = {
  right: (world: World, caller: CallerName) => world.callers[caller].clientSecret,
  second: (world: World) => world.secrets.second,
  expired: (world: World) => world.secrets.expired,
  wrong: () => 'wrong',
  'of another': (world: World, caller: CallerName) =>
    world.callers[caller === 'api' ? 'otherApi' : 'api'].clientSecret,
  empty: () => '',
  'with something behind': (world: World, caller: CallerName) => `${world.callers[caller].clientSecret}x`,
  'with colons, percent and plus': () => 'a:b%c+d e',
  long: () => 's'.repeat(2000),
};

/** Where it is presented: the header's scheme, and whether it is in the form. */
export const authentications = {
  Basic: { scheme: 'Basic ', inForm: false },
  basic: { scheme: 'basic ', inForm: false },
  'BASIC,': { scheme: 'BASIC ', inForm: false },
  'two spaces': { scheme: 'Basic  ', inForm: false },
  tab: { scheme: 'Basic\t', inForm: false },
  'no space': { scheme: 'Basic', inForm: false },
  Bearer: { scheme: 'Bearer ', inForm: false },
  form: { scheme: null, inForm: true },
  both: { scheme: 'Basic ', inForm: true },
  none: { scheme: null, inForm: false },
} as const;

const utf8 = (text: string): string => Buffer.from(text).toString('base64');

/** How the header spells the credentials. */
export const spellings = {
  plain: (id: string, secret: string) => utf8(`${id}:${secret}`),
  'percent-encoded': (id: string, secret: string) => utf8(`${encodeAll(id)}:${encodeAll(secret)}`),
  'percent-encoded, lower case': (id: string, secret: string) =>
    utf8(`${encodeAll(id).toLowerCase()}:${encodeAll(secret).toLowerCase()}`),
  'form-encoded': (id: string, secret: string) =>
    utf8([id, secret].map((text) => new URLSearchParams([['', text]]).toString().slice(1)).join(':')),
  'a plus': (id: string, secret: string) => utf8(`${id}:${secret}+`),
  'a broken escape': (id: string, secret: string) => utf8(`${id}:${secret}%zz`),
  'an escape of no character': (id: string, secret: string) => utf8(`${id}:${secret}%ff`),
  'a control character': (id: string, secret: string) => utf8(`${id}:${secret}\x01`),
  'an escaped NUL': (id: string, secret: string) => utf8(`${id}%00:${secret}`),
  'no colon': (id: string, secret: string) => utf8(`${id}${secret}`),
  'no id': (_id: string, secret: string) => utf8(`:${secret}`),
  'a colon more': (id: string, secret: string) => utf8(`${id}:${secret}:`),
  'unicode behind': (id: string, secret: string) => utf8(`${id}:${secret}é`),
  'bytes that are no UTF-8': (id: string, secret: string) =>
    Buffer.concat([Buffer.from(`${id}:${secret}`), Buffer.from([0xff, 0xfe])]).toString('base64'),
  unpadded: (id: string, secret: string) => utf8(`${id}:${secret}`).replace(/=+$/, ''),
  'padded too much': (id: string, secret: string) => `${utf8(`${id}:${secret}`)}=`,
  'URL alphabet': (id: string, secret: string) => Buffer.from(`${id}:${secret}??>>`).toString('base64url'),
  'not base64': (id: string, secret: string) => `${id}:${secret}`,
  'space behind': (id: string, secret: string) => `${utf8(`${id}:${secret}`)} x`,
  'comma behind': (id: string, secret: string) => `${utf8(`${id}:${secret}`)}, Basic x`,
  nothing: () => '',
};

type Field = readonly [name: string, value: string];

interface Fields {
  readonly token: Field;
  readonly hint: readonly Field[];
  readonly credentials: readonly Field[];
}

/** Which fields the form has, and in what order. */
export const fieldLists = {
  ordinary: ({ token, hint, credentials }: Fields) => [token, ...hint, ...credentials],
  'the other way round': ({ token, hint, credentials }: Fields) => [...credentials, ...hint, token],
  'without token': ({ hint, credentials }: Fields) => [...hint, ...credentials],
  'with another field': ({ token, hint, credentials }: Fields) => [
    token,
    ['foo', 'bar'],
    ...hint,
    ...credentials,
  ],
  'with fields of other endpoints': ({ token, hint, credentials }: Fields) => [
    ...(
      ['grant_type', 'scope', 'resource', 'client_assertion', 'client_assertion_type', 'request'] as const
    ).map((name) => [name, 'x'] as const),
    token,
    ...hint,
    ...credentials,
  ],
  'with odd names': ({ token, hint, credentials }: Fields) => [
    ...(['__proto__', 'constructor', 'toString', 'token[]', '', 'Token'] as const).map(
      (name) => [name, 'x'] as const,
    ),
    token,
    ...hint,
    ...credentials,
  ],
  'token twice': ({ token, hint, credentials }: Fields) => [token, token, ...hint, ...credentials],
  'token twice, once empty': ({ token, hint, credentials }: Fields) => [
    token,
    ...hint,
    ...credentials,
    ['token', ''],
  ],
  'hint twice': ({ token, hint, credentials }: Fields) => [
    token,
    ...hint,
    ['token_type_hint', 'x'],
    ...credentials,
  ],
  'credentials twice': ({ token, hint, credentials }: Fields) => [
    token,
    ...hint,
    ...credentials,
    ...credentials,
  ],
  'another field twice': ({ token, hint, credentials }: Fields) => [
    ['foo', 'a'],
    token,
    ['foo', 'b'],
    ...hint,
    ...credentials,
  ],
  'an empty secret': ({ token, hint, credentials }: Fields) => [
    token,
    ...hint,
    ...credentials,
    ['client_secret', ''],
  ],
  'hundreds of others before': ({ token, hint, credentials }: Fields) => [
    ...many(300),
    token,
    ...hint,
    ...credentials,
  ],
  'more than a parser takes': ({ token, hint, credentials }: Fields) => [
    ...many(1001),
    token,
    ...hint,
    ...credentials,
  ],
} satisfies Record<string, (fields: Fields) => readonly Field[]>;

/** What becomes of the form on its way to bytes. */
export const bodies = {
  ordinary: (form: string) => Buffer.from(form),
  'all escaped': (form: string) => Buffer.from(form.replace(/%[0-9A-F]{2}|[A-Za-z0-9]/g, escapeOne)),
  'plus for space': (form: string) => Buffer.from(form.replaceAll('%20', '+')),
  'byte order mark': (form: string) => Buffer.from(`\ufeff${form}`),
  'ampersands around': (form: string) => Buffer.from(`&&${form.replaceAll('&', '&&')}&`),
  semicolons: (form: string) => Buffer.from(form.replaceAll('&', ';')),
  'spaces around': (form: string) => Buffer.from(` ${form} `),
  'line break behind': (form: string) => Buffer.from(`${form}\r\n`),
  'a name without value': (form: string) => Buffer.from(`foo&${form}`),
  'token without value': (form: string) => Buffer.from(`${form}&token`),
  'broken escapes': (form: string) => Buffer.from(`${form}%&foo=%zz`),
  'escapes that are no UTF-8': (form: string) => Buffer.from(`${form}%ff%fe`),
  'bytes that are no UTF-8': (form: string) =>
    Buffer.concat([Buffer.from(form), Buffer.from([0xff, 0x00, 0xc3])]),
  'UTF-16': (form: string) => Buffer.from(form, 'utf16le'),
  JSON: (form: string) => Buffer.from(JSON.stringify(Object.fromEntries(new URLSearchParams(form)))),
  multipart: (form: string) =>
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n${form}\r\n--x--\r\n`),
  empty: () => Buffer.alloc(0),
  'a short body, just': (form: string) => padded(form, 8192),
  'just too long for a short body': (form: string) => padded(form, 8193),
  'as long as may be': (form: string) => padded(form, 56 * 1024),
  'too long': (form: string) => padded(form, 56 * 1024 + 1),
  huge: (form: string) => padded(form, 300_000),
};

export const formType = 'application/x-www-form-urlencoded';

export const contentTypes = [
  ...[`${formType};charset=UTF-8`, `${formType}; charset=utf-8`, `${formType}; charset="utf-8"`],
  ...[`${formType}; charset=iso-8859-1`, `${formType}; charset=utf-16le`, `${formType}; charset=nonsense`],
  ...[`${formType}; boundary=x`, `${formType};`, `${formType} ; charset=utf-8`, `${formType}, text/plain`],
  ...[formType.toUpperCase(), ` ${formType} `, `${formType}+json`, 'application/*', 'text/plain'],
  ...['application/json', 'multipart/form-data; boundary=x', 'nonsense', '/', null],
] as const;

export const headerLists = [
  ...['Accept: application/json', 'Accept: */*', 'Accept: text/html', 'Accept: nonsense'],
  ...[
    'Accept: application/token-introspection+jwt',
    'Accept: application/json, application/token-introspection+jwt;q=0.1',
  ],
  ...['Origin: https://app.example', 'Origin: null', 'Origin:', 'Cookie: symbolon_session=x', 'DPoP: x'],
  ...[
    'OAuth-Client-Attestation: x',
    'OAuth-Client-Attestation-PoP: x',
    'Expect: 100-continue',
    'Accept-Encoding: gzip',
  ],
  ...[
    'Content-Encoding: gzip',
    'Content-Encoding: identity',
    'Connection: close',
    'Connection: keep-alive, te',
  ],
  ...['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example'],
  ...['X-HTTP-Method-Override: GET', 'Accept-Language: de', 'Upgrade: h2c', 'X-Request-Id: mine'],
  ...[
    'Authorization: Basic eDp5',
    'Content-Type: text/plain',
    'X-Long: ' + 'x'.repeat(6000),
    'Sec-Fetch-Site: cross-site',
  ],
  ...[
    'If-None-Match: *',
    'Range: bytes=0-1',
    'Access-Control-Request-Method: POST',
    'Trailer: x',
    'TE: trailers',
  ],
];

export const targets = [
  ...['/introspect?', '/introspect?token=x', '/introspect?client_id=x&client_secret=y', '/introspect?a#b'],
  ...[
    'http://localhost/introspect',
    '/introspect/',
    '/Introspect',
    '//introspect',
    '/introspect%3f',
    '/introspect;x',
  ],
];

export const hints = [
  ...['access_token', 'refresh_token', 'urn:ietf:params:oauth:token-type:access_token', 'nonsense', ''],
  ...['urn:ietf:params:oauth:token-type:refresh_token', 'authorization_code', 'é', 'x'.repeat(300)],
];

function encodeAll(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('');
}

/** What is escaped already stays as it is. */
function escapeOne(character: string): string {
  return character.length > 1 ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function many(count: number): Field[] {
  return Array.from({ length: count }, (_, index) => [`f${index}`, 'x']);
}

function padded(form: string, bytes: number): Buffer {
  return Buffer.from(`${form}&pad=`.padEnd(bytes, 'x'));
}
