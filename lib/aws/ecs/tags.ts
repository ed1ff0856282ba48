/** Tags as ECS takes them: a list of key and value. */

export function ecsTags(tags: Readonly<Record<string, string>>): { readonly key: string; readonly value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
