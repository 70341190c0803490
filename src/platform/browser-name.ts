/** The order matters: most browsers also say that they are the ones further down. */
const browsers: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
];

const systems: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const maxLength = 512;

/** What people call the browser that sent this `User-Agent`, such as `Firefox (Linux)`; empty when it cannot be told. */
export function browserName(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, maxLength);
  const find = (known: ReadonlyArray<readonly [RegExp, string]>): string =>
    known.find(([pattern]) => pattern.test(text))?.[1] ?? '';
  const [browser, system] = [find(browsers), find(systems)];
  return browser === '' || system === '' ? browser + system : `${browser} (${system})`;
}
