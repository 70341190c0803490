/** A form as somebody has it before them, filled in rightly, and how it is sent. */
import { publicRoutes, routeOf } from '../../http/routes.ts';
import { type Page, type UserAgent, findForm } from '../harness/network/user-agent.ts';
import type { Scene } from '../harness/scene.ts';

/** What forms need of the service they are forms of. */
export interface FormScene {
  readonly scene: Scene;
  codeFor(email: string): Promise<string>;
}

export interface FilledForm {
  readonly agent: UserAgent;
  readonly url: string;
  /** As the page sends them, its token included. */
  readonly fields: Readonly<Record<string, string>>;
  readonly tokenField: 'csrf' | 'xsrf';
  /** Everything that the form could change, as it is now. */
  readonly stateNow: () => Promise<unknown>;
}

/** Fills in the form whose action contains `action`. */
export function fillIn(
  { agent, page }: { readonly agent: UserAgent; readonly page: Page },
  action: string,
  answers: Readonly<Record<string, string>> = {},
): Pick<FilledForm, 'agent' | 'url' | 'fields'> {
  const form = findForm(page.html, action);
  return { agent, url: new URL(form.action, page.url).href, fields: { ...form.hidden, ...answers } };
}

export function send(
  { agent, url }: Pick<FilledForm, 'agent' | 'url'>,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return agent.request(url, { method: 'POST', body: new URLSearchParams({ ...fields }), headers });
}

/** Every address that people's browsers post to, as the service dispatches them. */
export function postedByPeople(): string[] {
  return publicRoutes().filter((name) => {
    const { methods, caller, takesForeignForms } = routeOf(name.replaceAll(/[{}]/g, ''));
    return methods?.includes('POST') === true && caller === 'person' && takesForeignForms !== true;
  });
}
