import { type Acr, strongest } from './strength.ts';

/** What people of a group need at least, by the name of the group. */
export type GroupRequirements = Readonly<Record<string, Acr>>;

/** The least that will do for somebody in these groups. */
export function requiredByGroups(groups: readonly string[], requirements: GroupRequirements): Acr {
  return strongest(
    ...groups.map((group) => (Object.hasOwn(requirements, group) ? (requirements[group] ?? 'pwd') : 'pwd')),
  );
}
