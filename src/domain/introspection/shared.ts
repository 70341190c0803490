/** Equal things as one: a hundred thousand responses hold what they have in common once. */
export function createShared<Thing>(limit: number): (name: string, create: () => Thing) => Thing {
  const things = new Map<string, Thing>();
  return (name, create) => {
    const known = things.get(name);
    if (known !== undefined) return known;
    if (things.size >= limit) things.clear();
    const created = create();
    things.set(name, created);
    return created;
  };
}
