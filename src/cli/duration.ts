const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const maxSeconds = 366 * secondsOf.d;

/** Seconds of `0`, `90s`, `15m`, `24h` or `7d`, up to a year; null for anything else. */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  const [, amount, unit] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const seconds = Number(amount) * secondsOf[unit as keyof typeof secondsOf];
  return seconds <= maxSeconds ? seconds : null;
}
