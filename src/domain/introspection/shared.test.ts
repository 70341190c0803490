import { expect, it } from 'vitest';
import { createShared } from './shared.ts';

it('equal things are one, until there are too many of them', () => {
  const shared = createShared<object>(2);
  const first = shared('a', () => ({}));
  expect(shared('a', () => ({}))).toBe(first);
  expect(shared('b', () => ({}))).not.toBe(first);
  expect(shared('a', () => ({}))).toBe(first);
  shared('c', () => ({}));
  expect(shared('a', () => ({}))).not.toBe(first);
});
