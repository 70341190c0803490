import { readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

/** What Node writes with --cpu-prof (Chrome DevTools protocol, Profiler.Profile). */
interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }>;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

const listed = 25;
const suffix = '.cpuprofile';
/** Its date, time, process, thread and number. Threads that hash do nothing else. */
const mainThread = /^CPU\.\d+\.\d+\.\d+\.0\.\d+\.cpuprofile$/;

/** Names the new profiles in `folder` after the scenario, and says where each spent its time. */
export async function summarizeProfiles(folder: string, scenario: string): Promise<string> {
  const fresh = (await readdir(folder)).filter((file) => mainThread.test(file));
  const summaries: string[] = [];
  for (const [index, file] of fresh.sort().entries()) {
    const name = path.join(folder, `${scenario}-${index + 1}${suffix}`);
    await rename(path.join(folder, file), name);
    summaries.push(`${name}\n${summarize(JSON.parse(await readFile(name, 'utf8')) as CpuProfile)}`);
  }
  return summaries.join('\n');
}

/**
 * Shares of the time that the process was busy: by package and by function, where what Node itself does counts for the code
 * that called it, and by function alone.
 */
function summarize({ nodes, samples, timeDeltas }: CpuProfile): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const callerOf = (id: number): CallFrame | undefined => {
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const frame = frames.get(at);
      if (frame !== undefined && !isPlatform(packageOf(frame.url))) return frame;
    }
    return frames.get(id);
  };
  const byPackage = new Map<string, number>();
  const byCaller = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const caller = callerOf(id);
    const microseconds = timeDeltas[index] ?? 0;
    if (frame === undefined || caller === undefined || frame.functionName === '(idle)') continue;
    busy += microseconds;
    add(byPackage, packageOf(caller.url), microseconds);
    add(byCaller, nameOf(caller), microseconds);
    add(byFunction, nameOf(frame), microseconds);
  }
  return [byPackage, byCaller, byFunction].map((sums) => `${share(sums, busy)}\n`).join('\n');
}

function isPlatform(name: string): boolean {
  return name === 'node' || name === '(native)';
}

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  return `${functionName === '' ? '(anonymous)' : functionName} ${placeOf(url)}:${lineNumber + 1}`;
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
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/src\//, 'src/');
}

function packageOf(url: string): string {
  if (url === '') return '(native)';
  const module = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (module !== undefined) return module;
  return url.startsWith('node:') ? 'node' : 'src';
}
