import { describe, expect, it } from 'vitest';
import { createHistogram } from './histogram.ts';

const widest = 1.011;

describe('histogram', () => {
  it('knows nothing of nothing', () => {
    expect(createHistogram().summary()).toEqual({
      count: 0,
      mean: null,
      p50: null,
      p99: null,
      p999: null,
      max: null,
    });
  });

  it('gives quantiles that are never too small, and too large by the width of a bucket at most', () => {
    const histogram = createHistogram();
    for (let value = 1; value <= 10_000; value += 1) histogram.add(value / 10);
    const { count, mean, p50, p99, p999, max } = histogram.summary();
    expect([count, max]).toEqual([10_000, 1000]);
    expect(mean).toBeCloseTo(500.05);
    for (const [found, exact] of [
      [p50, 500],
      [p99, 990],
      [p999, 999],
    ] as const) {
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThanOrEqual(exact * widest);
    }
  });

  it('takes what is shorter than a microsecond and longer than an hour', () => {
    const histogram = createHistogram();
    histogram.add(0);
    histogram.add(10_000_000);
    expect(histogram.summary()).toMatchObject({ count: 2, max: 10_000_000 });
  });
});
