/** A resource on its way through render: placed and evaluated, its row key not yet known. */
import type { CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Evaluated, Values } from '../template/template.ts';

/** References inside `properties` name other rows by `place`. */
export interface DraftRow {
  /** The row key without its hash: `<target>/<component>/<trait#n or ->/<id>[/<key>]`. */
  readonly place: string;
  readonly type: ResourceSchema;
  readonly component: string;
  readonly trait: string;
  readonly id: string;
  readonly shared: boolean;
  readonly unique: string | undefined;
  properties: JsonObject;
  /** It outlives who asked for it. */
  retain: boolean;
  /** Its template failed: what is missing in it was said already. */
  readonly broken: boolean;
  /** Its row key, once it is computed; before that ''. */
  key: string;
  /** Its place in the graph. */
  index: number;
  /** Who asked for it, for people: `gateway of front`. */
  readonly by: string;
  /** Where in the application's document the one stands that asked for it. */
  readonly at: string;
}

/** Where no resource can be named. */
export const noRow: Values['row'] = () => undefined;

/** Issues of a template, told to the author of the application: which definition, which part of it. */
export function blame(issues: readonly Issue[], definition: CompiledDefinition, part: string, at: string): Issue[] {
  return issues.map(issue => ({
    ...issue,
    pointer: at,
    message: `${definition.name}, ${part}${issue.pointer}: ${issue.message}`,
  }));
}

/** Adds what went wrong and gives the value. */
export function taken(
  evaluated: Evaluated,
  definition: CompiledDefinition,
  part: string,
  at: string,
  issues: Issue[],
): Evaluated['value'] {
  if (evaluated.issues.length > 0) issues.push(...blame(evaluated.issues, definition, part, at));
  return evaluated.value;
}
