import { describe, expect, it } from 'vitest';
import { spreadOf, spreadOfKnown } from './statistics.ts';

describe('spread', () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }],
    [[9, 1, 5], { median: 5, min: 1, max: 9 }],
    [[10, 1, 9, 2], { median: 5.5, min: 1, max: 10 }],
  ])('of %j', (values, expected) => {
    expect(spreadOf(values)).toEqual(expected);
  });

  it('of nothing is an error', () => {
    expect(() => spreadOf([])).toThrow();
  });

  it('is unknown when any value is', () => {
    expect(spreadOfKnown([1, null])).toBeNull();
    expect(spreadOfKnown([])).toBeNull();
    expect(spreadOfKnown([1, 2, 3])).toEqual({ median: 2, min: 1, max: 3 });
  });
});
