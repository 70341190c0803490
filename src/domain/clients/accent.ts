/** The one colour of a client on the pages of its sign-in: links, buttons, the ring around what has the focus. */
export interface AccentShades {
  readonly light: string;
  readonly onLight: string;
  /** The same colour, lightened until it can be read on a dark page. */
  readonly dark: string;
  readonly onDark: string;
}

/** What text in that colour stands on, at worst. The pages' palettes are held to these. */
export const accentGrounds = { light: '#f5f8f6', dark: '#151f1d' } as const;

/** Of text (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;
const white = '#ffffff';
const black = '#000000';
const form = /^#[0-9a-f]{6}$/i;

/** What is wrong with a colour as an accent, or null. */
export function accentProblem(color: string): string | null {
  if (!form.test(color)) return 'expected a colour such as #0b5d53';
  const least = Math.min(contrast(color, accentGrounds.light), contrast(color, white));
  if (least >= leastContrast) return null;
  const found = (Math.floor(least * 10) / 10).toFixed(1);
  const instead = mixedUntil(color, black, accentGrounds.light);
  return `is too light to be read on a white page, or under white text: its contrast is ${found}:1, and text needs 4.5:1 (WCAG 2.2, 1.4.3); ${instead} would do`;
}

/** @param color one without a problem */
export function accentShades(color: string): AccentShades {
  const dark = mixedUntil(color, white, accentGrounds.dark);
  return { light: color.toLowerCase(), onLight: white, dark, onDark: black };
}

/** The colour with so much of another that it can be read on the ground. */
function mixedUntil(color: string, other: string, ground: string): string {
  for (let share = 0; share < 100; share += 5) {
    const mixed = mix(color, other, share / 100);
    if (contrast(mixed, ground) >= leastContrast) return mixed;
  }
  return other;
}

function mix(color: string, other: string, share: number): string {
  const channels = channelsOf(other).map((channel, index) =>
    Math.round(channel * share + (channelsOf(color)[index] ?? 0) * (1 - share)),
  );
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as WCAG defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color)
    .map((channel) => channel / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
