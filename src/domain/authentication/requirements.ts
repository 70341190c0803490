import type { SecondFactor } from './next-step.ts';
import { type Acr, strongest } from './strength.ts';

/** What people of a group need at least, by the name of the group. */
export type GroupRequirements = Readonly<Record<string, Acr>>;

/** The least that will do for somebody in these groups. */
export function requiredByGroups(groups: readonly string[], requirements: GroupRequirements): Acr {
  return strongest(
    ...groups.map((group) => (Object.hasOwn(requirements, group) ? (requirements[group] ?? 'pwd') : 'pwd')),
  );
}

/**
 * What can be asked for where stronger factors are added: whoever needs one and has none must get as far as to add it, and
 * whoever has one must show it.
 */
export function attainableAcr(wanted: Acr, enrolled: ReadonlySet<SecondFactor>): Acr {
  if (enrolled.size === 0) return 'pwd';
  return wanted === 'phr' && enrolled.has('passkey') ? 'phr' : 'mfa';
}
