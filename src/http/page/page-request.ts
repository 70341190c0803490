import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { getRequestInfo } from '../../platform/request-info.ts';
import type { Look } from '../views/look.ts';

/** What the router of the pages knows of every request. */
export interface PageEnv {
  Bindings: HttpBindings;
  Variables: { look: Look };
}

export type PageRequest = Context<PageEnv>;

export function networkOf(c: PageRequest): string {
  return getRequestInfo(c.env.incoming).network;
}
