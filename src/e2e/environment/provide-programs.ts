/**
 * Global set-up of the e2e project: the browser, and the Python whose Authlib is an OAuth client that shares no
 * code with ours. Tests receive the paths by `inject('chromiumPath')` and `inject('authlibPythonPath')`.
 */
import type { TestProject } from 'vitest/node';
import { findAuthlibPython, findChromium } from './programs.ts';
import { requirePrograms } from './required-programs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromiumPath: string;
    authlibPythonPath: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  const [chromium, python] = await requirePrograms([
    { name: 'Chromium', debianPackages: ['chromium', 'fonts-liberation'], find: findChromium },
    {
      name: 'Python 3 with Authlib',
      debianPackages: ['python3-authlib', 'python3-requests'],
      find: findAuthlibPython,
    },
  ]);
  project.provide('chromiumPath', chromium ?? '');
  project.provide('authlibPythonPath', python ?? '');
}
