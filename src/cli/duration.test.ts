import { expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

it.each([
  ['0', 0],
  ['90s', 90],
  ['15m', 900],
  ['24h', 86_400],
  ['7d', 604_800],
])('reads %s as %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

it.each(['', '1', '-1h', '1.5h', '24 h', '1w', '367d', '99999999d', 'h', '0x1h'])('refuses %j', (text) =>
  expect(parseDuration(text)).toBeNull(),
);
