/* eslint-disable no-restricted-globals -- the engine writes to the console when it is loaded */
import { keepHeapSmall } from './platform/heap.ts';

/** The engine warns of every Node release that is not called LTS yet; ours is pinned and tested. */
export async function importService() {
  keepHeapSmall();
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('./service.ts');
  } finally {
    console.warn = warn;
  }
}
/* eslint-enable no-restricted-globals */
