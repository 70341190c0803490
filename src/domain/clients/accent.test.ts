import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentGrounds, accentProblem, accentShades } from './accent.ts';
import { parseClientMetadata } from './client-rules.ts';

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`);

describe('the accent colour of a client', () => {
  it.each(['#0b5d53', '#1a56db', '#b00020', '#000000', '#5B2A86'])('may be %s', (accent) => {
    expect(accentProblem(accent)).toBeNull();
  });

  it.each(['', 'red', '#fff', '#12345g', '#1234567', '0b5d53', 'url(x)', '#0b5d53;'])(
    'is no colour: %j',
    (accent) => {
      expect(accentProblem(accent)).toBe('expected a colour such as #0b5d53');
    },
  );

  it.each(['#ffcc00', '#ffffff', '#00ff00', '#f06292', '#777777'])(
    '%s is too light, and another shade of it is not',
    (accent) => {
      const problem = accentProblem(accent) ?? '';
      expect(problem).toMatch(/^is too light .* its contrast is [1-4]\.\d:1/);
      const [, instead = ''] = /(#[0-9a-f]{6}) would do$/.exec(problem) ?? [];
      expect(accentProblem(instead)).toBeNull();
    },
  );

  it('can be read everywhere, or is refused: whatever it is', () => {
    fc.assert(
      fc.property(color, (accent) => {
        if (accentProblem(accent) !== null) return;
        const { light, onLight, dark, onDark } = accentShades(accent);
        for (const [front, back] of [
          [light, accentGrounds.light],
          [onLight, light],
          [dark, accentGrounds.dark],
          [onDark, dark],
        ] as const)
          expect(contrast(front, back), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});

describe('the look that a client is registered with', () => {
  const client = { client_name: 'Notes', redirect_uris: ['https://app.example.com/callback'] };

  it('is a colour, and a logo that is fetched over https', () => {
    const look = { accent_color: '#1A56DB', logo_uri: 'https://app.example.com:8443/logo.svg?v=2' };
    expect(parseClientMetadata({ ...client, ...look })).toMatchObject({ ok: true, metadata: look });
  });

  it.each([
    'http://app.example.com/logo.svg',
    'data:image/svg+xml,<svg/>',
    'javascript:alert(1)',
    '/logo.svg',
    'https://user:secret@app.example.com/logo.svg',
    'https://[2001:db8::1]/logo.svg',
    "https://app.example.com;script-src'/logo.svg",
    `https://app.example.com/${'x'.repeat(500)}`,
  ])('is no logo: %s', (logo) => {
    const result = parseClientMetadata({ ...client, logo_uri: logo });
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'logo_uri' }] });
  });

  it('is refused with its reason', () => {
    expect(parseClientMetadata({ ...client, accent_color: '#ffcc00' })).toMatchObject({
      ok: false,
      problems: [{ path: 'accent_color', message: expect.stringContaining('too light') as string }],
    });
  });
});

/** Written down once more, so that a mistake in one does not hide in the other. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const number = Number.parseInt(hex.slice(1), 16);
  const linear = (channel: number): number => {
    const value = (channel & 0xff) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(number >> 16) + 0.7152 * linear(number >> 8) + 0.0722 * linear(number);
}
