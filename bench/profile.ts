import { readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

/** What Node writes with --cpu-prof (Chrome DevTools protocol, Profiler.Profile). */
interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }>;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const listed = 25;
const suffix = '.cpuprofile';

/** Names the new profiles in `folder` after the scenario, and says where each spent its time. */
export async function summarizeProfiles(folder: string, scenario: string): Promise<string> {
  const fresh = (await readdir(folder)).filter((file) => file.startsWith('CPU.') && file.endsWith(suffix));
  const summaries: string[] = [];
  for (const [index, file] of fresh.sort().entries()) {
    const name = path.join(folder, `${scenario}-${index + 1}${suffix}`);
    await rename(path.join(folder, file), name);
    summaries.push(`${name}\n${summarize(JSON.parse(await readFile(name, 'utf8')) as CpuProfile)}`);
  }
  return summaries.join('\n');
}

/** Share of the time that the process was busy, by package and by function, each function's own time alone. */
export function summarize({ nodes, samples, timeDeltas }: CpuProfile): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFunction = new Map<string, number>();
  const byPackage = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const microseconds = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    busy += microseconds;
    add(byFunction, `${frame.functionName || '(anonymous)'} ${placeOf(frame.url)}:${frame.lineNumber + 1}`, microseconds);
    add(byPackage, packageOf(frame.url), microseconds);
  }
  return `${share(byPackage, busy)}\n${share(byFunction, busy)}\n`;
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function share(sums: ReadonlyMap<string, number>, whole: number): string {
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, listed)
    .map(([key, value]) => `  ${((100 * value) / whole).toFixed(1).padStart(5)} %  ${key}`)
    .join('\n');
}

function placeOf(url: string): string {
  return url.replace(/^file:\/\//, '').replace(/^.*\/node_modules\//, '').replace(/^.*\/src\//, 'src/');
}

function packageOf(url: string): string {
  if (url === '') return '(native)';
  const module = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (module !== undefined) return module;
  return url.startsWith('node:') ? 'node' : 'src';
}
