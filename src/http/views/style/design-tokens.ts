/** Colour pairs are held to WCAG AA by `views.test.ts`; change them there and here together. */
export interface Palette {
  /** Behind everything; also shows through the break between the two pieces of a card. */
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  /** Edges that carry meaning (inputs, secondary buttons): 3:1 against the surface. */
  readonly edge: string;
  /** The one colour a client may later replace, together with `onAccent`. */
  readonly accent: string;
  readonly onAccent: string;
  readonly bronze: string;
  readonly danger: string;
  readonly dangerGround: string;
  /** On a button whose ground is `danger`. */
  readonly onDanger: string;
  readonly shadow: string;
}

export const lightPalette: Palette = {
  ground: '#e6ebe8',
  surface: '#fdfefd',
  sunken: '#f5f8f6',
  ink: '#11211d',
  muted: '#4a5b56',
  line: '#d3dbd7',
  edge: '#788883',
  accent: '#0b5d53',
  onAccent: '#ffffff',
  bronze: '#b0722f',
  danger: '#a1231f',
  dangerGround: '#fcefed',
  onDanger: '#ffffff',
  shadow: '0 1px 2px rgb(17 33 29 / 0.06), 0 12px 32px -12px rgb(17 33 29 / 0.18)',
};

export const darkPalette: Palette = {
  ground: '#0a1110',
  surface: '#151f1d',
  sunken: '#111a18',
  ink: '#e7efec',
  muted: '#a4b5b0',
  line: '#2b3835',
  edge: '#70837d',
  accent: '#77cdbb',
  onAccent: '#04211c',
  bronze: '#dba467',
  danger: '#ffaaa1',
  dangerGround: '#341816',
  onDanger: '#3b0907',
  shadow: '0 1px 2px rgb(0 0 0 / 0.4), 0 16px 40px -16px rgb(0 0 0 / 0.6)',
};

function colourProperties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${value};`)
    .join('\n  ');
}

const scaleProperties = `--font-text: -apple-system, "Segoe UI", Roboto, Cantarell, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
  --font-display: Optima, Candara, "Segoe UI Variable Display", Roboto, Cantarell, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
  --font-code: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --text-small: 0.875rem;
  --text-body: 1rem;
  --text-lead: 1.0625rem;
  --text-title: clamp(1.5rem, 1.25rem + 1.2vw, 1.75rem);
  --space-1: 0.25rem;
  --space-2: 0.5rem;
  --space-3: 0.75rem;
  --space-4: 1rem;
  --space-5: 1.5rem;
  --space-6: 2rem;
  --space-7: 3rem;
  --gutter: clamp(1.25rem, 5.5vw, 2.25rem);
  --card-width: 28.5rem;
  --target: 2.75rem;
  --radius: 0.5rem;
  --radius-card: 0.875rem;
  --focus-ring: 3px solid var(--accent);
  --accent-strong: color-mix(in oklab, var(--accent) 84%, var(--ink));
  --danger-strong: color-mix(in oklab, var(--danger) 84%, var(--ink));
  --accent-wash: color-mix(in oklab, var(--accent) 9%, var(--surface));`;

export const designTokens = `:root {
  color-scheme: light dark;
  ${colourProperties(lightPalette)}
  ${scaleProperties}
}
@media (prefers-color-scheme: dark) {
  :root {
  ${colourProperties(darkPalette)}
  }
}
`;
