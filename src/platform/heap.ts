import { setFlagsFromString } from 'node:v8';

/**
 * Garbage is collected once the heap has grown by half since the last time, where V8 would let it grow several times over. It
 * matters while token checks fill the memory: what they leave behind would otherwise take more room than what is remembered.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
