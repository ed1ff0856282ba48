/** How permissions are missed: one service at a time is made, changed and deleted, with one permission after another out. */

export interface Lane {
  readonly service: string;
  readonly type: string;
  readonly steps: readonly {
    readonly properties: object | 'delete';
    /** In the order in which they are missed. */
    readonly misses: readonly string[];
    /** Where the step ends with something that goes on: what the cause says. */
    readonly until?: RegExp;
  }[];
}

export function because(why: string, ...permissions: string[]): Record<string, string> {
  return Object.fromEntries(permissions.map(permission => [permission, why]));
}

export const tags = (...names: string[]): object[] => names.map(Key => ({ Key, Value: 'yes' }));
