import { accentProblem, accentShades } from '../../../domain/clients/accent.ts';

/** Where the stylesheet of an accent colour is. A file for each colour, since pages have no style of their own. */
export function accentPath(color: string): string {
  return `/assets/accent-${color.slice(1).toLowerCase()}.css`;
}

/** @param file name of an asset @returns what replaces the palette's accent; null: there is no such file */
export function accentStylesheet(file: string): string | null {
  const [, digits] = /^accent-([0-9a-f]{6})\.css$/.exec(file) ?? [];
  if (digits === undefined || accentProblem(`#${digits}`) !== null) return null;
  const { light, onLight, dark, onDark } = accentShades(`#${digits}`);
  return `:root { --accent: ${light}; --on-accent: ${onLight}; }
@media (prefers-color-scheme: dark) {
  :root { --accent: ${dark}; --on-accent: ${onDark}; }
}
`;
}
